import { inTransaction, type SqliteDatabase } from "./open";
import { whenFree } from "./when-free";

/** Pages moved to the front of the file in one transaction: a few milliseconds. */
const PAGES_PER_SLICE = 64;
/** This share may stay free, since new data uses it. */
const FREE_SHARE = 0.02;
const AUTO_VACUUM_INCREMENTAL = 2;

/** Returns how many bytes of the file are in use, without free pages. */
export function usedBytes(db: SqliteDatabase): number {
  const { pages, free, pageBytes } = pagesOf(db);
  return (pages - free) * pageBytes;
}

export function pagesOf(db: SqliteDatabase): { pages: number; free: number; pageBytes: number } {
  const read = (name: string) => Number(db.$client.pragma(name, { simple: true }));
  return { pages: read("page_count"), free: read("freelist_count"), pageBytes: read("page_size") };
}

/** Returns true if free pages are returned to the disk. A database from an older version doesn't do that until it is compacted. */
export function givesBack(db: SqliteDatabase): boolean {
  return db.$client.pragma("auto_vacuum", { simple: true }) === AUTO_VACUUM_INCREMENTAL;
}

/** Returns free pages to the disk, in slices alongside the ingest. */
export async function giveBack(db: SqliteDatabase, signal: AbortSignal | undefined): Promise<void> {
  if (!givesBack(db)) return;
  for (;;) {
    const { pages, free } = pagesOf(db);
    const surplus = free - Math.floor(pages * FREE_SHARE);
    if (surplus <= 0 || signal?.aborted) return;
    const slice = Math.min(PAGES_PER_SLICE, surplus);
    await whenFree(() => inTransaction(db, () => void db.$client.pragma(`incremental_vacuum(${slice})`)));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
