import { count, eq, max, sum } from "drizzle-orm";
import { hasExpiry } from "@/db/sqlite/cases/case-keeper";
import { inSnapshot, inTransaction, type SqliteDatabase } from "@/db/sqlite/file/open";
import { whenFree } from "@/db/sqlite/file/when-free";
import { checkpointMender, type MendCheckpoints } from "@/db/sqlite/history/checkpoint-rows";
import { EVENTS_PER_CHECKPOINT, historyReader, type Segment, segments } from "@/db/sqlite/history/histories";
import type { Projection } from "@/db/sqlite/ingest/projection";
import { differingColumns } from "@/db/sqlite/ingest/save-connection";
import { type ConnectionRow, type EventRow, toConnectionRow } from "@/db/sqlite/schema/rows";
import { connections, events } from "@/db/sqlite/schema/schema";
import type { RebuildOptions } from "@/db/store";
import type { Connection } from "@/domain/connection/connection";
import type { StatusChange } from "@/domain/connection/status-change";
import {
  type ConnectionDifference,
  EMPTY_TALLY,
  EXAMPLES_MAX,
  NO_DAMAGED_EVENTS,
  type RebuildReport,
  type RebuildTally,
  sumOfTallies,
} from "@/domain/operations/maintenance";
import { describeDifferences } from "./differences";
import { groupsOf } from "./groups";
import { type RangeReaders, rangeReaders } from "./range-readers";
import { countIn, rangeOf, type Subject, sampleOf, slicesOf } from "./rebuild-slices";

/** Folded in one transaction: a delivery waits no longer than this takes, some 20 ms. */
const EVENTS_PER_TRANSACTION = 2_000;
/** A long history is folded outside of any transaction, and again if it has changed meanwhile. */
const TRIES_MAX = 5;
const WHOLE = { index: 0, of: 1 };

type Fold = {
  readonly state: Connection | null;
  readonly kept: readonly Segment[];
  readonly turns: readonly StatusChange[];
  readonly events: number;
};
/** What else is stored about a connection. */
type Beside = { readonly hasWords: boolean; readonly hasCases: boolean };
type Tally = { -readonly [Count in keyof RebuildTally]: RebuildTally[Count] };
type Work = Projection & {
  readonly inTurns: ReturnType<typeof historyReader>;
  readonly read: RangeReaders;
  readonly mendCheckpoints: MendCheckpoints;
  readonly isDryRun: boolean;
  readonly tally: Tally;
  readonly examples: ConnectionDifference[];
  /** True if the last group differed from the fold of its events. */
  differed: boolean;
};

/** Folds connections' events again and writes what differs, in slices, so that deliveries continue. */
export async function rebuild(projection: Projection, options: RebuildOptions = {}): Promise<RebuildReport> {
  const { db, index } = projection;
  const { connectionId = null, sample = null, part = null, isDryRun = false, onProgress = () => {}, signal } = options;
  const range = rangeOf(db, part ?? WHOLE);
  const tally: Tally = { ...EMPTY_TALLY };
  const inTurns = historyReader(db, EVENTS_PER_TRANSACTION);
  const mendCheckpoints = checkpointMender(db);
  const work: Work = {
    ...projection,
    inTurns,
    read: rangeReaders(db),
    mendCheckpoints,
    isDryRun,
    tally,
    examples: [],
    differed: false,
  };
  const all = connectionId === null ? countIn(db, range) : 1;
  const isSampled = sample !== null && sample < all;
  const total = isSampled ? sample : all;
  const found = () => ({ ...tally, examples: work.examples, damaged: NO_DAMAGED_EVENTS, isDryRun });
  let done = 0;
  for (const slice of isSampled ? sampleOf(db, sample) : slicesOf(db, connectionId, range)) {
    for (const group of groupsOf(slice, EVENTS_PER_TRANSACTION)) {
      if (signal?.aborted) return { ...found(), isCancelled: true };
      const [only] = group;
      if (only && only.events > EVENTS_PER_TRANSACTION) await rebuildLong(work, only);
      else await rebuildGroup(work, group);
      index.refresh();
      done += group.length;
      onProgress({ done, total });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { ...found(), isCancelled: false };
}

/**
 * Compares first, without the write lock: a healthy database needs no writes. If the previous group differed, this one most
 * likely does too, and is compared and corrected at once.
 */
async function rebuildGroup(work: Work, group: readonly Subject[]): Promise<void> {
  const { db, tally, examples } = work;
  if (work.isDryRun || !work.differed) {
    const look = { ...work, isDryRun: true, tally: { ...EMPTY_TALLY }, examples: [...examples] };
    inSnapshot(db, () => rebuildTogether(look, group));
    work.differed = differences(look.tally) > 0;
    if (work.isDryRun || !work.differed) {
      Object.assign(tally, sumOfTallies(tally, look.tally));
      examples.splice(0, examples.length, ...look.examples);
      return;
    }
  }
  const before = differences(tally);
  await whenFree(() => inTransaction(db, () => rebuildTogether(work, group)));
  work.differed = differences(tally) > before;
}

function differences({ corrected, removed, mended }: Tally): number {
  return corrected + removed + mended;
}

function rebuildTogether(work: Work, group: readonly Subject[]): void {
  const { read } = work;
  const keys = [group[0]?.key ?? 0, group.at(-1)?.key ?? 0] as const;
  const rowByKey = new Map(read.rows(...keys).map((row) => [row.key, row]));
  const words = read.words(...keys);
  const withCases = work.cases.keysWithCases(...keys);
  const folds = new Map<number, ReturnType<typeof beginFold>>();
  for (const { key, row } of read.histories(...keys)) {
    const fold = folds.get(key) ?? beginFold();
    folds.set(key, fold);
    fold.add(row);
  }
  for (const subject of group) {
    const fold = folds.get(subject.key) ?? beginFold();
    const beside = { hasWords: words.has(subject.key), hasCases: withCases.has(subject.key) };
    settle(work, subject, rowByKey.get(subject.key) ?? null, fold.end(), beside);
  }
}

/** Rebuilds a connection with a long history: folds it in short turns, then writes if nothing has arrived meanwhile. */
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
        // If events keep arriving, the last try folds while they wait.
        const whole = tries < TRIES_MAX ? fold.end() : foldAtOnce(work, subject.key);
        const hasWords = work.read.words(subject.key, subject.key).has(subject.key);
        settle(work, subject, row, whole, { hasWords, hasCases: true });
      }),
    );
    if (isDone) return;
  }
}

/** Compares a connection's stored state with its fold, and corrects it. */
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
    // Treat it as new, so that the search row is written too.
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

/** Returns a value that changes as soon as an event arrives or is re-dated. */
function markOf(db: SqliteDatabase, key: number): string {
  const row = db
    .select({ last: max(events.id), dates: sum(events.occurredAt), events: count() })
    .from(events)
    .where(eq(events.connectionKey, key))
    .get();
  return JSON.stringify(row);
}

function removeRow(db: SqliteDatabase, key: number): void {
  db.delete(connections).where(eq(connections.key, key)).run();
}
