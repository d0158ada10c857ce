import { type Connection, STATUS_EXPIRED } from "@/domain/connection";

/** What one line of the table shows: plain values, sent to the browser once. */
export type ConnectionRow = {
  readonly id: string;
  readonly status: string;
  readonly statusSince: number;
  /** Which expiry this is; 0 while it isn't expired. */
  readonly expiry: number;
  readonly isDown: boolean;
  readonly name: string | null;
  readonly username: string | null;
  readonly user: string | null;
  readonly permissions: readonly string[] | null;
  readonly lostPermissions: readonly string[];
  readonly isSandbox: boolean;
  readonly anomalies: number;
  readonly lastEventAt: number;
};

export function toConnectionRow(connection: Connection): ConnectionRow {
  return {
    id: connection.id,
    status: connection.status,
    statusSince: connection.statusSince,
    expiry: connection.status === STATUS_EXPIRED ? connection.expiries : 0,
    isDown: connection.downSince !== null,
    name: connection.account.name?.trim() || null,
    username: connection.account.username,
    user: connection.user,
    permissions: connection.permissions,
    lostPermissions: connection.lostPermissions,
    isSandbox: connection.environment === "sandbox",
    anomalies: connection.anomalies,
    lastEventAt: connection.last.occurredAt,
  };
}

export function connectionPath(id: string): string {
  return `/connections/${encodeURIComponent(id)}`;
}

export function userPath(user: string): string {
  return `/users/${encodeURIComponent(user)}`;
}
