import type { FacetCount, Facets } from "@/domain/facets";
import { type Bitmap, countBoth, countKeys, without } from "./bitmap";
import type { FacetIndex } from "./facet-index";
import { type FilterName, type FilterSets, meetingAll } from "./filter-sets";
import type { StateSets } from "./queue";

/** Counts each value of each filter among the connections that meet all other filters; `among` narrows them by the words. */
export function countFacets(
  index: FacetIndex,
  states: StateSets,
  sets: FilterSets,
  among: (set: Bitmap) => Bitmap,
  hasMode: "any" | "all",
): Omit<Facets, "precision"> {
  const all = among(meetingAll(index, sets));
  const leaving = (name: FilterName) => (sets.has(name) ? among(meetingAll(index, sets, name)) : all);
  const forUser = leaving("user");
  const forHas = hasMode === "all" ? all : leaving("has");
  const forLacks = leaving("lacks");
  const told = countBoth(forLacks, index.permissionsTold);
  const has = countValues(index.permission, forHas);
  const hasAmongLacks = forLacks === forHas ? has : countValues(index.permission, forLacks);
  return {
    status: countValues(index.status, leaving("status")),
    environment: countValues(index.environment, leaving("environment")),
    has,
    lacks: hasAmongLacks.map(({ value, count }) => ({ value, count: told - count })),
    attention: countValues(index.attention, leaving("attention")),
    outreach: countValues(states, leaving("outreach")),
    owner: countValues(index.cases.owner, leaving("owner")),
    link: countValues(index.cases.link, leaving("link")),
    withUser: countKeys(without(forUser, index.withoutUser)),
    withoutUser: countBoth(forUser, index.withoutUser),
  };
}

function countValues(values: ReadonlyMap<string, Bitmap>, among: Bitmap): FacetCount[] {
  return [...values].map(([value, set]) => ({ value, count: countBoth(among, set) }));
}
