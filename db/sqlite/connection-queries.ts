import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { ConnectionPage, Store } from "@/db/store";
import type { Connection } from "@/domain/connection";
import type { ConnectionSearch, ConnectionSort } from "@/domain/connection-search";
import { type Cursor, formatCursor, parseCursor } from "@/domain/page";
import { searchWords } from "@/domain/search-text";
import { countMatches, type MatchCounts } from "./connection-counts";
import { CANDIDATES_MAX, containsEvery, wayIn } from "./connection-words";
import type { SqliteDatabase } from "./open";
import { toConnection } from "./rows";
import { connectionIds, connections, signsOfLife, statusCounts } from "./schema";

type Place = { readonly key: number; readonly value: string | number };

/** Statuses with fewer connections than this are read whole and sorted, rather than met by chance along another order. */
const SORT_IN_MEMORY_MAX = 5_000;
/**
 * Names that contain a word lie together in the order of names, so a walk along it may meet none for a very long time:
 * there, far more candidates are sorted before a walk is the better way.
 */
const CANDIDATES_BY_TEXT_MAX = 50_000;

const SORTS: Record<ConnectionSort, { readonly column: SQL; readonly index: SQL }> = {
  last_event: { column: sql`c.last_event_at`, index: sql`connections_by_last_event` },
  status_since: { column: sql`c.status_since`, index: sql`connections_by_status_since` },
  name: { column: sql`c.name_sort_key`, index: sql`connections_by_name` },
  user: { column: sql`c.user_sort_key`, index: sql`connections_by_user` },
};

/** The queries behind the connections table and the headers of its rows. */
export function connectionQueries(db: SqliteDatabase): Store["connections"] {
  return {
    search: async (search) => searchConnections(db, search),
    find: async (connectionId) => readConnections(db, eq(connectionIds.id, connectionId))[0] ?? null,
    findSignOfLife: async (connectionId) =>
      db
        .select({ lastAt: signsOfLife.lastAt, deliveries: signsOfLife.deliveries })
        .from(signsOfLife)
        .innerJoin(connectionIds, eq(connectionIds.key, signsOfLife.connectionKey))
        .where(eq(connectionIds.id, connectionId))
        .get() ?? null,
    listOfUser: async (user) => readConnections(db, and(eq(connections.userSortKey, user), eq(connections.user, user))),
  };
}

function searchConnections(db: SqliteDatabase, search: ConnectionSearch): ConnectionPage {
  const words = searchWords(search.q);
  const counts = countMatches(db, words);
  const order = `${search.sort}.${search.order}`;
  const after = parseCursor(search.after, order);
  const before = after ? null : parseCursor(search.before, order);
  const size = Number(search.size);
  const found = findPlaces(db, {
    search,
    words,
    counts,
    cursor: after ?? before,
    isBackwards: before !== null,
    limit: size + 1,
  });
  const places = before ? found.slice(0, size).reverse() : found.slice(0, size);
  const offset = offsetOf(after, before, places.length);
  return {
    rows: readInOrder(db, places),
    offset,
    total: totalOf(search.status, counts),
    byStatus: counts.byStatus,
    matching: counts.all,
    previous: cursorAt(order, places[0], offset, before ? found.length > size : after !== null),
    next: cursorAt(order, places.at(-1), offset + places.length, before !== null || found.length > size),
  };
}

type Walk = {
  readonly search: ConnectionSearch;
  readonly words: readonly string[];
  readonly counts: MatchCounts;
  readonly cursor: Cursor | null;
  readonly isBackwards: boolean;
  readonly limit: number;
};

/** The places of the next rows along the sort order, by the cheapest of five ways in. */
function findPlaces(db: SqliteDatabase, walk: Walk): Place[] {
  if (walk.counts.all.value === 0) return [];
  const { status, sort } = walk.search;
  const isDescending = (walk.search.order === "desc") !== walk.isBackwards;
  const isNearWords = sort === "name" || sort === "user";
  const way = wayIn(db, walk.words, isNearWords ? CANDIDATES_BY_TEXT_MAX : CANDIDATES_MAX);
  const isFew = walk.counts.all.isExact && walk.words.length > 0;
  if (way.kind === "selective" || (way.kind === "frequent" && isFew)) {
    return selectPlaces(
      db,
      walk,
      isDescending,
      sql`${way.source} cross join connections c on c.key = connection_words.rowid`,
      [way.match, ...oneOf(status)],
    );
  }
  // Few match, but the words are too short for trigrams: reading all rows once beats meeting them along an index.
  if (way.kind === "walk" && isFew) {
    return selectPlaces(db, walk, isDescending, sql`connections c not indexed`, oneOf(status));
  }
  if (status.length > 0 && sort === "last_event") {
    const source = sql`connections c indexed by connections_by_status`;
    const runs = status.map((one) => selectPlaces(db, walk, isDescending, source, [sql`c.status = ${one}`]));
    return mergePlaces(runs, isDescending).slice(0, walk.limit);
  }
  if (status.length > 0 && countOf(db, status) < SORT_IN_MEMORY_MAX) {
    return selectPlaces(db, walk, isDescending, sql`connections c indexed by connections_by_status`, oneOf(status));
  }
  return selectPlaces(db, walk, isDescending, sql`connections c indexed by ${SORTS[sort].index}`, oneOf(status));
}

function selectPlaces(db: SqliteDatabase, walk: Walk, isDescending: boolean, source: SQL, conditions: SQL[]): Place[] {
  const { column } = SORTS[walk.search.sort];
  const direction = isDescending ? sql`desc` : sql`asc`;
  const where = [...conditions, ...containsEvery(walk.words), ...beyond(column, walk.cursor, isDescending)];
  return db.all<Place>(sql`
    select c.key as key, ${column} as value from ${source}
    where ${where.length > 0 ? sql.join(where, sql` and `) : sql`true`}
    order by ${column} ${direction}, c.key ${direction} limit ${walk.limit}`);
}

function beyond(column: SQL, cursor: Cursor | null, isDescending: boolean): SQL[] {
  if (!cursor) return [];
  const place = sql`(${cursor.value}, ${cursor.key})`;
  return [isDescending ? sql`(${column}, c.key) < ${place}` : sql`(${column}, c.key) > ${place}`];
}

function oneOf(statuses: readonly string[]): SQL[] {
  return statuses.length > 0 ? [sql`c.status in ${[...statuses]}`] : [];
}

function mergePlaces(runs: readonly (readonly Place[])[], isDescending: boolean): Place[] {
  const sign = isDescending ? -1 : 1;
  return runs.flat().sort((a, b) => sign * (Number(a.value) - Number(b.value) || a.key - b.key));
}

function countOf(db: SqliteDatabase, statuses: readonly string[]): number {
  const rows = db
    .select({ connections: statusCounts.connections })
    .from(statusCounts)
    .where(inArray(statusCounts.status, [...statuses]))
    .all();
  return rows.reduce((sum, row) => sum + row.connections, 0);
}

function totalOf(statuses: readonly string[], counts: MatchCounts): ConnectionPage["total"] {
  if (statuses.length === 0) return counts.all;
  const value = statuses.reduce((sum, status) => sum + (counts.byStatus.get(status) ?? 0), 0);
  return { value, isExact: counts.all.isExact };
}

function offsetOf(after: Cursor | null, before: Cursor | null, rows: number): number {
  if (before) return Math.max(0, before.offset - rows);
  return after?.offset ?? 0;
}

function cursorAt(order: string, place: Place | undefined, offset: number, isWanted: boolean): string | null {
  return place && isWanted ? formatCursor({ order, value: place.value, key: place.key, offset }) : null;
}

function readInOrder(db: SqliteDatabase, places: readonly Place[]): Connection[] {
  const keys = places.map((place) => place.key);
  const rows = db
    .select()
    .from(connections)
    .innerJoin(connectionIds, eq(connectionIds.key, connections.key))
    .where(inArray(connections.key, keys))
    .all();
  const byKey = new Map(rows.map((row) => [row.connections.key, toConnection(row.connection_ids.id, row.connections)]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

function readConnections(db: SqliteDatabase, condition: SQL | undefined): Connection[] {
  const rows = db
    .select()
    .from(connections)
    .innerJoin(connectionIds, eq(connectionIds.key, connections.key))
    .where(condition)
    .orderBy(desc(connections.lastEventAt), asc(connections.key))
    .all();
  return rows.map((row) => toConnection(row.connection_ids.id, row.connections));
}
