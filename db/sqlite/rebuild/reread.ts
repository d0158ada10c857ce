import { and, asc, count, eq, gt, inArray, sql } from "drizzle-orm";
import { inTransaction, type SqliteDatabase } from "@/db/sqlite/file/open";
import { whenFree } from "@/db/sqlite/file/when-free";
import type { Histories } from "@/db/sqlite/history/histories";
import { changeEvent } from "@/db/sqlite/ingest/event-checksums";
import { eventRemover } from "@/db/sqlite/ingest/event-remover";
import type { Projection } from "@/db/sqlite/ingest/projection";
import type { SaveConnection } from "@/db/sqlite/ingest/save-connection";
import { moveFacet } from "@/db/sqlite/logs/event-facet-counts";
import { facetOf } from "@/db/sqlite/schema/event-facets";
import { IS_UNRECOGNISED, kindOf } from "@/db/sqlite/schema/rows";
import { connectionIds, connections, dismissals, events, signsOfLife } from "@/db/sqlite/schema/schema";
import type { RereadOptions } from "@/db/store";
import type { ConnectionEvent } from "@/domain/connection/connection";
import { type ConnectionReading, keptBodyOf, occurredAtOf, type Reading, readBody } from "@/domain/intake/event";
import { effectOf } from "@/domain/lists/timeline";
import { EXAMPLES_MAX, type Reread, type RereadReport } from "@/domain/operations/maintenance";

/** Read in one transaction; most stay unreadable. */
const EVENTS_PER_SLICE = 200;

type EventRow = typeof events.$inferSelect;
type Readable = Exclude<Reading, { kind: "unrecognised" }>;

/** Reads quarantined events again, and applies those that can be understood now, in slices alongside the ingest. Idempotent. */
export async function reread(
  { db, index, history, save }: Projection,
  options: RereadOptions = {},
): Promise<RereadReport> {
  const { eventIds = null, isDryRun = false, onProgress = () => {}, signal } = options;
  const examples: Reread[] = [];
  let [examined, readable, after, isCancelled] = [0, 0, 0, false];
  const counted = db
    .select({ count: count() })
    .from(events)
    .where(and(isQuarantined(), isAmong(eventIds)))
    .get();
  const total = counted?.count ?? 0;
  for (;;) {
    if (signal?.aborted) {
      isCancelled = true;
      break;
    }
    const rows = readSlice(db, after, eventIds);
    const last = rows.at(-1);
    if (!last) break;
    await whenFree(() =>
      inTransaction(db, () => {
        for (const { id } of rows) {
          // Again, since a delivery may have arrived in between.
          const row = db
            .select()
            .from(events)
            .where(and(eq(events.id, id), isQuarantined()))
            .get();
          const reading = row && readBody(row.body);
          if (!row || !reading || reading.kind === "unrecognised") continue;
          readable += 1;
          if (examples.length < EXAMPLES_MAX) examples.push(describe(db, history, row, reading));
          if (!isDryRun) apply(db, save, history, row, reading);
        }
      }),
    );
    index.refresh();
    examined += rows.length;
    after = last.id;
    onProgress({ done: examined, total });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { examined, readable, examples, isDryRun, isCancelled };
}

function readSlice(db: SqliteDatabase, after: number, eventIds: readonly number[] | null): { id: number }[] {
  return db
    .select({ id: events.id })
    .from(events)
    .where(and(isQuarantined(), gt(events.id, after), isAmong(eventIds)))
    .orderBy(asc(events.id))
    .limit(EVENTS_PER_SLICE)
    .all();
}

function isQuarantined() {
  return IS_UNRECOGNISED;
}

function isAmong(eventIds: readonly number[] | null) {
  return eventIds ? inArray(events.id, [...eventIds]) : undefined;
}

function describe(db: SqliteDatabase, history: Histories, row: EventRow, reading: Readable): Reread {
  const occurredAt = occurredAtOf({ reading, sentAt: row.sentAt }, row.receivedAt);
  const facts = { eventId: row.id, connectionId: reading.connectionId, occurredAt };
  if (reading.kind !== "connection") return { ...facts, becomes: reading.kind, changes: [], anomalies: [] };
  const key = keyOf(db, reading.connectionId);
  const place = { occurredAt, kind: kindOf(reading), id: row.id };
  const before = key === null ? null : history.stateBefore(key, place);
  return { ...facts, becomes: reading.change, ...effectOf(before, toEvent(row, reading, occurredAt)) };
}

function apply(db: SqliteDatabase, save: SaveConnection, history: Histories, row: EventRow, reading: Readable): void {
  if (reading.kind === "sign_of_life") {
    drop(db, row, reading);
    return;
  }
  const key =
    reading.connectionId === null ? null : (keyOf(db, reading.connectionId) ?? addKey(db, reading.connectionId));
  const occurredAt = occurredAtOf({ reading, sentAt: row.sentAt }, row.receivedAt);
  const kind = kindOf(reading);
  const facet = facetOf(reading, row.scheme);
  const body = Buffer.from(keptBodyOf(reading, row.body));
  changeEvent(db, row.id, { kind, connectionKey: key, occurredAt, body });
  moveFacet(db, row.id, row.facet, facet);
  db.delete(dismissals).where(eq(dismissals.eventId, row.id)).run();
  // What was left out of the body must not be found by its digests either.
  if (reading.kind === "rules") db.run(sql`delete from event_values where rowid = ${row.id}`);
  if (reading.kind !== "connection" || key === null) return;
  const before = db.select().from(connections).where(eq(connections.key, key)).get() ?? null;
  save(key, before, history.refold(key, { occurredAt, kind, id: row.id }), "fold");
}

/** Removes an event that turns out to be a sign of life, which is only counted. */
function drop(db: SqliteDatabase, row: EventRow, reading: Readable): void {
  eventRemover(db)(row.id);
  if (reading.connectionId === null) return;
  const connectionKey = keyOf(db, reading.connectionId) ?? addKey(db, reading.connectionId);
  const { lastAt, deliveries } = signsOfLife;
  db.insert(signsOfLife)
    .values({ connectionKey, lastAt: row.receivedAt, deliveries: row.deliveries })
    .onConflictDoUpdate({
      target: signsOfLife.connectionKey,
      set: { deliveries: sql`${deliveries} + excluded.deliveries`, lastAt: sql`max(${lastAt}, excluded.last_at)` },
    })
    .run();
}

function keyOf(db: SqliteDatabase, connectionId: string): number | null {
  return db.select().from(connectionIds).where(eq(connectionIds.id, connectionId)).get()?.key ?? null;
}

function addKey(db: SqliteDatabase, id: string): number {
  return Number(db.insert(connectionIds).values({ id }).run().lastInsertRowid);
}

function toEvent(row: EventRow, said: ConnectionReading, occurredAt: number): ConnectionEvent {
  const { id, receivedAt, deliveries } = row;
  return { id, occurredAt, receivedAt, deliveries, said };
}
