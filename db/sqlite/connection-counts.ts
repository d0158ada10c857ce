import { gt, sql } from "drizzle-orm";
import type { Count } from "@/domain/page";
import { containsEvery, wayIn } from "./connection-words";
import type { SqliteDatabase } from "./open";
import { statusCounts } from "./schema";

export type MatchCounts = { readonly all: Count; readonly byStatus: ReadonlyMap<string, number> };

/** Counting stops here: a person who sees "more than 10,000" narrows the search rather than reads on. */
const COUNTED_MAX = 10_000;

/** How many connections contain every word, by status. Without words the counters know, exactly and at once. */
export function countMatches(db: SqliteDatabase, words: readonly string[]): MatchCounts {
  const rows = words.length === 0 ? readCounters(db) : countByWords(db, words);
  const value = rows.reduce((sum, row) => sum + row.connections, 0);
  const isExact = words.length === 0 || value <= COUNTED_MAX;
  return {
    all: { value: isExact ? value : COUNTED_MAX, isExact },
    byStatus: new Map(rows.map((row) => [row.status, row.connections])),
  };
}

type StatusCount = { readonly status: string; readonly connections: number };

function readCounters(db: SqliteDatabase): StatusCount[] {
  return db.select().from(statusCounts).where(gt(statusCounts.connections, 0)).all();
}

function countByWords(db: SqliteDatabase, words: readonly string[]): StatusCount[] {
  const way = wayIn(db, words);
  const [source, match] =
    way.kind === "walk"
      ? [sql`connections c`, sql`true`]
      : [sql`${way.source} cross join connections c on c.key = connection_words.rowid`, way.match];
  const conditions = sql.join([match, ...containsEvery(words)], sql` and `);
  return db.all<StatusCount>(sql`
    select status, count(*) as connections
    from (select c.status as status from ${source} where ${conditions} limit ${COUNTED_MAX + 1})
    group by status`);
}
