import BetterSqlite3 from "better-sqlite3";
import { inTransaction, type SqliteDatabase } from "./open";

type Member = {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (cause: unknown) => void;
};

export type GroupCommit = <T>(work: () => T) => Promise<T>;

/** Every further member waits for all before it; this many keep the wait, and what one bad member undoes, short. */
const GROUP_SIZE_MAX = 128;

/**
 * Answers a function that runs synchronous work in a transaction shared by all that arrives in the same turn of the
 * event loop, since a full sync costs as much for one as for many. The promise settles after the commit. Work that
 * throws is rejected alone: the group is taken apart and each member gets a transaction of its own.
 */
export function groupCommit(db: SqliteDatabase): GroupCommit {
  const waiting: Member[] = [];

  function flush(): void {
    const group = waiting.splice(0, GROUP_SIZE_MAX);
    if (waiting.length > 0) setImmediate(flush);
    try {
      commitTogether(db, group);
    } catch (cause) {
      if (group.length === 1 || isStorageFault(cause)) {
        for (const member of group) member.reject(cause);
        return;
      }
      for (const member of group) commitAlone(db, member);
    }
  }

  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({ work, resolve, reject });
      if (waiting.length === 1) setImmediate(flush);
    });
}

function commitTogether(db: SqliteDatabase, group: readonly Member[]): void {
  const results = inTransaction(db, () => group.map((member) => member.work()));
  group.forEach((member, index) => {
    settle(member, results[index]);
  });
}

function commitAlone(db: SqliteDatabase, member: Member): void {
  try {
    const [result] = inTransaction(db, () => [member.work()]);
    settle(member, result);
  } catch (cause) {
    member.reject(cause);
  }
}

/** Safe: a member's result is what its own work returned, and the two types were tied together when it was queued. */
function settle(member: Member, result: unknown): void {
  member.resolve(result as never);
}

/** Disk full, locked, read-only and the like: it strikes every member, so trying each alone would only take longer. */
function isStorageFault(cause: unknown): boolean {
  return cause instanceof BetterSqlite3.SqliteError && !cause.code.startsWith("SQLITE_CONSTRAINT");
}
