/** A link with which a user reconnects. Instants in milliseconds. */
export type ReconnectLink = {
  readonly id: number;
  readonly connectionId: string;
  /** What its token is made of, beside a key that is not in the database. */
  readonly nonce: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
};

const DAY_MS = 86_400_000;
/** A link that ends sooner is not handed out again. */
export const LINK_REST_MIN_MS = DAY_MS;

/** When a link ends that is handed out now and is good for so many days: an instant, as `now` is. */
export function linkExpiry(now: number, linkDays: number): number {
  return now + linkDays * DAY_MS;
}

export function isGood(link: Pick<ReconnectLink, "revokedAt" | "expiresAt">, now: number): boolean {
  return link.revokedAt === null && link.expiresAt > now;
}
