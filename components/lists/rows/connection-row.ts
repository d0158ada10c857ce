import { accountTitle, type Connection, STATUS_EXPIRED } from "@/domain/connection/connection";
import type { ListedCase } from "@/domain/lists/listed-case";
import type { Environment } from "@/domain/values/environment";
import { segmentOf } from "@/domain/values/query/path-segment";

/** The values that one row of the table shows, plain, so that they can be sent to the browser. */
export type ConnectionRow = {
  readonly id: string;
  readonly status: string;
  readonly statusSince: number;
  /** The ordinal of the current expiry; 0 while it isn't expired. */
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

/** Returns the id of the element with a row's title, which names the row's controls. */
export function titleIdOf(row: Pick<ConnectionRow, "id">): string {
  return `title-${segmentOf(row.id)}`;
}

/** Returns a row's title: the account's name, its username, or the connection's id. */
export function rowTitle(row: Pick<ConnectionRow, "id" | "name" | "username">): string {
  return accountTitle(row) ?? row.id;
}
