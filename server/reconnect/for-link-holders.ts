import type { Store } from "@/db/store";

/** The only part of the store open to holders of a reconnect link, who can't sign in. */
export type PublicStore = {
  readonly findLink: Store["reconnectLinks"]["find"];
  /** Never rejects: a full disk must not keep a user from reconnecting. */
  readonly noteStep: Store["reconnectLinks"]["note"];
  readonly findConnection: Store["connections"]["find"];
  /**
   * Never rejects either: an attempt that can't be counted is allowed. The number of concurrent sessions is limited anyway
   * (`server/reconnect/ofauth.ts`).
   */
  readonly beginAttempt: Store["attempts"]["begin"];
  /** The team's name as users know it; empty if none is set. */
  readonly teamName: () => Promise<string>;
};

type FullStore = Pick<Store, "reconnectLinks" | "connections" | "attempts" | "settings">;

/** Limits the store to what link holders need. Reports what couldn't be stored to `onFault`. */
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
