import { asc, between, count, eq, gt, max, type SQL } from "drizzle-orm";
import type { SqliteDatabase } from "./open";
import { connectionIds, events } from "./schema";

/** A connection that is to be folded again, and how many events it has. */
export type Subject = { readonly key: number; readonly id: string; readonly events: number };

/** Looked at together, as long as they have few events. */
const CONNECTIONS_PER_SLICE = 500;
/** Of a sample, so many lie beside each other. */
const CONNECTIONS_PER_RUN = 50;

/** All connections, or one, in slices in the order of their keys. */
export function* slicesOf(db: SqliteDatabase, connectionId: string | null): Generator<Subject[]> {
  for (let after = 0; ; ) {
    const slice = readSlice(
      db,
      connectionId === null ? gt(connectionIds.key, after) : eq(connectionIds.id, connectionId),
      CONNECTIONS_PER_SLICE,
    );
    const last = slice.at(-1);
    if (!last) return;
    yield slice;
    if (connectionId !== null) return;
    after = last.key;
  }
}

/** So many connections, in short runs that begin anywhere. */
export function* sampleOf(db: SqliteDatabase, connections: number): Generator<Subject[]> {
  const keys =
    db
      .select({ last: max(connectionIds.key) })
      .from(connectionIds)
      .get()?.last ?? 0;
  for (let left = connections; left > 0; ) {
    const from = gt(connectionIds.key, Math.floor(Math.random() * keys));
    const run = readSlice(db, from, Math.min(left, CONNECTIONS_PER_RUN));
    yield run;
    left -= Math.max(1, run.length);
  }
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
