import type { Account, ConnectionChange, ConnectionReading } from "@/domain/intake/event";
import type { Environment } from "@/domain/values/environment";
import { shorten } from "@/domain/values/shorten";

/** A stored event of one connection: its content, and its place in the history. */
export type ConnectionEvent = {
  /** Increases with arrival: of two events, the one with the lower id arrived first. */
  readonly id: number;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly deliveries: number;
  readonly said: ConnectionReading;
};

/** An event's place in its connection's history. */
export type HistoryPosition = {
  readonly occurredAt: number;
  readonly change: ConnectionChange;
  readonly id: number;
};

/** The event that set each current value, so that every value shown can be traced. */
export type SetBy = {
  readonly status: number;
  readonly user: number | null;
  readonly account: number | null;
  readonly permissions: number | null;
};

/** The state of a connection: a fold over its events (`projection.ts`). Instants in milliseconds. */
export type Connection = {
  readonly id: string;
  /** The sender's own word, which may be unknown to us. */
  readonly status: string;
  readonly statusSince: number;
  readonly user: string | null;
  readonly account: Account;
  /** Null if no event has listed them; empty if an event said that there are none. */
  readonly permissions: readonly string[] | null;
  /** The permissions that the last change removed. */
  readonly lostPermissions: readonly string[];
  readonly environment: Environment;
  readonly firstEventAt: number;
  /** When it first became active; null if it never was. */
  readonly firstActiveAt: number | null;
  readonly last: HistoryPosition;
  readonly expiries: number;
  /** Start of the current, unrecovered expiry. */
  readonly downSince: number | null;
  readonly reconnections: number;
  readonly isDisconnected: boolean;
  readonly anomalies: number;
  /** How many events were folded into this state. */
  readonly events: number;
  readonly setBy: SetBy;
};

/** The last sign of life of a connection, which is not an event, and the number of deliveries. */
export type SignOfLife = { readonly lastAt: number; readonly deliveries: number };

export const STATUS_ACTIVE = "active";
export const STATUS_EXPIRED = "expired";
export const STATUS_DISCONNECTED = "disconnected";
export const STATUS_AWAITING_2FA = "awaiting_2fa";

/** The statuses with a tab of their own; the sender's other words follow them. */
export const KNOWN_STATUSES = [STATUS_ACTIVE, STATUS_EXPIRED, STATUS_DISCONNECTED, STATUS_AWAITING_2FA] as const;

export const UNKNOWN_ACCOUNT: Account = { id: null, name: null, username: null, avatar: null };

/** A title made of blanks and invisible characters would be a link that nobody can see. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]/u;

/** Returns an account's name, else its username, else null. Skips a text without visible characters, and shortens a long one. */
export function accountTitle({ name, username }: Pick<Account, "name" | "username">): string | null {
  if (name !== null && VISIBLE.test(name)) return shorten(name.trim());
  return username !== null && VISIBLE.test(username) ? shorten(`@${username}`) : null;
}
