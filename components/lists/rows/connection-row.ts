import { accountTitle, type Connection, STATUS_EXPIRED } from "@/domain/connection/connection";
import type { ListedCase } from "@/domain/lists/listed-case";
import type { Environment } from "@/domain/values/environment";
import { segmentOf } from "@/domain/values/path-segment";

/** What one line of the table shows: plain values, sent to the browser once. */
export type ConnectionRow = {
  readonly id: string;
  readonly status: string;
  readonly statusSince: number;
  /** Which expiry this is; 0 while it isn't expired. */
  readonly expiry: number;
  readonly name: string | null;
  readonly username: string | null;
  readonly accountId: string | null;
  readonly user: string | null;
  readonly permissions: readonly string[] | null;
  readonly lostPermissions: readonly string[];
  readonly environment: Environment;
  readonly anomalies: number;
  readonly expiries: number;
  readonly reconnections: number;
  readonly firstEventAt: number;
  readonly lastEventAt: number;
  readonly listedCase: ListedCase | null;
};

export function toConnectionRow(connection: Connection, listedCase: ListedCase | null): ConnectionRow {
  return {
    id: connection.id,
    status: connection.status,
    statusSince: connection.statusSince,
    expiry: connection.status === STATUS_EXPIRED ? connection.expiries : 0,
    name: connection.account.name?.trim() || null,
    username: connection.account.username,
    accountId: connection.account.id,
    user: connection.user,
    permissions: connection.permissions,
    lostPermissions: connection.lostPermissions,
    environment: connection.environment,
    anomalies: connection.anomalies,
    expiries: connection.expiries,
    reconnections: connection.reconnections,
    firstEventAt: connection.firstEventAt,
    lastEventAt: connection.last.occurredAt,
    listedCase,
  };
}

/** The id of the element that shows what a row is called, by which its controls are named. */
export function titleIdOf(row: Pick<ConnectionRow, "id">): string {
  return `title-${segmentOf(row.id)}`;
}

/** What to call a row: the account's name, its username, or the connection's id. */
export function rowTitle(row: Pick<ConnectionRow, "id" | "name" | "username">): string {
  return accountTitle(row) ?? row.id;
}
