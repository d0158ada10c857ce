import type { ConnectionFilter } from "@/domain/lists/connection-search";
import { FACET_VALUES_MAX, type FacetCount, type Facets } from "@/domain/lists/facets";
import { type Bitmap, countBoth, countKeys, emptyBitmap, without } from "./bitmap";
import type { FacetIndex } from "./facet-index";
import { type FilterSets, meetingAll, type SetName, VALUE_SETS } from "./filter-sets";
import type { StateSets } from "./queue";

type ValueFilter = Exclude<keyof typeof VALUE_SETS, "status">;

const NONE = emptyBitmap();

/**
 * Counts each value of each filter among the connections that meet all other filters; `among` narrows them by the words, and in the queue
 * to one for each user.
 */
export function countFacets(
  index: FacetIndex,
  states: StateSets,
  sets: FilterSets,
  among: (set: Bitmap, leftOut: SetName | null) => Bitmap,
  asked: Pick<ConnectionFilter, "status" | "notStatus" | "has" | "lacks" | "hasMode">,
): Omit<Facets, "precision"> {
  const all = among(meetingAll(index, sets), null);
  const leaving = (name: SetName) => (sets.has(name) ? among(meetingAll(index, sets, name), name) : all);
  const forUser = leaving("user");
  const forHas = asked.hasMode === "all" ? all : leaving("has");
  const forLacks = leaving("lacks");
  const told = countBoth(forLacks, index.permissionsTold);
  const has = mostFrequent(countValues(index.permission, forHas), [...asked.has, ...asked.lacks]);
  const forStatus = leaving("status");
  const status = mostFrequent(countValues(index.status, forStatus), [...asked.status, ...asked.notStatus]);
  const countOf = (name: keyof typeof VALUE_SETS) => countValues(VALUE_SETS[name]({ index, states }), leaving(name));
  return {
    ...countEach(countOf),
    status,
    has,
    lacks: has.map(({ value, count }) => {
      const having = forLacks === forHas ? count : countBoth(forLacks, index.permission.get(value) ?? NONE);
      return { value, count: told - having };
    }),
    unlisted: { status: countOthers(index.status, status), permission: countOthers(index.permission, has) },
    withAnyStatus: countKeys(forStatus),
    withUser: countKeys(without(forUser, index.withoutUser)),
    withoutUser: countBoth(forUser, index.withoutUser),
  };
}

/** Counts every filter by values but the status, of which only the most frequent are counted. */
function countEach(countOf: (name: ValueFilter) => FacetCount[]): Readonly<Record<ValueFilter, FacetCount[]>> {
  const { status: _counted, ...others } = VALUE_SETS;
  // Safe: the keys of a record of names are its names.
  const names = Object.keys(others) as ValueFilter[];
  return Object.fromEntries(names.map((name) => [name, countOf(name)])) as Record<ValueFilter, FacetCount[]>;
}

function countValues(values: ReadonlyMap<string, Bitmap>, among: Bitmap): FacetCount[] {
  return [...values].map(([value, set]) => ({ value, count: countBoth(among, set) }));
}

function mostFrequent(counts: readonly FacetCount[], asked: readonly string[]): readonly FacetCount[] {
  if (counts.length <= FACET_VALUES_MAX) return counts;
  const ranked = [...counts].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return ranked.filter(({ value }, rank) => rank < FACET_VALUES_MAX || asked.includes(value));
}

function countOthers(values: ReadonlyMap<string, Bitmap>, listed: readonly FacetCount[]): number {
  return values.size - listed.length;
}
