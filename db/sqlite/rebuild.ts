import { and, asc, between, count, eq, gt, lt, max, sql, sum } from "drizzle-orm";
import type { RebuildOptions } from "@/db/store";
import type { Connection } from "@/domain/connection";
import { type ConnectionDifference, EXAMPLES_MAX, type RebuildReport } from "@/domain/maintenance";
import type { Turn } from "@/domain/turn";
import { hasExpiry } from "./case-keeper";
import { checkpointMender, type MendCheckpoints } from "./checkpoint-rows";
import { describeDifferences } from "./differences";
import { isLocked } from "./group-commit";
import { EVENTS_PER_CHECKPOINT, historyReader, type Segment, segments } from "./histories";
import { inTransaction, type SqliteDatabase } from "./open";
import type { Projection } from "./projection";
import { type ConnectionRow, EVENT_COLUMNS, type EventRow, KIND_UNRECOGNISED, toConnectionRow } from "./rows";
import { differingColumns } from "./save-connection";
import { connectionIds, connections, events } from "./schema";

/** Looked at together, as long as they have few events. */
const CONNECTIONS_PER_SLICE = 500;
/** Folded in one transaction: a delivery waits no longer than this takes, some 20 ms. */
const EVENTS_PER_TRANSACTION = 2_000;
/** A long history is folded outside of any transaction, and again where it has changed meanwhile. */
const TRIES_MAX = 5;
const LOCK_WAIT_MS = 30_000;
const LOCK_RETRY_MS = 20;

type Subject = { readonly key: number; readonly id: string; readonly events: number };
type Fold = {
  readonly state: Connection | null;
  readonly kept: readonly Segment[];
  readonly turns: readonly Turn[];
  readonly events: number;
};
/** What is stored beside a connection's row. */
type Beside = { readonly hasWords: boolean; readonly hasCases: boolean };
type Tally = { connections: number; events: number; corrected: number; removed: number; mended: number };
type Work = Projection & {
  readonly inTurns: ReturnType<typeof historyReader>;
  readonly mendCheckpoints: MendCheckpoints;
  readonly isDryRun: boolean;
  readonly tally: Tally;
  readonly examples: ConnectionDifference[];
};

/** Folds connections' events again and writes what differs, in slices, so that deliveries go on beside it. */
export async function rebuild(projection: Projection, options: RebuildOptions = {}): Promise<RebuildReport> {
  const { db, index } = projection;
  const { connectionId = null, isDryRun = false, onProgress = () => {}, signal } = options;
  const tally = { connections: 0, events: 0, corrected: 0, removed: 0, mended: 0 };
  const inTurns = historyReader(db, EVENTS_PER_TRANSACTION);
  const mendCheckpoints = checkpointMender(db);
  const work: Work = { ...projection, inTurns, mendCheckpoints, isDryRun, tally, examples: [] };
  const total = connectionId === null ? (db.select({ count: count() }).from(connectionIds).get()?.count ?? 0) : 1;
  let done = 0;
  for (const slice of slicesOf(db, connectionId)) {
    for (const group of groupsOf(slice)) {
      if (signal?.aborted) return { ...tally, examples: work.examples, isDryRun, isCancelled: true };
      const [only] = group;
      if (only && only.events > EVENTS_PER_TRANSACTION) await rebuildLong(work, only);
      else await whenFree(() => inTransaction(db, () => rebuildTogether(work, group)));
      index.settle();
      done += group.length;
      onProgress({ done, total });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { ...tally, examples: work.examples, isDryRun, isCancelled: false };
}

/** Tries again while another process writes: a transaction that could not begin has done nothing. */
export async function whenFree(work: () => void): Promise<void> {
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

function* slicesOf(db: SqliteDatabase, connectionId: string | null): Generator<Subject[]> {
  for (let after = 0; ; ) {
    const ids = db
      .select()
      .from(connectionIds)
      .where(connectionId === null ? gt(connectionIds.key, after) : eq(connectionIds.id, connectionId))
      .orderBy(asc(connectionIds.key))
      .limit(CONNECTIONS_PER_SLICE)
      .all();
    const [first] = ids;
    const last = ids.at(-1);
    if (!first || !last) return;
    const counts = db
      .select({ key: events.connectionKey, events: count() })
      .from(events)
      .where(between(events.connectionKey, first.key, last.key))
      .groupBy(events.connectionKey)
      .all();
    const byKey = new Map(counts.map((row) => [row.key, row.events]));
    yield ids.map((row) => ({ ...row, events: byKey.get(row.key) ?? 0 }));
    if (connectionId !== null) return;
    after = last.key;
  }
}

/** Connections in groups of so few events that each folds quickly; those with many alone. */
function* groupsOf(slice: readonly Subject[]): Generator<Subject[]> {
  let group: Subject[] = [];
  let size = 0;
  for (const subject of slice) {
    if (group.length > 0 && size + subject.events > EVENTS_PER_TRANSACTION) {
      yield group;
      group = [];
      size = 0;
    }
    group.push(subject);
    size += subject.events;
  }
  if (group.length > 0) yield group;
}

function rebuildTogether(work: Work, group: readonly Subject[]): void {
  const { db } = work;
  const keys = [group[0]?.key ?? 0, group.at(-1)?.key ?? 0] as const;
  const rows = db
    .select()
    .from(connections)
    .where(between(connections.key, ...keys))
    .all();
  const rowByKey = new Map(rows.map((row) => [row.key, row]));
  const words = wordsOf(db, ...keys);
  const withCases = work.cases.keysWithCases(...keys);
  const folds = new Map<number, ReturnType<typeof beginFold>>();
  for (const { connectionKey, ...row } of historiesOf(db, ...keys)) {
    if (connectionKey === null) continue;
    const fold = folds.get(connectionKey) ?? beginFold();
    folds.set(connectionKey, fold);
    fold.add(row);
  }
  for (const subject of group) {
    const fold = folds.get(subject.key) ?? beginFold();
    const beside = { hasWords: words.has(subject.key), hasCases: withCases.has(subject.key) };
    settle(work, subject, rowByKey.get(subject.key) ?? null, fold.end(), beside);
  }
}

/** A connection with a long history: folded in short turns, then written if nothing has come meanwhile. */
async function rebuildLong(work: Work, subject: Subject): Promise<void> {
  const { db } = work;
  for (let tries = 1; ; tries++) {
    const before = markOf(db, subject.key);
    const fold = beginFold();
    for (const rows of work.inTurns(subject.key, null)) {
      for (const row of rows) fold.add(row);
      await new Promise((resolve) => setImmediate(resolve));
    }
    let isDone = false;
    await whenFree(() =>
      inTransaction(db, () => {
        if (markOf(db, subject.key) !== before && tries < TRIES_MAX) return;
        isDone = true;
        const row = db.select().from(connections).where(eq(connections.key, subject.key)).get() ?? null;
        // Where events keep coming, the last try is folded while they wait.
        const whole = tries < TRIES_MAX ? fold.end() : foldAtOnce(work, subject.key);
        const hasWords = wordsOf(db, subject.key, subject.key).has(subject.key);
        settle(work, subject, row, whole, { hasWords, hasCases: true });
      }),
    );
    if (isDone) return;
  }
}

/** Compares what is stored of a connection with its fold, and puts it right. */
function settle(work: Work, subject: Subject, before: ConnectionRow | null, fold: Fold, beside: Beside): void {
  const { db, save, cases, mendCheckpoints, isDryRun, tally, examples } = work;
  const { key, id } = subject;
  const after = fold.state && toConnectionRow(key, fold.state);
  tally.events += fold.events;
  if (after) tally.connections += 1;
  const isChanged = before && after ? differingColumns(before, after).length > 0 : before !== after;
  if (isChanged) {
    if (after) tally.corrected += 1;
    else tally.removed += 1;
    if (examples.length < EXAMPLES_MAX) examples.push(describeDifferences(id, before, after));
  }
  const isUnsearchable = after !== null && !beside.hasWords && before?.searchText === after.searchText;
  const isMended = mendCheckpoints(key, fold.kept, isDryRun);
  if (!isDryRun) {
    // As if there had been nothing, so that the search row is written too.
    if (isUnsearchable) removeRow(db, key);
    if (isChanged || isUnsearchable) save(key, isUnsearchable ? null : before, fold.state, "rebuild");
  }
  const mayHaveCases = beside.hasCases || hasExpiry(fold.turns);
  const areCasesMended = mayHaveCases && cases.mend(key, fold.turns, isDryRun);
  if (isUnsearchable || isMended || areCasesMended) tally.mended += 1;
}

function beginFold(): { readonly add: (row: EventRow) => void; readonly end: () => Fold } {
  const kept: Segment[] = [];
  const fold = segments(null, EVENTS_PER_CHECKPOINT, (segment) => kept.push(segment));
  let folded = 0;
  return {
    add: (row) => {
      fold.add(row);
      folded += 1;
    },
    end: () => ({ state: fold.state(), kept, turns: fold.turns(), events: folded }),
  };
}

function foldAtOnce({ inTurns }: Work, key: number): Fold {
  const fold = beginFold();
  for (const rows of inTurns(key, null)) for (const row of rows) fold.add(row);
  return fold.end();
}

function historiesOf(db: SqliteDatabase, first: number, last: number) {
  return db
    .select({ connectionKey: events.connectionKey, ...EVENT_COLUMNS })
    .from(events)
    .where(and(between(events.connectionKey, first, last), lt(events.kind, KIND_UNRECOGNISED)))
    .orderBy(asc(events.connectionKey), asc(events.occurredAt), asc(events.kind), asc(events.id))
    .all();
}

/** Differs as soon as an event comes, or one is dated anew. */
function markOf(db: SqliteDatabase, key: number): string {
  const row = db
    .select({ last: max(events.id), dates: sum(events.occurredAt), events: count() })
    .from(events)
    .where(eq(events.connectionKey, key))
    .get();
  return JSON.stringify(row);
}

/** The keys between two that have a search row. */
function wordsOf(db: SqliteDatabase, first: number, last: number): Set<number> {
  const rows = db.all<{ rowid: number }>(
    sql`select rowid from connection_words where rowid between ${first} and ${last}`,
  );
  return new Set(rows.map((row) => row.rowid));
}

function removeRow(db: SqliteDatabase, key: number): void {
  db.delete(connections).where(eq(connections.key, key)).run();
}
