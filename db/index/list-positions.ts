import type { ConnectionSearch } from "@/domain/lists/connection-search";
import { NO_USER_SORT_KEY } from "@/domain/lists/search-text";
import { type Bitmap, both, countKeys } from "./bitmap";
import type { Candidates } from "./candidates";
import type { FacetIndex } from "./facet-index";
import { firstAlong } from "./key-order";
import { firstKeys, keysInRange } from "./number-column";
import { prefixOf } from "./text-prefix";
import type { WordSearch } from "./word-match";

/** A row's place in the list: its value in the sorted column, and its key. */
export type ListPosition = { readonly key: number; readonly value: string | number };

type Walk = {
  readonly index: FacetIndex;
  readonly textOrders: TextOrders;
  readonly texts: WordSearch;
  readonly search: ConnectionSearch;
  readonly candidates: Candidates;
};

export type ListStep = {
  readonly keys: Bitmap;
  readonly isDescending: boolean;
  readonly after: ListPosition | null;
  readonly limit: number;
};

/** Returns the next positions of a set along one order. Fewer than the limit means that there are no more. */
type Order = (step: ListStep) => ListPosition[];

/** An order by a text, which only the store knows. Both functions return the same positions. */
export type TextOrder = {
  /** Reads and sorts all keys of the set; for small sets. */
  readonly sorted: Order;
  /** Walks the store's own index until enough are found; for large sets. */
  readonly walked: Order;
};

export type TextOrders = { readonly name: TextOrder; readonly user: TextOrder };

/** After this many candidates without the words, it is cheaper to list all that have them. */
const FRUITLESS_MAX = 4_000;
const TEXTS_AT_ONCE_MAX = 8_000;
/** Up to this many names, reading and sorting is faster than walking the whole order. */
const ALIKE_MAX = 1_500;
const DENSE_SHARE = 8;
/** Reading and sorting this many texts takes some 20 ms, during which no delivery is processed. */
const SORTED_MAX = 4_000;

/** Returns the next places along the list's order whose rows match, in reverse if `isBackwards`. */
export function positionsAlong(
  walk: Walk,
  isBackwards: boolean,
  after: ListPosition | null,
  limit: number,
): ListPosition[] {
  const { candidates, texts, search } = walk;
  const isDescending = (search.order === "desc") !== isBackwards;
  const order = orderOf(walk);
  if (candidates.isExact) return order({ keys: candidates.keys, isDescending, after, limit });
  const found: ListPosition[] = [];
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

function orderOf({ index, textOrders, search }: Walk): Order {
  if (search.sort === "name") {
    const walk = alongText(index, textOrders.name, null);
    return (step) => firstByPrefix(index, textOrders.name, step) ?? walk(step);
  }
  if (search.sort === "user") return alongText(index, textOrders.user, search.noUser === "" ? null : search.noUser);
  const order = search.sort === "rank" ? index.cases.rank : index.orders[search.sort];
  return ({ keys, isDescending, after, limit }) => {
    const position = after && { key: after.key, value: Number(after.value) };
    return firstAlong(order, keys, { isDescending, after: position, limit });
  };
}

/** Follows a text order: by its index, or by reading and sorting if few are wanted. */
function alongText(index: FacetIndex, order: TextOrder, noUser: string | null): Order {
  return (step) => {
    const { keys, limit } = step;
    const wanted = countKeys(keys);
    if (wanted === 0) return [];
    const isSparse = wanted <= SORTED_MAX && wanted * wanted < limit * countKeys(index.all);
    if (isSparse) return order.sorted(step);
    return order.walked({ ...step, after: step.after ?? beginningWithoutUser(step, noUser) });
  };
}

/**
 * Finds the first names by their prefixes, which are in memory. Matching names lie close together in the order of names, so a
 * walk may pass half of all rows before it reaches them. Picks the few that can be among the first, and only reads those. Returns
 * null if too many begin alike.
 */
function firstByPrefix(index: FacetIndex, order: TextOrder, step: ListStep): ListPosition[] | null {
  const { keys, isDescending, after, limit } = step;
  // With this many matches a walk soon finds enough.
  if (countKeys(keys) > countKeys(index.all) / DENSE_SHARE) return null;
  const edge = after && { key: isDescending ? Number.MAX_SAFE_INTEGER : -1, value: prefixOf(String(after.value)) };
  for (let wanted = limit * 2; wanted <= ALIKE_MAX; wanted *= 4) {
    const first = firstKeys(keys, index.namePrefix, { isDescending, after: edge, limit: wanted });
    const last = first.at(-1);
    if (!last) return [];
    const [from, until] = isDescending ? [last.value, edge?.value ?? Infinity] : [edge?.value ?? 0, last.value];
    const alike = keysInRange(keys, index.namePrefix, from, until + 1);
    if (countKeys(alike) > ALIKE_MAX) return null;
    const places = order.sorted({ ...step, keys: alike });
    if (places.length === limit || first.length < wanted) return places;
  }
  return null;
}

/** Skips to the rows without a user, which are all at the end of the order by user. */
function beginningWithoutUser({ isDescending }: ListStep, noUser: string | null): ListPosition | null {
  if (noUser === "only" && !isDescending) return { key: 0, value: NO_USER_SORT_KEY };
  if (noUser === "exclude" && isDescending) return { key: 0, value: NO_USER_SORT_KEY };
  return null;
}
