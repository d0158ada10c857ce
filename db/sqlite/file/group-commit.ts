import BetterSqlite3 from "better-sqlite3";
import { clock } from "@/clock";
import type { CommitFigures } from "@/domain/operations/vitals";
import { isGone } from "./file-place";
import { inTransaction, type SqliteDatabase } from "./open";

type Member = {
  readonly work: () => unknown;
  /** On the clock that never jumps. */
  readonly queuedAt: number;
  readonly resolve: (value: never) => void;
  readonly reject: (cause: unknown) => void;
};

export type GroupCommit = <T>(work: () => T) => Promise<T>;

/** Every further member waits for all before it; this many keep the wait, and what one bad member undoes, short. */
const GROUP_SIZE_MAX = 128;
/** Longer than any but a slow disk takes for a group. */
const SLOW_COMMIT_MS = 50;
/**
 * The event loop then has as long to itself, at most this, unless a group is full before: what came meanwhile is read, and shares
 * the next commit instead of waiting for it.
 */
const CATCH_UP_MS_MAX = 500;
const CATCH_UP_LOOK_MS = 10;
/** How long a member waits for another process that holds the write lock, */
const LOCK_WAIT_MS = 2_000;
/** and how often it looks again. */
export const LOCK_RETRY_MS = 10;

/**
 * Answers a function that runs synchronous work in a transaction shared by all that arrives in the same turn of the
 * event loop, since a full sync costs as much for one as for many; after a slow one, by all that has come meanwhile.
 * The promise settles after the commit. Work that throws is rejected alone: the group is taken apart and each member
 * gets a transaction of its own. While another process holds the database, all wait together and the event loop stays
 * free. `afterwards` runs when a group's transactions have ended, one way or the other, before anyone hears of it.
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
      // What was committed stays committed: a fault in there reaches neither who waits for that nor who comes next.
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

/** Safe: a member's result is what its own work returned, and the two types were tied together when it was queued. */
function settle(member: Member, result: unknown): void {
  member.resolve(result as never);
}

/** Whether another process holds the write lock. */
export function isLocked(cause: unknown): boolean {
  return cause instanceof BetterSqlite3.SqliteError && cause.code.startsWith("SQLITE_BUSY");
}

/** Disk full, read-only, moved away and the like: it strikes every member, so trying each alone would only take longer. */
function isStorageFault(cause: unknown): boolean {
  if (isGone(cause)) return true;
  return cause instanceof BetterSqlite3.SqliteError && !cause.code.startsWith("SQLITE_CONSTRAINT");
}
