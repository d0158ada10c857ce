import { createLoader, createSerializer, parseAsNativeArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const CONNECTION_SORTS = ["last_event", "status_since", "name", "user"] as const;
export type ConnectionSort = (typeof CONNECTION_SORTS)[number];

export const DIRECTIONS = ["asc", "desc"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const PAGE_SIZES = ["50", "25", "100"] as const;

/** What the connections table shows; its URL holds all of it. */
export type ConnectionSearch = {
  readonly q: string;
  /** None means all. Any word the sender may use. */
  readonly status: readonly string[];
  readonly sort: ConnectionSort;
  readonly order: Direction;
  readonly size: (typeof PAGE_SIZES)[number];
  /** Cursors, see `page.ts`; `after` wins where both are given. */
  readonly after: string;
  readonly before: string;
};

type SearchInput = URLSearchParams | Record<string, string | string[] | undefined>;

const QUERY_LENGTH_MAX = 200;
const STATUS_LENGTH_MAX = 100;
const STATUSES_MAX = 20;

const PARSERS = {
  q: parseAsString.withDefault(""),
  status: parseAsNativeArrayOf(parseAsString),
  sort: parseAsStringLiteral(CONNECTION_SORTS).withDefault("last_event"),
  order: parseAsStringLiteral(DIRECTIONS).withDefault("desc"),
  size: parseAsStringLiteral(PAGE_SIZES).withDefault("50"),
  after: parseAsString.withDefault(""),
  before: parseAsString.withDefault(""),
};

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export const WHOLE_LIST: ConnectionSearch = load({});

/** Reads the table's state from its URL. What makes no sense there becomes the default, never an error. */
export function parseConnectionSearch(input: SearchInput): ConnectionSearch {
  const search = load(input);
  const statuses = search.status.filter((status) => status !== "" && status.length <= STATUS_LENGTH_MAX);
  return {
    ...search,
    q: search.q.slice(0, QUERY_LENGTH_MAX).toWellFormed(),
    status: [...new Set(statuses)].slice(0, STATUSES_MAX),
  };
}

/** The query string of a table's state, with its question mark; empty for the whole list. */
export function formatConnectionSearch(search: ConnectionSearch): string {
  return serialize({ ...search, status: [...search.status] });
}

/** The same search with something changed, from its first page again. */
export function changeSearch(search: ConnectionSearch, change: Partial<ConnectionSearch>): ConnectionSearch {
  return { ...search, after: "", before: "", ...change };
}

/** The direction in which a column is first sorted: times from the newest, texts from A. */
export function naturalDirection(sort: ConnectionSort): Direction {
  return sort === "name" || sort === "user" ? "asc" : "desc";
}

/** Whether anything narrows the list. */
export function isFiltered(search: ConnectionSearch): boolean {
  return search.q.trim() !== "" || search.status.length > 0;
}
