import { createHash } from "node:crypto";
import { closeSync, constants, fsync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import type BetterSqlite3 from "better-sqlite3";
import { clock } from "@/clock";
import { damagedDatabase } from "@/db/sqlite/file/damage/damage";
import type { SqliteDatabase } from "./open";

/** How far the mark may lag after a power cut. */
const SYNC_EVERY_MS = 5_000;
const DIGITS = 16;

type CommitMark = {
  /** Records the number of rows added so far. Call it after each commit, before anyone is told of it. */
  readonly note: () => void;
  /** Records the final number with a sync, when the database is closed. */
  readonly close: () => void;
};

/**
 * Keeps a small file next to the database with the number of rows ever added, so that a start notices a lost or truncated
 * journal: to SQLite, what is missing at its end never existed. The mark is never ahead of the disk. After a kill it is exact,
 * since it is written after each commit; after a power cut it lags by some seconds, since each sync would cost as much as a
 * commit.
 */
export function commitMark(db: SqliteDatabase): CommitMark {
  let handle = openMark(markOf(db.$client.name));
  const count = counter(db.$client);
  let written = -1;
  let synced = -1;

  function note(): void {
    if (handle === null) return;
    try {
      const rows = count();
      if (rows === written) return;
      writeSync(handle, format(rows), 0);
      written = rows;
    } catch {
      // A full or damaged disk: the mark lags, which is harmless.
    }
  }

  function sync(): void {
    const asOf = written;
    if (handle === null || asOf === synced) return;
    fsync(handle, (fault) => {
      if (!fault) synced = asOf;
    });
  }

  note();
  const timer = clock.setInterval(sync, SYNC_EVERY_MS).unref();
  return {
    note,
    close: () => {
      clock.clearInterval(timer);
      if (handle === null) return;
      note();
      try {
        fsyncSync(handle);
      } catch {
        // As above.
      }
      closeSync(handle);
      handle = null;
    },
  };
}

/** Throws if the database has fewer rows than its mark, in the file `file`, says were added. */
export function refuseLostCommits(client: BetterSqlite3.Database, file: string): void {
  const marked = readMark(markOf(file));
  if (marked === null) return;
  const hasRows = client.prepare("select 1 from sqlite_schema where name = 'sqlite_sequence'").get() !== undefined;
  if (hasRows && counter(client)() >= marked) return;
  throw damagedDatabase(
    file,
    `acknowledged events or other writes are missing from it. Put its journal back, ${file}-wal, if you have it. If this is an older copy that you put here on purpose, remove ${markOf(file)}.`,
  );
}

export function markOf(file: string): string {
  return `${file}-mark`;
}

/** Sums the highest row numbers ever given, which never fall. Raw, since Drizzle doesn't know SQLite's own table. */
function counter(client: BetterSqlite3.Database): () => number {
  const count = client.prepare<[], number>("select coalesce(sum(seq), 0) from sqlite_sequence").pluck();
  return () => count.get() ?? 0;
}

/** Returns null on a disk that accepts no file. Then there is no mark. */
function openMark(file: string): number | null {
  try {
    // Not truncated: it stays valid until it is overwritten.
    return openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch {
    return null;
  }
}

/** Returns null if it is missing or damaged. */
function readMark(file: string): number | null {
  try {
    const text = readFileSync(file, "utf8");
    const rows = Number(text.slice(0, DIGITS));
    return text === format(rows) ? rows : null;
  } catch {
    return null;
  }
}

/** Always the same length, so that overwriting it needs no space. */
function format(rows: number): string {
  const digits = String(rows).padStart(DIGITS, "0");
  return `${digits} ${createHash("sha256").update(digits).digest("hex").slice(0, DIGITS)}\n`;
}
