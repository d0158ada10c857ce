import type { Bitmap } from "./bitmap";

/** What a store's text index knows of some words. */
export type WordMatch =
  /** These connections and no others. */
  | { readonly kind: "exact"; readonly keys: Bitmap }
  /** These connections, some of which may not have the words after all. */
  | { readonly kind: "candidates"; readonly keys: Bitmap }
  /** Too many to list: any connection may match, and about these do at least. */
  | { readonly kind: "frequent"; readonly some: Bitmap; readonly listAll: () => Bitmap | null };

/** Searches the texts of connections for words, which are normalized (`domain/lists/search-text.ts`). */
export type WordSearch = {
  readonly lookUp: (words: readonly string[]) => WordMatch;
  /** Returns the keys whose text has every word, in the same order. */
  readonly withEvery: (keys: readonly number[], words: readonly string[]) => number[];
};

/** Reading this many texts takes some 5 ms. */
export const TEXTS_READ_MAX = 3_000;
