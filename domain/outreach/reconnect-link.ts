/** A link for a user to reconnect. Instants in milliseconds. */
export type ReconnectLink = {
  readonly id: number;
  readonly connectionId: string;
  /** The part of its token that is in the database; the other part is a key that isn't. */
  readonly nonce: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
};

const DAY_MS = 86_400_000;
/** A link with less time left than this is not handed out again. */
export const LINK_REST_MIN_MS = DAY_MS;

/** Returns when a link created now expires, in milliseconds like `now`. */
export function linkExpiry(now: number, linkDays: number): number {
  return now + linkDays * DAY_MS;
}

export function isGood(link: Pick<ReconnectLink, "revokedAt" | "expiresAt">, now: number): boolean {
  return link.revokedAt === null && link.expiresAt > now;
}
