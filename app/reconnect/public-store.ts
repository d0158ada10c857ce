import { getStore } from "@/db";
import type { Store } from "@/db/store";

/** So much of the store, and no more, is for whoever holds a reconnect link: they are nobody who signs in. */
export type PublicStore = {
  readonly findLink: Store["reconnectLinks"]["find"];
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
    noteStep: reconnectLinks.note,
    findConnection: connections.find,
    beginAttempt: attempts.begin,
    teamName: async () => (await settings.read()).teamName,
  };
}
