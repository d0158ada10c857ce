import { statSync } from "node:fs";
import type { SqliteDatabase } from "./open";

/** Twice what it is cut down to by itself when it begins anew. */
const BOUND_BYTES = 64 * 1024 * 1024;
const LOOK_EVERY_MS = 10_000;

/**
 * Keeps the write-ahead log from staying large. SQLite moves it into the file by itself after every few thousand pages, but
 * begins it anew only when nobody reads from it: behind a long reader it grows with all that is written, and where readers
 * follow each other without a gap, or nothing is written any more, it stays as it is. So it is looked at now and then, and
 * where it is too large all of it is moved and it is cut down, as soon as no reader is in the way.
 */
export function guardWal(db: SqliteDatabase): { readonly stop: () => void } {
  const timer = setInterval(() => cutWal(db, BOUND_BYTES), LOOK_EVERY_MS).unref();
  return { stop: () => clearInterval(timer) };
}

/** Answers whether it is within the bound now. Waits for a reader no longer than any statement does. */
export function cutWal(db: SqliteDatabase, boundBytes: number): boolean {
  const size = () => statSync(`${db.$client.name}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (size() <= boundBytes) return true;
  try {
    db.$client.pragma("wal_checkpoint(TRUNCATE)");
  } catch {
    // Somebody else writes, or the disk is full: the next look is soon.
  }
  return size() <= boundBytes;
}
