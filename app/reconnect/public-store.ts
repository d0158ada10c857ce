import { getStore } from "@/db";
import type { Store } from "@/db/store";
import { faultName } from "@/server/faults";
import { log } from "@/server/log";

/** So much of the store, and no more, is for whoever holds a reconnect link: they are nobody who signs in. */
export type PublicStore = {
  readonly findLink: Store["reconnectLinks"]["find"];
  /** Never rejects: a disk that is full must not keep a user from reconnecting. */
  readonly noteStep: Store["reconnectLinks"]["note"];
  readonly findConnection: Store["connections"]["find"];
  readonly beginAttempt: Store["attempts"]["begin"];
  /** How users know the team; empty where nobody has said. */
  readonly teamName: () => Promise<string>;
};

export function publicStore(): PublicStore {
  const { reconnectLinks, connections, attempts, settings } = getStore();
  return {
    findLink: reconnectLinks.find,
    noteStep: (link, step) =>
      reconnectLinks.note(link, step).catch((fault: unknown) => {
        log().warn({ link, step: step.progress, fault: faultName(fault) }, "step not noted");
      }),
    findConnection: connections.find,
    beginAttempt: attempts.begin,
    teamName: async () => (await settings.read()).teamName,
  };
}
