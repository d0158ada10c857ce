import { statSync } from "node:fs";
import { clock } from "@/clock";
import type { SqliteDatabase } from "./open";

/** Twice the size that SQLite truncates it to on a restart. */
const BOUND_BYTES = 64 * 1024 * 1024;
const LOOK_EVERY_MS = 10_000;
const LOOK_AGAIN_MS = 250;

/**
 * Keeps the write-ahead log small. SQLite moves it into the file after every few thousand pages, but only restarts it when nobody
 * reads from it: behind a long reader it grows with every write, and with continuous readers, or without further writes, it stays
 * large. So this checks it now and then, and if it is too large, moves all of it and truncates it once no reader is in the way.
 */
export function guardWal(db: SqliteDatabase): { readonly stop: () => void } {
  const timer = clock.setInterval(() => cutWal(db, BOUND_BYTES), LOOK_EVERY_MS).unref();
  return { stop: () => clock.clearInterval(timer) };
}

/**
 * Truncates the log if it exceeds the bound. Returns true if it is within the bound now. Waits for a reader no longer than any
 * statement does.
 */
export function cutWal(db: SqliteDatabase, boundBytes: number): boolean {
  const size = () => statSync(`${db.$client.name}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (size() <= boundBytes) return true;
  try {
    db.$client.pragma("wal_checkpoint(TRUNCATE)");
  } catch {
    // Another process writes, or the disk is full. The next try comes soon.
  }
  return size() <= boundBytes;
}

/**
 * Waits until the log is within the bound again. For long jobs that write a lot and aren't urgent: behind a reader, such as the
 * check for damage after a start, their log would fill the disk.
 */
export async function untilWalIsShort(
  db: SqliteDatabase,
  signal?: AbortSignal,
  boundBytes = BOUND_BYTES,
): Promise<void> {
  while (!signal?.aborted && !cutWal(db, boundBytes)) await clock.pause(LOOK_AGAIN_MS);
}
