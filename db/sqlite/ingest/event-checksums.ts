import { and, asc, between, eq, isNull, max } from "drizzle-orm";
import { eventChecksum } from "@/db/sqlite/file/event-checksum.mjs";
import { inTransaction, type SqliteDatabase } from "@/db/sqlite/file/open";
import { untilWalIsShort } from "@/db/sqlite/file/wal-guard";
import { whenFree } from "@/db/sqlite/file/when-free";
import { connectionIds, events, marks } from "@/db/sqlite/schema/schema";

/** The columns that an event's checksum covers, and the checksum. */
export const CHECKED_EVENT = {
  id: events.id,
  identity: events.identity,
  connectionId: connectionIds.id,
  kind: events.kind,
  occurredAt: events.occurredAt,
  receivedAt: events.receivedAt,
  sentAt: events.sentAt,
  firstSentAt: events.firstSentAt,
  isTest: events.isTest,
  scheme: events.scheme,
  deliveries: events.deliveries,
  facet: events.facet,
  tookMs: events.tookMs,
  body: events.body,
  checksum: events.checksum,
};

type CheckedEvent = Parameters<typeof eventChecksum>[0] & { readonly checksum: number | null };

const MARK = "event_checksums";
const EVENTS_PER_TRANSACTION = 200;

/** Returns true if an event matches its checksum, or has none yet. */
export function isIntact(event: CheckedEvent): boolean {
  return event.checksum === null || event.checksum === eventChecksum(event);
}

/** Changes an event and its checksum. An event that was damaged before keeps a checksum that doesn't match. */
export function changeEvent(db: SqliteDatabase, id: number, change: Partial<typeof events.$inferInsert>): void {
  const before = findEvent(db, id);
  db.update(events).set(change).where(eq(events.id, id)).run();
  if (before && isIntact(before)) storeChecksum(db, id);
}

/** Adds checksums to events of older versions, in slices alongside the ingest. If interrupted, it continues at the next start. */
export function backfillChecksums(db: SqliteDatabase): { readonly stop: () => void } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const done = db.select().from(marks).where(eq(marks.name, MARK)).get();
  // A fault such as a full disk ends it; the next start continues.
  if (!done) void backfill(db, signal).catch(() => {});
  return { stop: () => stopping.abort() };
}

async function backfill(db: SqliteDatabase, signal: AbortSignal): Promise<void> {
  const [newest] = db
    .select({ id: max(events.id) })
    .from(events)
    .all();
  const last = newest?.id ?? 0;
  for (let first = 1; first <= last; first += EVENTS_PER_TRANSACTION) {
    await untilWalIsShort(db, signal);
    if (signal.aborted) return;
    const inSlice = and(isNull(events.checksum), between(events.id, first, first + EVENTS_PER_TRANSACTION - 1));
    const ids = db.select({ id: events.id }).from(events).where(inSlice).orderBy(asc(events.id)).all();
    if (ids.length > 0)
      await whenFree(() => inTransaction(db, () => ids.forEach(({ id }) => void storeChecksum(db, id))));
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (!signal.aborted) await whenFree(() => void db.insert(marks).values({ name: MARK, value: last }).run());
}

function storeChecksum(db: SqliteDatabase, id: number): void {
  const event = findEvent(db, id);
  if (event)
    db.update(events)
      .set({ checksum: eventChecksum(event) })
      .where(eq(events.id, id))
      .run();
}

function findEvent(db: SqliteDatabase, id: number) {
  return db
    .select(CHECKED_EVENT)
    .from(events)
    .leftJoin(connectionIds, eq(connectionIds.key, events.connectionKey))
    .where(eq(events.id, id))
    .get();
}
