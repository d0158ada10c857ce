import { createHash } from "node:crypto";
import { asc, eq, gt, max, sql } from "drizzle-orm";
import { clock } from "@/clock";
import { isLocked } from "@/db/sqlite/file/group-commit";
import { inTransaction, type SqliteDatabase } from "@/db/sqlite/file/open";
import { events, marks } from "@/db/sqlite/schema/schema";
import { valuesOf } from "@/domain/intake/body-values";

export type EventValues = {
  /** Returns the numbers of events whose bodies may hold a value, newest first, below one number or above another. */
  readonly candidates: (value: string, place: ValuePosition, limit: number) => number[];
  /** Returns the last event that `candidates` covers. Newer ones have to be read. */
  readonly readThroughFrom: () => number;
  /** Returns how many events neither covers yet: none, except for a while after a bulk load or an upgrade. */
  readonly unsearched: () => number;
  /** Call this when there may be new events. They are indexed a little later, alongside the ingest. */
  readonly wake: () => void;
  /** Indexes all events without a pause. */
  readonly takeInAll: () => Promise<void>;
  readonly close: () => void;
};

export type ValuePosition = { readonly below: number } | { readonly above: number };

const MARK = "event_values";
const EVENTS_PER_SLICE = 250;
/** New events wait this long for others, since a large slice costs hardly more than a small one. */
const REST_MS = 1_000;
const PAUSE_MS = 5;
const DIGITS = 16;
/** Reading this many bodies takes some 0.1 s. */
const READ_THROUGH_MAX = 20_000;

/**
 * Finds the events whose bodies hold a value, by a full-text index of the values' digests. It is filled after the ingest, which
 * it would slow down. The few events it doesn't cover yet are read. `readThroughMax` is for tests.
 */
export function eventValues(db: SqliteDatabase, readThroughMax = READ_THROUGH_MAX): EventValues {
  const client = db.$client;
  const add = client.prepare("insert into event_values (rowid, value) values (?, ?)");
  const below = client
    .prepare<[string, number, number], number>(
      "select rowid from event_values where event_values match ? and rowid < ? order by rowid desc limit ?",
    )
    .pluck();
  const above = client
    .prepare<[string, number, number], number>(
      "select rowid from event_values where event_values match ? and rowid > ? order by rowid limit ?",
    )
    .pluck();
  const next = db
    .select({ id: events.id, body: events.body })
    .from(events)
    .where(gt(events.id, sql.placeholder("after")))
    .orderBy(asc(events.id))
    .limit(EVENTS_PER_SLICE)
    .prepare();
  const readMark = db.select({ value: marks.value }).from(marks).where(eq(marks.name, MARK)).prepare();
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  function indexedUntil(): number {
    return readMark.get()?.value ?? 0;
  }

  function newestId(): number {
    return (
      db
        .select({ id: max(events.id) })
        .from(events)
        .get()?.id ?? 0
    );
  }

  /** Returns true if there are more. Reads in the transaction, since another process may index the same events. */
  function takeInSlice(): boolean {
    return inTransaction(db, () => {
      const rows = next.all({ after: indexedUntil() });
      const last = rows.at(-1);
      if (!last) return false;
      for (const { id, body } of rows) add.run(id, valuesOf(body).map(digestOf).join(" "));
      db.insert(marks)
        .values({ name: MARK, value: last.id })
        .onConflictDoUpdate({ target: marks.name, set: { value: last.id } })
        .run();
      return rows.length === EVENTS_PER_SLICE;
    });
  }

  function work(): void {
    timer = null;
    if (isClosed) return;
    try {
      if (takeInSlice()) schedule(PAUSE_MS);
    } catch (cause) {
      // Another process writes, or none can: the events are read until indexing works again.
      if (isLocked(cause)) schedule(REST_MS);
    }
  }

  function schedule(delayMs: number): void {
    if (isClosed) return;
    timer ??= clock.setTimeout(work, delayMs).unref();
  }

  schedule(REST_MS);
  return {
    candidates: (value, place, limit) => {
      const digest = `"${digestOf(value)}"`;
      return "below" in place ? below.all(digest, place.below, limit) : above.all(digest, place.above, limit);
    },
    readThroughFrom: () => Math.max(indexedUntil(), newestId() - readThroughMax),
    unsearched: () => Math.max(0, newestId() - readThroughMax - indexedUntil()),
    wake: () => schedule(REST_MS),
    takeInAll: async () => {
      while (!isClosed && takeInSlice()) await new Promise((resolve) => setImmediate(resolve));
    },
    close: () => {
      isClosed = true;
      if (timer) clock.clearTimeout(timer);
    },
  };
}

function digestOf(value: string): string {
  return createHash("sha256").update(value).digest("hex").slice(0, DIGITS);
}
