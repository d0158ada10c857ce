import type { Account, ConnectionChange, ConnectionReading } from "@/domain/intake/event";
import type { Environment } from "@/domain/values/environment";
import { shorten } from "@/domain/values/shorten";

/** A kept event of one connection: what it says, and its place in the history. */
export type ConnectionEvent = {
  /** Counts up with arrival: of two events, the one with the lower id reached us first. */
  readonly id: number;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly deliveries: number;
  readonly said: ConnectionReading;
};

/** Where an event stands in its connection's history. */
export type HistoryPosition = {
  readonly occurredAt: number;
  readonly change: ConnectionChange;
  readonly id: number;
};

/** The event that set each current value, so that everything shown can be traced. */
export type SetBy = {
  readonly status: number;
  readonly user: number | null;
  readonly account: number | null;
  readonly permissions: number | null;
};

/** The state of a connection: a fold over its events, see `projection.ts`. Instants in milliseconds. */
export type Connection = {
  readonly id: string;
  /** The sender's own word, known to us or not. */
  readonly status: string;
  readonly statusSince: number;
  readonly user: string | null;
  readonly account: Account;
  /** Null: no event ever told. Empty: an event said that there are none. */
  readonly permissions: readonly string[] | null;
  /** Those that the last change of permissions took away. */
  readonly lostPermissions: readonly string[];
  readonly environment: Environment;
  readonly firstEventAt: number;
  /** When it became active for the first time; null where it never was. */
  readonly firstActiveAt: number | null;
  readonly last: HistoryPosition;
  readonly expiries: number;
  /** When the expiry began that isn't recovered yet. */
  readonly downSince: number | null;
  readonly reconnections: number;
  readonly isDisconnected: boolean;
  readonly anomalies: number;
  /** How many events the state is made of. */
  readonly events: number;
  readonly setBy: SetBy;
};

/** When a connection was last heard of beside its events, and in how many deliveries. */
export type SignOfLife = { readonly lastAt: number; readonly deliveries: number };

export const STATUS_ACTIVE = "active";
export const STATUS_EXPIRED = "expired";
export const STATUS_DISCONNECTED = "disconnected";
export const STATUS_AWAITING_2FA = "awaiting_2fa";

/** The statuses that have a tab of their own; every other word of the sender's follows them. */
export const KNOWN_STATUSES = [STATUS_ACTIVE, STATUS_EXPIRED, STATUS_DISCONNECTED, STATUS_AWAITING_2FA] as const;

export const UNKNOWN_ACCOUNT: Account = { id: null, name: null, username: null, avatar: null };

/** Blanks and invisible characters alone would make a link that can't be seen. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]/u;

/** What to call a connection's account: its name, else its username, else null; the first that can be seen. Cut where it is long. */
export function accountTitle({ name, username }: Pick<Account, "name" | "username">): string | null {
  if (name !== null && VISIBLE.test(name)) return shorten(name.trim());
  return username !== null && VISIBLE.test(username) ? shorten(`@${username}`) : null;
}
