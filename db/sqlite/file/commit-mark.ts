import { createHash } from "node:crypto";
import { closeSync, constants, fsync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import type BetterSqlite3 from "better-sqlite3";
import { clock } from "@/clock";
import { damagedDatabase } from "./damage";
import type { SqliteDatabase } from "./open";

/** How far the mark may lag after a power cut. */
const SYNC_EVERY_MS = 5_000;
const DIGITS = 16;

type CommitMark = {
  /** Records how far the database is. To be called after each commit, before anyone hears of it. */
  readonly note: () => void;
  /** Records how far it is when it is closed, with a sync. */
  readonly close: () => void;
};

/**
 * Keeps a small file beside the database that says how many rows were ever added, so that a start notices a journal that was lost or cut: to
 * SQLite, what is missing at its end was never there. It is never ahead of what is on disk. A killed process leaves it exact, since it is
 * written after each commit; a power cut leaves it some seconds behind, since each sync would cost as much as a commit.
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

/** Throws if the database has fewer rows than were added before it was last left. `file` is where the mark is. */
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

/** SQLite's own table, which Drizzle doesn't know: of each table the highest number it ever gave. These never fall. */
function counter(client: BetterSqlite3.Database): () => number {
  const count = client.prepare<[], number>("select coalesce(sum(seq), 0) from sqlite_sequence").pluck();
  return () => count.get() ?? 0;
}

/** Null on a disk that takes no file: then there is no mark. */
function openMark(file: string): number | null {
  try {
    // Not truncated: until it is overwritten, it says what it did.
    return openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch {
    return null;
  }
}

/** Null if it is missing, or not what was written. */
function readMark(file: string): number | null {
  try {
    const text = readFileSync(file, "utf8");
    const rows = Number(text.slice(0, DIGITS));
    return text === format(rows) ? rows : null;
  } catch {
    return null;
  }
}

/** Always the same length, so that overwriting it needs no room. */
function format(rows: number): string {
  const digits = String(rows).padStart(DIGITS, "0");
  return `${digits} ${createHash("sha256").update(digits).digest("hex").slice(0, DIGITS)}\n`;
}
