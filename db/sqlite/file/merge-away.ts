import type { SqliteDatabase } from "./open";
import { whenFree } from "./when-free";

/** Of a full-text index, so much is rewritten at a time: some milliseconds. */
const MERGE_PAGES = 200;
const MERGES_MAX = 100_000;

/** A full-text index only notes that a row is gone; what it knew of it goes when its parts are merged. */
export async function mergeAway(db: SqliteDatabase, table: "connection_words" | "event_values"): Promise<void> {
  const merge = db.$client.prepare(`insert into ${table} (${table}, rank) values ('merge', ?)`);
  for (let pages = -MERGE_PAGES, merges = 0; merges < MERGES_MAX; pages = MERGE_PAGES, merges++) {
    let changes = 0;
    await whenFree(() => {
      const before = totalChanges(db);
      merge.run(pages);
      changes = totalChanges(db) - before;
    });
    // https://www.sqlite.org/fts5.html#the_merge_command: fewer than two changes mean that there is nothing left to merge.
    if (changes < 2) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function totalChanges(db: SqliteDatabase): number {
  return Number(db.$client.prepare("select total_changes()").pluck().get());
}
