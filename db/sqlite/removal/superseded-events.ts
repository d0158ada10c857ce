import { and, asc, eq, lt, sql } from "drizzle-orm";
import { inSnapshot, inTransaction, type SqliteDatabase } from "@/db/sqlite/file/open";
import { untilWalIsShort } from "@/db/sqlite/file/wal-guard";
import { whenFree } from "@/db/sqlite/file/when-free";
import { historyReader } from "@/db/sqlite/history/histories";
import { compareHistoryPositions, type HistoryPosition } from "@/db/sqlite/history/history-position";
import { EVENT_OVERHEAD_BYTES, eventRemover } from "@/db/sqlite/ingest/event-remover";
import type { Projection } from "@/db/sqlite/ingest/projection";
import { groupsOf } from "@/db/sqlite/rebuild/groups";
import { rebuild } from "@/db/sqlite/rebuild/rebuild";
import { EVENT_COLUMNS, type EventRow, IS_CHANGE, toConnectionEvents } from "@/db/sqlite/schema/rows";
import { connectionIds, connections, events, marks } from "@/db/sqlite/schema/schema";
import { type Superseded, supersession } from "@/domain/connection/supersession";
import type { Progress } from "@/domain/operations/maintenance";

/** A superseded event, when it was superseded, and its size. */
export type Found = HistoryPosition & { readonly supersededAt: number; readonly bytes: number };

export type SupersededWalk = {
  /** Only what was superseded before this instant, */
  readonly before: number;
  /** and at or after this one; all older ones are known to be gone. */
  readonly since: number;
  /** Only what was received before this instant, however long ago it occurred. */
  readonly receivedBefore: number;
  readonly removes: boolean;
  /** Called before anything is removed, in the transaction that removes it, once in each. */
  readonly onRemoving: () => void;
  /** Called for each event found, after its removal if `removes` is set. */
  readonly onFound: (found: Found) => void;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal | undefined;
};

type Work = Projection &
  SupersededWalk & {
    readonly inTurns: ReturnType<typeof historyReader>;
    readonly readOld: (key: number) => EventRow[];
    readonly remove: (id: number) => void;
  };
type Subject = { readonly key: number; readonly events: number; readonly fresh: number };

const KEYS_PER_SLICE = 1_000;
/** Events of short histories read together: a delivery waits no longer than removing these takes. */
const EVENTS_PER_GROUP = 100;
/** Events removed in one transaction. A history with more is a long one. */
const EVENTS_PER_TRANSACTION = 250;
/** Events of a long history read at a time, outside of any transaction. */
const EVENTS_PER_TURN = 2_000;
/** Marks the connection whose superseded events are partly removed, and whose state doesn't reflect that yet. */
const UNFINISHED = "retention_unfinished";

/**
 * Walks the histories of all connections, in slices alongside the ingest, and finds or removes superseded events: each
 * connection's in one transaction, together with its state. Returns true if it came to the end.
 */
export async function walkSuperseded(projection: Projection, walk: SupersededWalk): Promise<boolean> {
  const { db, index } = projection;
  const work = { ...projection, ...walk, ...readersOf(db, walk.before), remove: eventRemover(db) };
  const total = Number(db.$client.prepare("select coalesce(max(key), 0) from connection_ids").pluck().get());
  for (let after = 0; after < total; after += KEYS_PER_SLICE) {
    for (const group of groupsOf(subjectsOf(work, after), EVENTS_PER_GROUP)) {
      if (walk.removes) await untilWalIsShort(db, walk.signal);
      if (walk.signal?.aborted) return false;
      const [only] = group;
      if (only && only.events > EVENTS_PER_TRANSACTION) await sieveLong(work, only.key);
      else await sieveTogether(work, group);
      index.refresh();
      await nextTurn();
    }
    walk.onProgress({ done: Math.min(total, after + KEYS_PER_SLICE), total });
    await nextTurn();
  }
  // It may have been aborted within the last history.
  return !walk.signal?.aborted;
}

/** Completes the connection at which a removal was interrupted. */
export async function finishRemoval(projection: Projection): Promise<void> {
  const { db } = projection;
  const unfinished = db
    .select({ connectionId: connectionIds.id })
    .from(marks)
    .innerJoin(connectionIds, eq(connectionIds.key, marks.value))
    .where(eq(marks.name, UNFINISHED))
    .get();
  if (!unfinished) return;
  await rebuild(projection, unfinished);
  await whenFree(() => {
    db.delete(marks).where(eq(marks.name, UNFINISHED)).run();
  });
}

/** Returns the connections after a key whose histories have something new to check. Uses the index only. */
function subjectsOf({ db, before, since }: Work, after: number): Subject[] {
  return db.all<Subject>(sql`
    select connection_key as key, count(*) as events, sum(occurred_at >= ${since}) as fresh
    from events indexed by events_by_connection
    where connection_key > ${after} and connection_key <= ${after + KEYS_PER_SLICE}
      and occurred_at < ${before} and ${IS_CHANGE}
    group by connection_key having events > 1 and fresh > 0`);
}

/** Checks short histories without the write lock, and again with it if something is to be removed. */
async function sieveTogether(work: Work, group: readonly Subject[]): Promise<void> {
  const { db, removes, onFound } = work;
  const found = inSnapshot(db, () => group.map(({ key }) => ({ key, found: sieveShort(work, key) })));
  if (!removes) {
    for (const one of found.flatMap((of) => of.found)) onFound(one);
    return;
  }
  const keys = found.filter((of) => of.found.length > 0).map(({ key }) => key);
  if (keys.length === 0) return;
  let removed: Found[] = [];
  await whenFree(() => {
    removed = inTransaction(db, () => {
      const going: Found[] = [];
      for (const key of keys) going.push(...removeShort(work, key, going.length === 0));
      return going;
    });
  });
  for (const one of removed) onFound(one);
}

function sieveShort(work: Work, key: number): Found[] {
  return work.readOld(key).flatMap(sieveOf(work));
}

function removeShort(work: Work, key: number, isFirst: boolean): readonly Found[] {
  const { db, history, save, remove, onRemoving } = work;
  const found = sieveShort(work, key);
  const [first] = found.toSorted(compareHistoryPositions);
  if (!first) return [];
  if (isFirst) onRemoving();
  for (const { id } of found) remove(id);
  const row = db.select().from(connections).where(eq(connections.key, key)).get() ?? null;
  save(key, row, history.refold(key, first), "fold");
  return found;
}

/**
 * Checks a long history outside of any transaction, and again if an old event arrived meanwhile. Removes in slices; only the
 * number of events in its state and checkpoints changes, and is corrected at the end.
 */
async function sieveLong(work: Work, key: number): Promise<void> {
  const { db, removes, onFound } = work;
  for (let isDone = false; !isDone; ) {
    const newest = newestId(db);
    const found = await sieveInTurns(work, key);
    if (!removes) {
      for (const one of found) onFound(one);
      return;
    }
    isDone = true;
    for (let from = 0; isDone && from < found.length; from += EVENTS_PER_TRANSACTION) {
      const slice = found.slice(from, from + EVENTS_PER_TRANSACTION);
      await untilWalIsShort(db, work.signal);
      if (work.signal?.aborted) break;
      await whenFree(() => {
        isDone = inTransaction(db, () => removeSlice(work, key, newest, slice));
      });
      if (isDone) for (const one of slice) onFound(one);
      await nextTurn();
    }
  }
  await finishRemoval(work);
}

async function sieveInTurns(work: Work, key: number): Promise<Found[]> {
  const sieve = sieveOf(work);
  const found: Found[] = [];
  for (const rows of work.inTurns(key, null)) {
    const old = rows.filter((row) => row.occurredAt < work.before);
    for (const row of old) found.push(...sieve(row));
    if (old.length < rows.length) break;
    await nextTurn();
  }
  return found;
}

/** Removes a slice. Returns false if an old event arrived since, which may need what was superseded without it. */
function removeSlice(work: Work, key: number, newest: number, slice: readonly Found[]): boolean {
  const { db, before, remove, onRemoving } = work;
  const isOvertaken = db.get(sql`
    select 1 from events where id > ${newest} and +connection_key = ${key} and +occurred_at < ${before} limit 1`);
  if (isOvertaken) return false;
  onRemoving();
  for (const { id } of slice) remove(id);
  const mark = { name: UNFINISHED, value: key };
  db.insert(marks).values(mark).onConflictDoUpdate({ target: marks.name, set: mark }).run();
  return true;
}

/** Returns a function that takes rows in order and returns the events they supersede, of those that may go. */
function sieveOf({ before, receivedBefore }: Work): (row: EventRow) => Found[] {
  const add = supersession();
  const rows = new Map<number, EventRow>();
  const toFound = ({ event: { id }, at }: Superseded): Found[] => {
    const row = rows.get(id);
    rows.delete(id);
    if (!row || at >= before || row.receivedAt >= receivedBefore) return [];
    const { occurredAt, kind, body } = row;
    return [{ id, occurredAt, kind, supersededAt: at, bytes: body.length + EVENT_OVERHEAD_BYTES }];
  };
  return (row) => {
    rows.set(row.id, row);
    return toConnectionEvents(row).flatMap((event) => add(event).flatMap(toFound));
  };
}

function readersOf(db: SqliteDatabase, before: number) {
  const { placeholder } = sql;
  const old = db
    .select(EVENT_COLUMNS)
    .from(events)
    .where(and(eq(events.connectionKey, placeholder("key")), IS_CHANGE, lt(events.occurredAt, placeholder("before"))))
    .orderBy(asc(events.occurredAt), asc(events.kind), asc(events.id))
    .prepare();
  return {
    inTurns: historyReader(db, EVENTS_PER_TURN),
    readOld: (key: number) => old.all({ key, before }),
  };
}

function newestId(db: SqliteDatabase): number {
  return Number(db.$client.prepare("select coalesce(max(id), 0) from events").pluck().get());
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
