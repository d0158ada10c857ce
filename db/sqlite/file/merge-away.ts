import type { SqliteDatabase } from "./open";
import { whenFree } from "./when-free";

/** Pages of a full-text index rewritten at a time: some milliseconds. */
const MERGE_PAGES = 200;
const MERGES_MAX = 100_000;

/** Merges a full-text index, which only marks deleted rows: their text is removed when its parts are merged. */
export async function mergeAway(db: SqliteDatabase, table: "connection_words" | "event_values"): Promise<void> {
  const merge = db.$client.prepare(`insert into ${table} (${table}, rank) values ('merge', ?)`);
  for (let pages = -MERGE_PAGES, merges = 0; merges < MERGES_MAX; pages = MERGE_PAGES, merges++) {
    let changes = 0;
    await whenFree(() => {
      const before = totalChanges(db);
      merge.run(pages);
      changes = totalChanges(db) - before;
    });
    // Fewer than two changes mean that nothing is left to merge: https://www.sqlite.org/fts5.html#the_merge_command
    if (changes < 2) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function totalChanges(db: SqliteDatabase): number {
  return Number(db.$client.prepare("select total_changes()").pluck().get());
}
