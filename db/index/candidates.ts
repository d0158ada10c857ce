import type { Precision } from "@/domain/values/count";
import { type Bitmap, bitmapOf, both, countKeys, keysOf } from "./bitmap";
import { TEXTS_READ_MAX, type WordMatch, type WordSearch } from "./word-match";

/** The connections that may match, before reading their texts. */
export type Candidates = {
  readonly keys: Bitmap;
  /** True if each of them is known to match without reading its text. */
  readonly isExact: boolean;
  readonly words: readonly string[];
  /** Narrows the candidates by listing every hit of the words, which costs more; null if that would not help. */
  readonly narrow: () => Bitmap | null;
  readonly count: { readonly value: number; readonly precision: Precision };
};

/** Returns the connections of a set that have the words: exactly, if that takes little reading. */
export function candidatesAmong(
  texts: WordSearch,
  base: Bitmap,
  words: readonly string[],
  match: WordMatch | null,
): Candidates {
  if (!match) return exactly(base, words);
  if (match.kind === "exact") return exactly(both(base, match.keys), words);
  const keys = match.kind === "candidates" ? both(base, match.keys) : base;
  const size = countKeys(keys);
  if (size <= TEXTS_READ_MAX) return exactly(bitmapOf(texts.withEvery(keysOf(keys), words)), words);
  if (match.kind === "candidates") {
    return { keys, isExact: false, words, narrow: () => null, count: { value: size, precision: "about" } };
  }
  const value = countKeys(both(base, match.some));
  return { keys, isExact: false, words, narrow: match.listAll, count: { value, precision: "at_least" } };
}

function exactly(keys: Bitmap, words: readonly string[]): Candidates {
  return { keys, isExact: true, words, narrow: () => null, count: { value: countKeys(keys), precision: "exact" } };
}

/** Returns those of a set that have the words, for counting. If they are too many to list, only the listed ones. */
export function wordsAmong(set: Bitmap, match: WordMatch | null): Bitmap {
  if (!match) return set;
  return both(set, match.kind === "frequent" ? match.some : match.keys);
}

export function precisionOf(match: WordMatch | null): Precision {
  if (!match || match.kind === "exact") return "exact";
  return match.kind === "candidates" ? "about" : "at_least";
}
