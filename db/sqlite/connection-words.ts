import { type SQL, sql } from "drizzle-orm";
import type { SqliteDatabase } from "./open";

/** How to reach the connections that contain some words. */
export type WayIn =
  /** Few candidates: start from the trigram index. */
  | { readonly kind: "selective"; readonly source: SQL; readonly match: SQL }
  /** Many, so that walking along the sort order soon meets enough of them. */
  | { readonly kind: "frequent"; readonly source: SQL; readonly match: SQL }
  /** No words, or only words too short for trigrams. */
  | { readonly kind: "walk" };

/** Up to so many candidates are joined and sorted; past it a walk finds a page sooner. Measured at 1,000,000 rows. */
export const CANDIDATES_MAX = 2_000;
const TRIGRAM_LENGTH = 3;

/** Probes the trigram index to decide where a search should start. */
export function wayIn(db: SqliteDatabase, words: readonly string[], candidatesMax = CANDIDATES_MAX): WayIn {
  const trigrams = words.flatMap(trigramsOf);
  if (trigrams.length === 0) return { kind: "walk" };
  const source = sql`connection_words`;
  const match = sql`connection_words match ${trigrams.map(quote).join(" AND ")}`;
  const hits = db.all(sql`select 1 from ${source} where ${match} limit ${candidatesMax + 1}`).length;
  return { kind: hits > candidatesMax ? "frequent" : "selective", source, match };
}

/** The exact condition, which trigrams only approximate: the text contains every word. */
export function containsEvery(words: readonly string[]): SQL[] {
  return words.map((word) => sql`instr(c.search_text, ${word}) > 0`);
}

function trigramsOf(word: string): string[] {
  const characters = [...word];
  const count = Math.max(0, characters.length - TRIGRAM_LENGTH + 1);
  return Array.from({ length: count }, (_, start) => characters.slice(start, start + TRIGRAM_LENGTH).join(""));
}

function quote(trigram: string): string {
  return `"${trigram.replaceAll('"', '""')}"`;
}
