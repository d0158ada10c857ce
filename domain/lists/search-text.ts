import type { Connection } from "@/domain/connection/connection";
import { SHOWN_LENGTH_MAX } from "@/domain/values/shorten";

/** Long enough for any id; more words than this would only slow the search down. */
const QUERY_WORDS_MAX = 8;

/** Apostrophes, however they are typed. People leave them out as well: "obrien" means O’Brien. */
const APOSTROPHES = /['`´‘’‛ʹʻʼʽ′]/gu;
/** Characters that nobody sees or types: zero-width characters, bidi controls, soft hyphens, variation selectors. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
/** Accents. Excludes the vowels and tones of Indic and Thai scripts, which are marks too, but make another word. */
const ACCENTS = /(?=\p{M})[\p{Script=Inherited}\p{Script=Hebrew}]/gu;
/**
 * й decomposed, with other marks in any order. It is the only accented letter that CLDR's root collation treats as a letter of
 * its own, unlike ё, ї or ñ.
 */
const SHORT_I = /([Ии])(?=\p{M}*\u0306)/gu;
/** Letters that Unicode does not decompose, by the letters that people type for them. Applied after lowercasing. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ς: "σ",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  ħ: "h",
  þ: "th",
  æ: "ae",
  œ: "oe",
};
const LETTERS_TO_REPLACE = new RegExp(`[${Object.keys(PLAIN_LETTERS).join("")}]`, "gu");
/** Texts that only need lowercasing; most ids and usernames are like this. */
const PLAIN_ASCII = /^[ !-&(-_a-~]*$/;
/** A letter with its marks. Folding such a piece does not depend on its surroundings. */
const PIECES = /\P{M}\p{M}*|\p{M}+/gu;

/**
 * Folds a text into the form in which texts are stored for searching and queries are compared. Case, accents, apostrophes, widths
 * and invisible characters make no difference; control characters become blanks. The rule is in docs/domain.md. SQLite gets
 * folded text, since it folds ASCII only: raise `FOLD_VERSION` whenever this changes. Cut untrusted text first: a run of marks
 * takes time quadratic in its length.
 */
export function foldText(text: string): string {
  if (PLAIN_ASCII.test(text)) return text.toLowerCase();
  const letters = text
    .toWellFormed()
    .replace(APOSTROPHES, "")
    .normalize("NFKD")
    .replace(APOSTROPHES, "")
    .replace(INVISIBLE, "")
    .replace(SHORT_I, (_, letter) => (letter === "и" ? "й" : "Й"))
    .replace(ACCENTS, "");
  return foldCase(letters)
    .replace(LETTERS_TO_REPLACE, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replace(/\p{Cc}/gu, " ");
}

/** Goes through upper case, which ß shares with ss, and the dotless ı with i. ẞ only becomes ß when lowercased first. */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase();
}

/** Normalizes a name for comparison and sorting: NFKC, lower case, one form of sigma, no control characters. */
export function normaliseText(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replace(/\p{Cc}+/gu, " ");
}

/**
 * Splits a query into words. A row matches if its search text contains each of them. The @ before a username is only shown, so it
 * is dropped.
 */
export function searchWords(query: string): string[] {
  const words = foldText(query.slice(0, SHOWN_LENGTH_MAX))
    .split(/\s+/u)
    .map((word) => word.replace(/^@+/, ""));
  return [...new Set(words.filter((word) => word !== ""))].slice(0, QUERY_WORDS_MAX);
}

/** Returns everything by which a connection can be found, folded, with a line break between fields, so that no word spans two. */
export function searchTextOf(connection: Pick<Connection, "id" | "user" | "account">): string {
  const { id, name, username } = connection.account;
  return [name, username, connection.user, connection.id, id]
    .map((field) => foldText((field ?? "").slice(0, SHOWN_LENGTH_MAX)))
    .join("\n");
}

/** Sorts connections without a user after every reference in use. */
export const NO_USER_SORT_KEY = "\u{10FFFF}";

/**
 * Returns the sort keys of the name and user columns. Never empty: an account without a name sorts by the connection's id shown
 * in its place, and connections without a user come last.
 */
export function sortKeysOf(connection: Pick<Connection, "id" | "user" | "account">): { name: string; user: string } {
  const title = connection.account.name?.trim() || connection.account.username || connection.id;
  return { name: normaliseText(title.slice(0, SHOWN_LENGTH_MAX)).trim(), user: connection.user ?? NO_USER_SORT_KEY };
}

/**
 * Returns the ranges of a query's words in a text as it is shown: start inclusive, end exclusive, in order, merged if they touch.
 * Nothing is marked beyond `SHOWN_LENGTH_MAX`, where texts are cut.
 */
export function findHits(text: string, words: readonly string[]): readonly (readonly [number, number])[] {
  const { folded, pieceAt } = foldInPieces(text.slice(0, SHOWN_LENGTH_MAX));
  const ranges = words.flatMap((word) =>
    placesOf(word, folded).flatMap((at): [number, number][] => {
      const [first, last] = [pieceAt[at], pieceAt[at + word.length - 1]];
      return first && last ? [[first.from, last.until]] : [];
    }),
  );
  return ranges.sort(([a], [b]) => a - b).reduce<[number, number][]>(mergeRange, []);
}

type Piece = { readonly from: number; readonly until: number };

/** Folds a text, and maps each place in the result to the piece of the text that it comes from. */
function foldInPieces(text: string): { readonly folded: string; readonly pieceAt: readonly Piece[] } {
  const pieceAt: Piece[] = [];
  let folded = "";
  for (const { 0: letter, index } of text.matchAll(PIECES)) {
    const part = foldText(letter);
    const piece = { from: index, until: index + letter.length };
    for (let at = 0; at < part.length; at++) pieceAt.push(piece);
    folded += part;
  }
  return { folded, pieceAt };
}

function placesOf(word: string, text: string): number[] {
  const places: number[] = [];
  if (word === "") return places;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) places.push(at);
  return places;
}

function mergeRange(merged: [number, number][], range: [number, number]): [number, number][] {
  const last = merged.at(-1);
  if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
  else merged.push(range);
  return merged;
}
