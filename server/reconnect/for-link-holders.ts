import type { Store } from "@/db/store";

/** The only part of the store that is open to holders of a reconnect link, who can't sign in. */
export type PublicStore = {
  readonly findLink: Store["reconnectLinks"]["find"];
  /** Never rejects: a disk that is full must not keep a user from reconnecting. */
  readonly noteStep: Store["reconnectLinks"]["note"];
  readonly findConnection: Store["connections"]["find"];
  /**
   * Never rejects either: where attempts can't be counted, this one counts as allowed. How many sessions are asked for at a time
   * is limited all the same (`server/reconnect/ofauth.ts`).
   */
  readonly beginAttempt: Store["attempts"]["begin"];
  /** How users know the team; empty where nobody has said. */
  readonly teamName: () => Promise<string>;
};

type FullStore = Pick<Store, "reconnectLinks" | "connections" | "attempts" | "settings">;

/** `onFault` is told what could not be kept. */
export function forLinkHolders(
  { reconnectLinks, connections, attempts, settings }: FullStore,
  onFault: (lost: string, fault: unknown) => void,
): PublicStore {
  return {
    findLink: reconnectLinks.find,
    noteStep: (link, step) =>
      reconnectLinks.note(link, step).catch((fault: unknown) => onFault(`step ${step.progress}`, fault)),
    findConnection: connections.find,
    beginAttempt: (buckets, now) =>
      attempts.begin(buckets, now).catch((fault: unknown) => {
        onFault("attempt", fault);
        return { isAllowed: true };
      }),
    teamName: async () => (await settings.read()).teamName,
  };
}
