import { sql } from "drizzle-orm";
import type { Connection, ConnectionEvent } from "@/domain/connection/connection";
import { type ConnectionChange, type Reading, readBody } from "@/domain/intake/event";
import { searchTextOf, sortKeysOf } from "@/domain/lists/search-text";
import { shorten } from "@/domain/values/shorten";
import { EVENT_KINDS, findChange, IS_CHANGE_SQL } from "./event-kinds";
import { type connections, events } from "./schema";

/** The condition that an event is a change of a connection, so in its history. */
export const IS_CHANGE = sql<boolean>`${events.kind} ${sql.raw(IS_CHANGE_SQL)}`;
/** The condition that an event could not be understood. The number is written out: a partial index is no use to a parameter. */
export const IS_UNRECOGNISED = sql<boolean>`${events.kind} = ${sql.raw(String(EVENT_KINDS.unrecognised))}`;

export type ConnectionRow = typeof connections.$inferSelect;
export type EventRow = Pick<
  typeof events.$inferSelect,
  "id" | "kind" | "occurredAt" | "receivedAt" | "deliveries" | "body"
>;

/** What `toConnectionEvents` needs of an event. */
export const EVENT_COLUMNS = {
  id: events.id,
  kind: events.kind,
  occurredAt: events.occurredAt,
  receivedAt: events.receivedAt,
  deliveries: events.deliveries,
  body: events.body,
};

/** The number under which a kept event is stored; a sign of life is not stored at all. */
export function kindOf(reading: Exclude<Reading, { kind: "sign_of_life" }>): number {
  return EVENT_KINDS[reading.kind === "connection" ? reading.change : reading.kind];
}

/** A connection's state as the row that keeps it. */
export function toConnectionRow(key: number, connection: Connection): ConnectionRow {
  const sortKeys = sortKeysOf(connection);
  return {
    key,
    status: connection.status,
    statusSince: connection.statusSince,
    user: connection.user,
    accountId: connection.account.id,
    accountName: connection.account.name,
    accountUsername: connection.account.username,
    accountAvatar: connection.account.avatar,
    permissions: connection.permissions && JSON.stringify(connection.permissions),
    lostPermissions: JSON.stringify(connection.lostPermissions),
    environment: connection.environment,
    firstEventAt: connection.firstEventAt,
    firstActiveAt: connection.firstActiveAt,
    lastEventAt: connection.last.occurredAt,
    lastEventKind: EVENT_KINDS[connection.last.change],
    lastEventId: connection.last.id,
    expiries: connection.expiries,
    downSince: connection.downSince,
    reconnections: connection.reconnections,
    isDisconnected: connection.isDisconnected,
    anomalies: connection.anomalies,
    events: connection.events,
    statusSetBy: connection.setBy.status,
    userSetBy: connection.setBy.user,
    accountSetBy: connection.setBy.account,
    permissionsSetBy: connection.setBy.permissions,
    searchText: searchTextOf(connection),
    nameSortKey: sortKeys.name,
    userSortKey: sortKeys.user,
  };
}

/** The state that a row keeps, its names cut as those that are read now: an earlier version kept them whole. */
export function toConnection(id: string, row: Omit<ConnectionRow, "searchText">): Connection {
  return {
    id,
    status: row.status,
    statusSince: row.statusSince,
    user: row.user,
    account: {
      id: row.accountId,
      name: row.accountName && shorten(row.accountName),
      username: row.accountUsername && shorten(row.accountUsername),
      avatar: row.accountAvatar,
    },
    permissions: row.permissions === null ? null : parseList(row.permissions),
    lostPermissions: parseList(row.lostPermissions),
    environment: row.environment,
    firstEventAt: row.firstEventAt,
    firstActiveAt: row.firstActiveAt,
    last: { occurredAt: row.lastEventAt, change: changeOf(row.lastEventKind), id: row.lastEventId },
    expiries: row.expiries,
    downSince: row.downSince,
    reconnections: row.reconnections,
    isDisconnected: row.isDisconnected,
    anomalies: row.anomalies,
    events: row.events,
    setBy: {
      status: row.statusSetBy,
      user: row.userSetBy,
      account: row.accountSetBy,
      permissions: row.permissionsSetBy,
    },
  };
}

/**
 * The connection event of a row, or none where a later version reads its body differently: then it is left out of the
 * state, as an unrecognised one is. What it says is read from its body again, so there is one truth.
 */
export function toConnectionEvents(row: EventRow): ConnectionEvent[] {
  const { id, occurredAt, receivedAt, deliveries } = row;
  const said = readBody(row.body);
  return said.kind === "connection" ? [{ id, occurredAt, receivedAt, deliveries, said }] : [];
}

function changeOf(kind: number): ConnectionChange {
  const change = findChange(kind);
  if (!change) throw new Error(`Kind ${kind} is no change of a connection`);
  return change;
}

/** The texts of a column that keeps a list. Safe: such columns are written by `toConnectionRow` alone. */
export function parseList(json: string): readonly string[] {
  return JSON.parse(json) as string[];
}
