import type { inferParserType } from "nuqs/server";
import type { OutreachState } from "@/domain/outreach/outreach";
import { parseConnectionSearch } from "./connection-search-url";
import { FILTER_NAMES, FILTER_PARAMS, FILTERS, type FilterName, type FilterParam, PERSONAL_PARAMS } from "./filters";
import type { ConnectionSort, Direction, ListLook, ListName } from "./list-look";

type Params = Omit<inferParserType<typeof FILTER_PARAMS>, "outreach"> & { outreach: OutreachState[] };

/** Which connections: a value for each parameter of `FILTERS`. Empty lists and texts narrow nothing. */
export type ConnectionFilter = {
  readonly [Param in FilterParam]: Params[Param] extends readonly (infer Value)[] ? readonly Value[] : Params[Param];
};

/** What the connections table shows; its URL holds all of it. */
export type ConnectionSearch = ConnectionFilter &
  ListLook & {
    readonly sort: ConnectionSort;
    readonly order: Direction;
    /** Cursors, see `page.ts`; `after` wins where both are given. */
    readonly after: string;
    readonly before: string;
    /** The connection in the side panel. */
    readonly open: string;
    /** The saved view that this came from, by its number; empty for none. */
    readonly view: string;
  };

/** Stands for the person who looks, so that a view of one's own cases is everyone's. */
export const ME = "me";
/** No person has this number. */
const NO_PERSON = 0;

export const WHOLE_LIST: ConnectionSearch = parseConnectionSearch({});

/** The queue as it opens: of whom something is wanted, the first thing first. */
export const WHOLE_QUEUE: ConnectionSearch = parseConnectionSearch({ list: "outreach" });

export const WHOLE_LISTS: Readonly<Record<ListName, ConnectionSearch>> = {
  connections: WHOLE_LIST,
  outreach: WHOLE_QUEUE,
};

/** Nothing narrows the list of connections. */
export const NO_FILTER: ConnectionFilter = pickFilter(WHOLE_LIST);

/** The same search with something changed, from its first page again. */
export function changeSearch(search: ConnectionSearch, change: Partial<ConnectionSearch>): ConnectionSearch {
  return { ...search, after: "", before: "", open: "", ...change };
}

/** The same list in the same order and look, with nothing that narrows it. */
export function clearFilters(search: ConnectionSearch): ConnectionSearch {
  const { list, outreach } = search;
  return changeSearch(search, { ...NO_FILTER, list, outreach: list === "outreach" ? outreach : [], view: "" });
}

/** Returns true if anything narrows the list. */
export function isFiltered(search: ConnectionFilter): boolean {
  return search.q.trim() !== "" || isFacetFiltered(search);
}

/** Returns true if anything but the words narrows the list. In the queue, where cases stand is a part of it and no filter. */
export function isFacetFiltered(search: ConnectionFilter): boolean {
  const hidden = search.list === "outreach" ? ["q", "outreach"] : ["q"];
  return FILTER_NAMES.some((name) => !hidden.includes(name) && isSet(name, search));
}

/** Checks whether a filter narrows the list. */
function isSet(name: FilterName, search: ConnectionFilter): boolean {
  // Safe: the parameters of a filter are among those of all.
  const params = Object.keys(FILTERS[name].params) as FilterParam[];
  return params.some((param) => search[param].length > 0);
}

/** Checks whether a filter may name somebody: whether it has words, or users. */
export function isPersonal(filter: ConnectionFilter): boolean {
  return hasWords(filter) || usersIn(filter).length > 0;
}

/** Checks whether a filter has words that someone typed. */
export function hasWords(filter: ConnectionFilter): boolean {
  return PERSONAL_PARAMS.some(({ param, kind }) => kind === "words" && filter[param] !== "");
}

/** Returns the references of users that a filter asks for or leaves out. */
export function usersIn(filter: ConnectionFilter): string[] {
  return PERSONAL_PARAMS.flatMap(({ param, kind }) => (kind === "users" ? filter[param] : []));
}

/** The same filter with the person who looks by their number. A program is no person, and has no cases. */
export function withMe<T extends ConnectionFilter>(search: T, personId: number | null): T {
  return { ...search, owner: search.owner.map((owner) => (owner === ME ? String(personId ?? NO_PERSON) : owner)) };
}

/** A value is added to a list that does not have it, and taken from one that does. */
export function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

/** Safe: there is a parser for each name of a filter, and for no other. */
function pickFilter(search: ConnectionFilter): ConnectionFilter {
  const keys = Object.keys(FILTER_PARAMS) as FilterParam[];
  return Object.fromEntries(keys.map((key) => [key, search[key]])) as ConnectionFilter;
}
