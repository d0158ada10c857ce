import type { Attention } from "@/domain/connection/attention";
import type { OutreachState } from "@/domain/outreach/outreach";
import type { LinkProgress } from "@/domain/outreach/reconnect-step";
import type { Environment } from "@/domain/values/environment";
import { FILTER_PARSERS, parseConnectionSearch } from "./connection-search-url";
import type { ConnectionSort, Direction, ListLook, ListName } from "./list-look";

/** Which connections. Filters of several kinds are all met; several values of one kind are alternatives. */
export type ConnectionFilter = {
  readonly list: ListName;
  readonly q: string;
  /** None means all. Any word the sender may use. */
  readonly status: readonly string[];
  readonly notStatus: readonly string[];
  readonly environment: readonly Environment[];
  readonly notEnvironment: readonly Environment[];
  readonly has: readonly string[];
  /** Whether one of the permissions in `has` is enough. */
  readonly hasMode: "any" | "all";
  /** Permissions of which at least one is missing; a connection whose permissions were never told lacks none. */
  readonly lacks: readonly string[];
  readonly attention: readonly Attention[];
  readonly notAttention: readonly Attention[];
  readonly user: readonly string[];
  readonly notUser: readonly string[];
  /** Connections without a user: left as they are, or only these, or none of these. */
  readonly noUser: "" | "only" | "exclude";
  /** Where the newest case stands. */
  readonly outreach: readonly OutreachState[];
  /** Whose it is: the number of a person, `nobody`, or `ME` for the person who looks. */
  readonly owner: readonly string[];
  /** How far the user came with the reconnect link. */
  readonly link: readonly LinkProgress[];
  /** When the expiry began that isn't recovered yet. Presets and ranges of days, see `date-filter.ts`; empty for any. */
  readonly expired: string;
  readonly created: string;
  readonly lastEvent: string;
  /** The time zone in which days begin and end. */
  readonly zone: string;
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

/** Whether anything narrows the list. */
export function isFiltered(search: ConnectionFilter): boolean {
  return search.q.trim() !== "" || isFacetFiltered(search);
}

/** Whether anything but the words narrows the list. In the queue, where cases stand is a part of it and no filter. */
export function isFacetFiltered(search: ConnectionFilter): boolean {
  const { q: _words, hasMode: _mode, zone: _zone, list, outreach, ...filters } = pickFilter(search);
  return (list === "connections" && outreach.length > 0) || Object.values(filters).some((value) => value.length > 0);
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
  const keys = Object.keys(FILTER_PARSERS) as (keyof ConnectionFilter)[];
  return Object.fromEntries(keys.map((key) => [key, search[key]])) as ConnectionFilter;
}
