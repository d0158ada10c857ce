import { and, asc, between, count, gt, lt } from "drizzle-orm";
import type { RebuildProgress, RebuildReport } from "@/db/store";
import type { Connection } from "@/domain/connection";
import { step } from "@/domain/projection";
import type { FacetIndex } from "./facet-index";
import { isLocked } from "./group-commit";
import { inTransaction, type SqliteDatabase } from "./open";
import { type ConnectionRow, EVENT_COLUMNS, KIND_UNRECOGNISED, toConnectionEvents, toConnectionRow } from "./rows";
import { connectionSaver, differingColumns, type SaveConnection } from "./save-connection";
import { connectionIds, connections, events } from "./schema";

/** Connections folded in one transaction: the longest that a delivery may have to wait. */
const SLICE_CONNECTIONS = 500;
const EXAMPLES_MAX = 10;
const LOCK_WAIT_MS = 30_000;
const LOCK_RETRY_MS = 20;

type Slice = readonly { readonly key: number; readonly id: string }[];
type Tally = { events: number; connections: number; corrected: number; removed: number; examples: string[] };

/** Folds every connection's events again and writes what differs, in slices, so that deliveries go on beside it. */
export async function rebuild(
  db: SqliteDatabase,
  index: FacetIndex,
  onProgress: (progress: RebuildProgress) => void = () => {},
): Promise<RebuildReport> {
  const save = connectionSaver(db, index);
  const connectionsTotal = db.select({ count: count() }).from(connectionIds).get()?.count ?? 0;
  const tally: Tally = { events: 0, connections: 0, corrected: 0, removed: 0, examples: [] };
  let connectionsDone = 0;
  for (let slice = readSlice(db, 0); slice.length > 0; slice = readSlice(db, lastKey(slice))) {
    await whenFree(() => inTransaction(db, () => rebuildSlice(db, save, slice, tally)));
    index.settle();
    connectionsDone += slice.length;
    onProgress({ connectionsDone, connectionsTotal });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return tally;
}

/** Tries again while another process writes: a transaction that could not begin has done nothing. */
async function whenFree(work: () => void): Promise<void> {
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      return work();
    } catch (cause) {
      if (!isLocked(cause) || Date.now() > deadline) throw cause;
    }
    await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
  }
}

function readSlice(db: SqliteDatabase, afterKey: number): Slice {
  return db
    .select()
    .from(connectionIds)
    .where(gt(connectionIds.key, afterKey))
    .orderBy(asc(connectionIds.key))
    .limit(SLICE_CONNECTIONS)
    .all();
}

function rebuildSlice(db: SqliteDatabase, save: SaveConnection, slice: Slice, tally: Tally): void {
  const rows = readConnectionRows(db, slice);
  const states = foldSlice(db, slice, tally);
  for (const { key, id } of slice) {
    const before = rows.get(key) ?? null;
    const after = states.get(key) ?? null;
    if (after) tally.connections += 1;
    if (isFold(key, before, after)) continue;
    save(key, before, after);
    if (after) tally.corrected += 1;
    else tally.removed += 1;
    if (tally.examples.length < EXAMPLES_MAX) tally.examples.push(id);
  }
}

function readConnectionRows(db: SqliteDatabase, slice: Slice): Map<number, ConnectionRow> {
  const rows = db
    .select()
    .from(connections)
    .where(between(connections.key, firstKey(slice), lastKey(slice)))
    .all();
  return new Map(rows.map((row) => [row.key, row]));
}

function foldSlice(db: SqliteDatabase, slice: Slice, tally: Tally): Map<number, Connection> {
  const states = new Map<number, Connection>();
  const history = db
    .select({ connectionKey: events.connectionKey, ...EVENT_COLUMNS })
    .from(events)
    .where(and(between(events.connectionKey, firstKey(slice), lastKey(slice)), lt(events.kind, KIND_UNRECOGNISED)))
    .orderBy(asc(events.connectionKey), asc(events.occurredAt), asc(events.kind), asc(events.id))
    .all();
  for (const row of history) {
    if (row.connectionKey === null) continue;
    for (const event of toConnectionEvents(row)) {
      states.set(row.connectionKey, step(states.get(row.connectionKey) ?? null, event));
    }
    tally.events += 1;
  }
  return states;
}

function isFold(key: number, before: ConnectionRow | null, after: Connection | null): boolean {
  if (!before || !after) return before === null && after === null;
  return differingColumns(before, toConnectionRow(key, after)).length === 0;
}

function firstKey(slice: Slice): number {
  return slice[0]?.key ?? 0;
}

function lastKey(slice: Slice): number {
  return slice.at(-1)?.key ?? 0;
}
