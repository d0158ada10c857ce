import type { Connection } from "./connection";
import { SHOWN_LENGTH_MAX } from "./shorten";

/** Long enough for any id; more words than this would only slow the search down. */
const QUERY_WORDS_MAX = 8;

/**
 * The one form in which texts are stored for searching and in which queries are compared with them: NFKC, lower case,
 * well-formed, one sigma wherever it stands, no control characters. Both databases get it ready-made, since SQLite folds the case of ASCII only.
 */
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
  const words = normaliseText(query.slice(0, SHOWN_LENGTH_MAX))
    .split(/\s+/u)
    .map((word) => word.replace(/^@+/, ""));
  return [...new Set(words.filter((word) => word !== ""))].slice(0, QUERY_WORDS_MAX);
}

/** Everything by which a connection can be found, normalised; a line break between fields, so no word spans two. */
export function searchTextOf(connection: Pick<Connection, "id" | "user" | "account">): string {
  const { id, name, username } = connection.account;
  return [name, username, connection.user, connection.id, id]
    .map((field) => normaliseText((field ?? "").slice(0, SHOWN_LENGTH_MAX)))
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

const graphemes = new Intl.Segmenter();

/**
 * Where the words of a query stand in a text as it is shown: from and before, in order, merged where they touch. Nothing is
 * marked beyond `SHOWN_LENGTH_MAX`, where texts are cut.
 */
export function findHits(text: string, words: readonly string[]): readonly (readonly [number, number])[] {
  const shown = [...graphemes.segment(text.slice(0, SHOWN_LENGTH_MAX))].flatMap(({ segment, index }) =>
    [...normaliseText(segment)].map((character) => ({ character, from: index, until: index + segment.length })),
  );
  const normalised = shown.map(({ character }) => character);
  const hits = words.flatMap((word) => placesOf([...word], normalised));
  const ranges = hits.flatMap(({ first, last }): [number, number][] => {
    const [from, until] = [shown[first]?.from, shown[last]?.until];
    return from === undefined || until === undefined ? [] : [[from, until]];
  });
  return ranges.sort(([a], [b]) => a - b).reduce<[number, number][]>(mergeRange, []);
}

function placesOf(word: readonly string[], text: readonly string[]): { first: number; last: number }[] {
  if (word.length === 0) return [];
  return text.flatMap((_, first) =>
    word.every((character, offset) => text[first + offset] === character)
      ? [{ first, last: first + word.length - 1 }]
      : [],
  );
}

function mergeRange(merged: [number, number][], range: [number, number]): [number, number][] {
  const last = merged.at(-1);
  if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
  else merged.push(range);
  return merged;
}
