import { statSync } from "node:fs";
import { clock } from "@/clock";
import type { SqliteDatabase } from "./open";

/** Twice what it is cut down to by itself when it begins anew. */
const BOUND_BYTES = 64 * 1024 * 1024;
const LOOK_EVERY_MS = 10_000;
const LOOK_AGAIN_MS = 250;

/**
 * Keeps the write-ahead log from staying large. SQLite moves it into the file by itself after every few thousand pages, but
 * begins it anew only when nobody reads from it: behind a long reader it grows with all that is written, and where readers
 * follow each other without a gap, or nothing is written any more, it stays as it is. So it is looked at now and then, and
 * where it is too large all of it is moved and it is cut down, as soon as no reader is in the way.
 */
export function guardWal(db: SqliteDatabase): { readonly stop: () => void } {
  const timer = clock.setInterval(() => cutWal(db, BOUND_BYTES), LOOK_EVERY_MS).unref();
  return { stop: () => clock.clearInterval(timer) };
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

/**
 * Waits until the log is within the bound again. For long jobs that write much and are in no hurry: behind a reader, such as the
 * look for damage after a start, theirs would fill the disk.
 */
export async function untilWalIsShort(
  db: SqliteDatabase,
  signal?: AbortSignal,
  boundBytes = BOUND_BYTES,
): Promise<void> {
  while (!signal?.aborted && !cutWal(db, boundBytes)) await clock.pause(LOOK_AGAIN_MS);
}
