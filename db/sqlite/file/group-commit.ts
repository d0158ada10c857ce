import BetterSqlite3 from "better-sqlite3";
import { clock } from "@/clock";
import { isGone } from "@/db/sqlite/file/damage/file-location";
import type { CommitFigures } from "@/domain/operations/vitals";
import { inTransaction, type SqliteDatabase } from "./open";

type Member = {
  readonly work: () => unknown;
  /** On the monotonic clock. */
  readonly queuedAt: number;
  readonly resolve: (value: never) => void;
  readonly reject: (cause: unknown) => void;
};

export type GroupCommit = <T>(work: () => T) => Promise<T>;

/** Every member waits for all before it, so this limits the wait, and what one failing member undoes. */
const GROUP_SIZE_MAX = 128;
/** Longer than a group takes on any but a slow disk. */
const SLOW_COMMIT_MS = 50;
/**
 * After a slow commit, the event loop gets as much time as the commit took, up to this, unless a group is full sooner: what has
 * arrived meanwhile is read, and shares the next commit instead of waiting for it.
 */
const CATCH_UP_MS_MAX = 500;
const CATCH_UP_LOOK_MS = 10;
/** How long a member waits for another process that holds the write lock. */
const LOCK_WAIT_MS = 2_000;
/** How often it tries again. */
export const LOCK_RETRY_MS = 10;

/**
 * Returns a function that runs synchronous work in a transaction shared by everything that arrives in the same turn of the event
 * loop, since a full sync costs as much for one as for many; after a slow commit, by everything that has arrived meanwhile. The
 * promise settles after the commit. Work that throws is rejected alone: the group is split up, and each member gets its own
 * transaction. While another process holds the database, all wait together and the event loop stays free. `afterwards` runs when
 * a group's transactions have ended, successfully or not, before anyone is told.
 */
export function groupCommit(db: SqliteDatabase, afterwards: (commit: CommitFigures) => void = () => {}): GroupCommit {
  let waiting: Member[] = [];
  let isScheduled = false;
  let restsUntil = 0;

  function schedule(delayMs = isCatchingUp() ? CATCH_UP_LOOK_MS : 0): void {
    if (isScheduled || waiting.length === 0) return;
    isScheduled = true;
    if (delayMs > 0) clock.setTimeout(flush, delayMs);
    else setImmediate(flush);
  }

  function isCatchingUp(): boolean {
    return waiting.length < GROUP_SIZE_MAX && performance.now() < restsUntil;
  }

  function flush(): void {
    isScheduled = false;
    if (isCatchingUp()) {
      schedule();
      return;
    }
    const startedAt = performance.now();
    const group = waiting.splice(0, GROUP_SIZE_MAX);
    let isKept = true;
    try {
      commitTogether(db, group);
    } catch (cause) {
      isKept = !isStorageFault(cause);
      if (isLocked(cause)) {
        waiting = [...group, ...waiting].filter((member) => !giveUp(member, cause));
        schedule(LOCK_RETRY_MS);
        return;
      }
      rejectOrCommitAlone(db, group, cause);
    } finally {
      const tookMs = performance.now() - startedAt;
      settleAfterwards({ members: group.length, waiting: waiting.length, tookMs, isKept });
    }
    const tookMs = performance.now() - startedAt;
    if (tookMs > SLOW_COMMIT_MS) restsUntil = performance.now() + Math.min(tookMs, CATCH_UP_MS_MAX);
    schedule();
  }

  function settleAfterwards(figures: CommitFigures): void {
    try {
      afterwards(figures);
    } catch {
      // What was committed stays committed: a fault in here must reach neither those who wait nor the next group.
    }
  }

  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({ work, queuedAt: performance.now(), resolve, reject });
      schedule();
    });
}

function commitTogether(db: SqliteDatabase, group: readonly Member[]): void {
  const results = inTransaction(db, () => group.map((member) => member.work()));
  group.forEach((member, index) => {
    settle(member, results[index]);
  });
}

function rejectOrCommitAlone(db: SqliteDatabase, group: readonly Member[], cause: unknown): void {
  if (group.length === 1 || isStorageFault(cause)) {
    for (const member of group) member.reject(cause);
    return;
  }
  for (const member of group) commitAlone(db, member);
}

function commitAlone(db: SqliteDatabase, member: Member): void {
  try {
    const [result] = inTransaction(db, () => [member.work()]);
    settle(member, result);
  } catch (cause) {
    member.reject(cause);
  }
}

function giveUp(member: Member, cause: unknown): boolean {
  const isTooLate = performance.now() - member.queuedAt > LOCK_WAIT_MS;
  if (isTooLate) member.reject(cause);
  return isTooLate;
}

/** Safe: a member's result comes from its own work, and the two types were paired when it was queued. */
function settle(member: Member, result: unknown): void {
  member.resolve(result as never);
}

/** Returns true if another process holds the write lock. */
export function isLocked(cause: unknown): boolean {
  return cause instanceof BetterSqlite3.SqliteError && cause.code.startsWith("SQLITE_BUSY");
}

/**
 * Returns true for faults that affect every member, such as a full, read-only or moved disk: trying each alone would only take
 * longer.
 */
function isStorageFault(cause: unknown): boolean {
  if (isGone(cause)) return true;
  return cause instanceof BetterSqlite3.SqliteError && !cause.code.startsWith("SQLITE_CONSTRAINT");
}
