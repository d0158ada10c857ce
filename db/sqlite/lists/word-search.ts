import { type SQL, sql } from "drizzle-orm";
import { bitmapOf, countKeys, emptyBitmap, keysOf } from "@/db/index/bitmap";
import { TEXTS_READ_MAX, type WordMatch, type WordSearch } from "@/db/index/word-match";
import type { SqliteDatabase } from "@/db/sqlite/file/open";

/** Listing this many hits takes some 5 ms. */
export const HITS_MAX = 30_000;
/** A letter that begins more trigrams than this is in nearly every text. Then a few of them give a lower bound. */
const TRIGRAMS_MAX = 150;
const TRIGRAMS_OF_FREQUENT = 12;
const TRIGRAM_LENGTH = 3;
/** Appended to a text in the index, so that its last characters begin trigrams too. */
export const TEXT_END = "\n\n";
/** The condition of a word that no text can contain. */
const NOWHERE = "()";
/** Sorts after every character that may continue a trigram. */
const AFTER_ALL = "\u{10FFFF}\u{10FFFF}";

/** Finds words of any length by the trigrams in `connection_words`. Words are normalized (`domain/lists/search-text.ts`). */
export function wordSearch(db: SqliteDatabase): WordSearch {
  const client = db.$client;
  client.exec("create virtual table if not exists temp.trigrams using fts5vocab(main, connection_words, row)");
  const readTrigrams = client
    .prepare<[string, string], string>(
      `select term from temp.trigrams where term >= ? and term < ? limit ${TRIGRAMS_MAX + 1}`,
    )
    .pluck();
  const readHits = client
    .prepare<[string, number], number>(
      "select rowid from connection_words where connection_words match ? order by rowid limit ?",
    )
    .pluck();

  /** Returns the index condition that every text with a word meets, null if that is too weak; `some` is what some such texts meet. */
  function conditionOf(word: string): { readonly match: string | null; readonly some: string } {
    const trigrams = trigramsOf(word);
    if (trigrams.length > 0) return whole(trigrams.map(quote).join(" AND "));
    const beginnings = readTrigrams.all(word, word + AFTER_ALL).map(quote);
    if (beginnings.length <= TRIGRAMS_MAX) return whole(`(${beginnings.join(" OR ")})`);
    return { match: null, some: `(${beginnings.slice(0, TRIGRAMS_OF_FREQUENT).join(" OR ")})` };
  }

  function lookUp(words: readonly string[]): WordMatch {
    const conditions = words.map(conditionOf);
    if (conditions.some(({ match }) => match === NOWHERE)) return { kind: "exact", keys: emptyBitmap() };
    const told = conditions.flatMap(({ match }) => match ?? []);
    const match = told.join(" AND ");
    const hits = match === "" ? null : readHits.all(match, HITS_MAX + 1);
    if (!hits || hits.length > HITS_MAX) {
      const some = hits ?? readHits.all(conditions.map((condition) => condition.some).join(" AND "), HITS_MAX);
      return { kind: "frequent", some: bitmapOf(some), listAll: () => hits && bitmapOf(readHits.all(match, -1)) };
    }
    const keys = bitmapOf(hits);
    const isWhole = told.length === words.length && words.every((word) => [...word].length <= TRIGRAM_LENGTH);
    if (isWhole) return { kind: "exact", keys };
    if (countKeys(keys) > TEXTS_READ_MAX) return { kind: "candidates", keys };
    return { kind: "exact", keys: bitmapOf(withEvery(keysOf(keys), words)) };
  }

  function withEvery(keys: readonly number[], words: readonly string[]): number[] {
    const conditions = [sql`key in (select value from json_each(${JSON.stringify(keys)}))`, ...containsEvery(words)];
    const rows = db.all<{ key: number }>(sql`select key from connections where ${sql.join(conditions, sql` and `)}`);
    const found = new Set(rows.map((row) => row.key));
    return keys.filter((key) => found.has(key));
  }

  return { lookUp, withEvery };
}

/** The exact condition, which trigrams only approximate: the text contains every word. */
function containsEvery(words: readonly string[]): SQL[] {
  return words.map((word) => sql`instr(search_text, ${word}) > 0`);
}

function whole(match: string): { readonly match: string; readonly some: string } {
  return { match, some: match };
}

/** Returns adjacent trigrams that cover a word, plus the last one. Each list read has a cost, and all trigrams would add little. */
function trigramsOf(word: string): string[] {
  const characters = [...word];
  const last = characters.length - TRIGRAM_LENGTH;
  if (last < 0) return [];
  const starts = Array.from({ length: Math.floor(last / TRIGRAM_LENGTH) + 1 }, (_, index) => index * TRIGRAM_LENGTH);
  return [...new Set([...starts, last])].map((start) => characters.slice(start, start + TRIGRAM_LENGTH).join(""));
}

function quote(trigram: string): string {
  return `"${trigram.replaceAll('"', '""')}"`;
}
