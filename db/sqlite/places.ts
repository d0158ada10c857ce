import { type SQL, sql } from "drizzle-orm";
import type { ConnectionSearch } from "@/domain/connection-search";
import { NO_USER_SORT_KEY } from "@/domain/search-text";
import { type Bitmap, both, countKeys, hasKey, keysOf } from "./bitmap";
import type { Candidates } from "./candidates";
import type { FacetIndex } from "./facet-index";
import { firstAlong } from "./key-order";
import { firstKeys, keysInRange } from "./number-column";
import type { SqliteDatabase } from "./open";
import { prefixOf } from "./text-prefix";
import type { WordSearch } from "./word-search";

/** Where a row stands in the list: its value in the sorted column, and its key. */
export type Place = { readonly key: number; readonly value: string | number };

type Walk = {
  readonly db: SqliteDatabase;
  readonly index: FacetIndex;
  readonly texts: WordSearch;
  readonly search: ConnectionSearch;
  readonly candidates: Candidates;
};

type Step = {
  readonly keys: Bitmap;
  readonly isDescending: boolean;
  readonly after: Place | null;
  readonly limit: number;
};

/** Answers the next places of a set along one order. Fewer than the limit: there are no more. */
type Order = (step: Step) => Place[];

/** After so many candidates without the words, it is cheaper to list all that have them. */
const FRUITLESS_MAX = 4_000;
const TEXTS_AT_ONCE_MAX = 8_000;
const NAMES_AT_ONCE_MAX = 50_000;
/** So many names are read and sorted sooner than the order of all is walked. */
const ALIKE_MAX = 1_500;
const DENSE_SHARE = 8;
/** Reading and sorting so many texts takes some 20 ms, in which no delivery is taken. */
const SORTED_MAX = 4_000;

/** The next places along the list's order whose rows match, those further back where `isBackwards`. */
export function placesAlong(walk: Walk, isBackwards: boolean, after: Place | null, limit: number): Place[] {
  const { candidates, texts, search } = walk;
  const isDescending = (search.order === "desc") !== isBackwards;
  const order = orderOf(walk);
  if (candidates.isExact) return order({ keys: candidates.keys, isDescending, after, limit });
  const found: Place[] = [];
  let { keys } = candidates;
  let looked = 0;
  let isNarrow = false;
  let from = after;
  for (let size = limit; found.length < limit; ) {
    const places = order({ keys, isDescending, after: from, limit: size });
    const matching = new Set(
      texts.withEvery(
        places.map((place) => place.key),
        candidates.words,
      ),
    );
    for (const place of places) if (matching.has(place.key)) found.push(place);
    if (places.length < size) break;
    from = places.at(-1) ?? null;
    looked += size;
    const all = looked > FRUITLESS_MAX && !isNarrow ? candidates.narrow() : null;
    isNarrow ||= looked > FRUITLESS_MAX;
    keys = all ? both(keys, all) : keys;
    size = all ? limit : Math.min(size * 4, TEXTS_AT_ONCE_MAX);
  }
  return found.slice(0, limit);
}

function orderOf({ db, index, search }: Walk): Order {
  if (search.sort === "name") {
    const walk = alongText(db, index, sql`name_sort_key`, sql`connections_by_name`, null);
    return (step) => firstByPrefix(db, index, step) ?? walk(step);
  }
  if (search.sort === "user") {
    return alongText(
      db,
      index,
      sql`user_sort_key`,
      sql`connections_by_user`,
      search.noUser === "" ? null : search.noUser,
    );
  }
  const order = search.sort === "rank" ? index.cases.rank : index.orders[search.sort];
  return ({ keys, isDescending, after, limit }) => {
    const place = after && { key: after.key, value: Number(after.value) };
    return firstAlong(order, keys, { isDescending, after: place, limit });
  };
}

/** Along the order of a text, which only the file knows: by its index, or where few are wanted by reading and sorting them. */
function alongText(db: SqliteDatabase, index: FacetIndex, column: SQL, name: SQL, noUser: string | null): Order {
  return (step) => {
    const { keys, limit } = step;
    const wanted = countKeys(keys);
    if (wanted === 0) return [];
    const isSparse = wanted <= SORTED_MAX && wanted * wanted < limit * countKeys(index.all);
    if (isSparse) return sortedByText(db, column, step);
    return walkedByText(db, column, name, { ...step, after: step.after ?? beginningWithoutUser(step, noUser) });
  };
}

/**
 * Names that match lie together in the order of names, and a walk may pass half of all before it meets them. How names
 * begin is in memory, so the few that can be among the first are picked there and only they are read. Null where too
 * many begin alike.
 */
function firstByPrefix(db: SqliteDatabase, index: FacetIndex, step: Step): Place[] | null {
  const { keys, isDescending, after, limit } = step;
  // So many match that a walk soon meets enough of them.
  if (countKeys(keys) > countKeys(index.all) / DENSE_SHARE) return null;
  const edge = after && { key: isDescending ? Number.MAX_SAFE_INTEGER : -1, value: prefixOf(String(after.value)) };
  for (let wanted = limit * 2; wanted <= ALIKE_MAX; wanted *= 4) {
    const first = firstKeys(keys, index.namePrefix, { isDescending, after: edge, limit: wanted });
    const last = first.at(-1);
    if (!last) return [];
    const [from, until] = isDescending ? [last.value, edge?.value ?? Infinity] : [edge?.value ?? 0, last.value];
    const alike = keysInRange(keys, index.namePrefix, from, until + 1);
    if (countKeys(alike) > ALIKE_MAX) return null;
    const places = sortedByText(db, sql`name_sort_key`, { ...step, keys: alike });
    if (places.length === limit || first.length < wanted) return places;
  }
  return null;
}

/** Those without a user are all at the end of the order by user: there is no need to walk past everyone else. */
function beginningWithoutUser({ isDescending }: Step, noUser: string | null): Place | null {
  if (noUser === "only" && !isDescending) return { key: 0, value: NO_USER_SORT_KEY };
  if (noUser === "exclude" && isDescending) return { key: 0, value: NO_USER_SORT_KEY };
  return null;
}

function sortedByText(db: SqliteDatabase, column: SQL, { keys, isDescending, after, limit }: Step): Place[] {
  const direction = isDescending ? sql`desc` : sql`asc`;
  const conditions = [sql`key in (select value from json_each(${JSON.stringify(keysOf(keys))}))`];
  if (after) conditions.push(beyond(column, after, isDescending));
  return db.all<Place>(sql`
    select key, ${column} as value from connections where ${sql.join(conditions, sql` and `)}
    order by ${column} ${direction}, key ${direction} limit ${limit}`);
}

/** Reads keys alone along the index, which costs a fourth, and the texts of those that are found. */
function walkedByText(db: SqliteDatabase, column: SQL, name: SQL, { keys, isDescending, after, limit }: Step): Place[] {
  const direction = isDescending ? sql`desc` : sql`asc`;
  const textOf = (key: number) =>
    db.get<Place>(sql`select key, ${column} as value from connections where key = ${key}`);
  const found: Place[] = [];
  let from = after;
  for (let size = limit * 2; found.length < limit; size = Math.min(size * 4, NAMES_AT_ONCE_MAX)) {
    const rows = db.values<[number]>(sql`
      select key from connections indexed by ${name}
      where ${from ? beyond(column, from, isDescending) : sql`true`}
      order by ${column} ${direction}, key ${direction} limit ${size}`);
    for (const [key] of rows) {
      if (found.length < limit && hasKey(keys, key)) found.push(textOf(key));
    }
    const last = rows.at(-1);
    if (rows.length < size || !last) break;
    from = textOf(last[0]);
  }
  return found;
}

function beyond(column: SQL, { value, key }: Place, isDescending: boolean): SQL {
  return isDescending ? sql`(${column}, key) < (${value}, ${key})` : sql`(${column}, key) > (${value}, ${key})`;
}
