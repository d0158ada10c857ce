import type { LinkProgress } from "@/domain/outreach/reconnect-step";

/** What the index keeps of a connection. Instants are milliseconds since the epoch. */
export type IndexedConnection = {
  readonly key: number;
  readonly status: string;
  readonly environment: string;
  readonly hasUser: boolean;
  /** Null until an event has listed them. */
  readonly permissions: readonly string[] | null;
  readonly lostPermissions: readonly string[];
  readonly anomalies: number;
  readonly expiries: number;
  /** Since when it has been down; null while it is up, and once it is disconnected. */
  readonly downSince: number | null;
  readonly statusSince: number;
  readonly firstEventAt: number;
  readonly lastEventAt: number;
  readonly nameSortKey: string;
};

/** What the index keeps of a case. Instants are milliseconds since the epoch. */
export type IndexedCase = {
  /** The key of its connection. */
  readonly key: number;
  readonly user: string | null;
  readonly openedAt: number;
  readonly end: "reconnected" | "disconnected" | null;
  readonly dismissedAt: number | null;
  readonly snoozedUntil: number | null;
  readonly contacts: number;
  readonly contactedAt: number | null;
  readonly assignee: number | null;
  readonly link: LinkProgress | null;
  readonly linkAt: number | null;
  readonly linkDetail: string | null;
  readonly isRelapse: boolean;
  readonly isAnotherAccount: boolean;
  readonly isAccepted: boolean;
  /** How many permissions the connection has; null until an event has listed them. */
  readonly permissions: number | null;
  readonly isBlocked: boolean;
};

/** Where the index reads connections from. Keys are positive whole numbers. */
export type ConnectionRows = {
  readonly find: (key: number) => IndexedConnection | null;
  /** Returns the first `limit` connections whose keys come after one, in the order of keys. */
  readonly listAfter: (key: number, limit: number) => readonly IndexedConnection[];
  /** Returns the keys of up to `limit` connections of an account that are not disconnected. */
  readonly listKeysOfAccount: (accountId: string, limit: number) => readonly number[];
  /** Returns the first `limit` accounts after one that are in several such connections, in order. */
  readonly listSharedAccountsAfter: (accountId: string, limit: number) => readonly string[];
  /** Returns a value that changes when another process has written. */
  readonly version: () => unknown;
};

/** Where the index reads the newest case of each connection from. */
export type CaseRows = {
  readonly find: (key: number) => IndexedCase | null;
  /** Returns the newest cases of the connections with keys in (after, last]. */
  readonly listBetween: (after: number, last: number) => readonly IndexedCase[];
  /** Returns the keys of a user's connections whose newest case is open, in order. */
  readonly listOpenKeysOfUser: (user: string) => readonly number[];
};
