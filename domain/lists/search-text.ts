import type { Connection } from "@/domain/connection/connection";
import { SHOWN_LENGTH_MAX } from "@/domain/values/shorten";

/** Long enough for any id; more words than this would only slow the search down. */
const QUERY_WORDS_MAX = 8;

/** Apostrophes, however they are typed. People leave them out as well: "obrien" means O’Brien. */
const APOSTROPHES = /['`´‘’‛ʹʻʼʽ′]/gu;
/** What nobody sees or types: zero-width characters, bidi controls, soft hyphens, selectors of a variant. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
/** Accents. Not the vowels and tones of Indic and Thai scripts, which are marks too, but make another word. */
const ACCENTS = /(?=\p{M})[\p{Script=Inherited}\p{Script=Hebrew}]/gu;
/** й taken apart, with other marks in any order. The one letter with an accent that the root collation of CLDR has as a letter of its own, unlike ё, ї or ñ. */
const SHORT_I = /([Ии])(?=\p{M}*\u0306)/gu;
/** Letters that Unicode does not take apart, by the letters that people type for them. After lower case. */
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
/** Such texts need no more than lower case; most ids and usernames are of this kind. */
const PLAIN_ASCII = /^[ !-&(-_a-~]*$/;
/** A letter with its marks: folding such a piece does not depend on what is around it. */
const PIECES = /\P{M}\p{M}*|\p{M}+/gu;

/**
 * The one form in which texts are stored for searching and in which queries are compared with them. Case, accents, apostrophes,
 * widths and invisible characters make no difference; control characters become blanks. The rule is in docs/domain.md.
 * SQLite gets it ready-made, since it folds the case of ASCII only: raise `FOLD_VERSION` whenever this changes.
 * Cut what strangers send before: a run of marks takes time that grows with the square of its length.
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

/** By way of upper case, which ß shares with ss, and the dotless ı with i; ẞ gets there from its lower case alone. */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase();
}

/** The form in which two names are the same name: NFKC, lower case, one sigma wherever it stands, no control characters. */
export function normaliseText(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replace(/\p{Cc}+/gu, " ");
}

/** The words of a query; a row matches when its search text contains each of them. The @ before a username is only shown. */
export function searchWords(query: string): string[] {
  const words = foldText(query.slice(0, SHOWN_LENGTH_MAX))
    .split(/\s+/u)
    .map((word) => word.replace(/^@+/, ""));
  return [...new Set(words.filter((word) => word !== ""))].slice(0, QUERY_WORDS_MAX);
}

/** Everything by which a connection can be found, folded; a line break between fields, so no word spans two. */
export function searchTextOf(connection: Pick<Connection, "id" | "user" | "account">): string {
  const { id, name, username } = connection.account;
  return [name, username, connection.user, connection.id, id]
    .map((field) => foldText((field ?? "").slice(0, SHOWN_LENGTH_MAX)))
    .join("\n");
}

/** What connections without a user are sorted by: after every reference that people use. */
export const NO_USER_SORT_KEY = "\u{10FFFF}";

/**
 * What the columns of names and users are sorted by. Never empty: an account without a name sorts by its connection's
 * id, as it is shown, and connections without a user come after all users.
 */
export function sortKeysOf(connection: Pick<Connection, "id" | "user" | "account">): { name: string; user: string } {
  const title = connection.account.name?.trim() || connection.account.username || connection.id;
  return { name: normaliseText(title.slice(0, SHOWN_LENGTH_MAX)).trim(), user: connection.user ?? NO_USER_SORT_KEY };
}

/**
 * Where the words of a query stand in a text as it is shown: from and before, in order, merged where they touch. Nothing is
 * marked beyond `SHOWN_LENGTH_MAX`, where texts are cut.
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

/** A text folded, and for each place in the result the piece of the text that it comes from. */
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
