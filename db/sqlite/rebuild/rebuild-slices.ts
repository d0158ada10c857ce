import { and, asc, between, count, eq, gt, lte, max, type SQL } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { connectionIds, events } from "@/db/sqlite/schema/schema";
import type { WorkPart } from "@/db/store";
import { randomness } from "@/randomness";

/** A connection to fold again, and its number of events. */
export type Subject = { readonly key: number; readonly id: string; readonly events: number };

/** Read together, as long as they have few events. */
const CONNECTIONS_PER_SLICE = 500;
/** A sample consists of runs of this many adjacent connections. */
const CONNECTIONS_PER_RUN = 50;

/** The keys in (after, until]. */
export type KeyRange = { readonly after: number; readonly until: number };

/** Returns the keys of one of several parts of about the same size. */
export function rangeOf(db: SqliteDatabase, { index, of }: WorkPart): KeyRange {
  const newest = newestKey(db);
  return { after: Math.floor((newest * index) / of), until: Math.floor((newest * (index + 1)) / of) };
}

/** Counts the connections in a range. */
export function countIn(db: SqliteDatabase, { after, until }: KeyRange): number {
  const inRange = and(gt(connectionIds.key, after), lte(connectionIds.key, until));
  return db.select({ count: count() }).from(connectionIds).where(inRange).get()?.count ?? 0;
}

/** Yields the connections in a range, or a single one, in slices by key. */
export function* slicesOf(db: SqliteDatabase, connectionId: string | null, range: KeyRange): Generator<Subject[]> {
  for (let { after } = range; ; ) {
    const slice = readSlice(
      db,
      connectionId === null
        ? and(gt(connectionIds.key, after), lte(connectionIds.key, range.until))
        : eq(connectionIds.id, connectionId),
      CONNECTIONS_PER_SLICE,
    );
    const last = slice.at(-1);
    if (!last) return;
    yield slice;
    if (connectionId !== null) return;
    after = last.key;
  }
}

/** Yields this many connections, in short runs from random places. */
export function* sampleOf(db: SqliteDatabase, connections: number): Generator<Subject[]> {
  const keys = newestKey(db);
  for (let left = connections; left > 0; ) {
    const from = gt(connectionIds.key, Math.floor(randomness.fraction() * keys));
    const run = readSlice(db, from, Math.min(left, CONNECTIONS_PER_RUN));
    yield run;
    left -= Math.max(1, run.length);
  }
}

function newestKey(db: SqliteDatabase): number {
  const newest = db
    .select({ key: max(connectionIds.key) })
    .from(connectionIds)
    .get();
  return newest?.key ?? 0;
}

function readSlice(db: SqliteDatabase, which: SQL | undefined, limit: number): Subject[] {
  const ids = db.select().from(connectionIds).where(which).orderBy(asc(connectionIds.key)).limit(limit).all();
  const [first] = ids;
  const last = ids.at(-1);
  if (!first || !last) return [];
  const counts = db
    .select({ key: events.connectionKey, events: count() })
    .from(events)
    .where(between(events.connectionKey, first.key, last.key))
    .groupBy(events.connectionKey)
    .all();
  const byKey = new Map(counts.map((row) => [row.key, row.events]));
  return ids.map((row) => ({ ...row, events: byKey.get(row.key) ?? 0 }));
}
