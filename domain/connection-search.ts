import {
  createLoader,
  createParser,
  createSerializer,
  parseAsArrayOf,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { ATTENTIONS, type Attention } from "./attention";
import { isDateFilter, isTimeZone } from "./date-filter";
import { ENVIRONMENTS, type Environment } from "./environment";

export const CONNECTION_SORTS = ["last_event", "status_since", "name", "user", "expiries", "created"] as const;
export type ConnectionSort = (typeof CONNECTION_SORTS)[number];

export const DIRECTIONS = ["asc", "desc"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const PAGE_SIZES = ["50", "25", "100"] as const;

/** Every column of the table, the ones that are shown at first before the others. */
export const CONNECTION_COLUMNS = [
  "status",
  "account",
  "user",
  "permissions",
  "last_event",
  "connection",
  "expiries",
  "created",
  "environment",
] as const;
export type ConnectionColumn = (typeof CONNECTION_COLUMNS)[number];
export const DEFAULT_COLUMNS: readonly ConnectionColumn[] = CONNECTION_COLUMNS.slice(0, 5);

export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

/** Which connections. Filters of several kinds are all met; several values of one kind are alternatives. */
export type ConnectionFilter = {
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
  /** When the expiry began that isn't recovered yet. Presets and ranges of days, see `date-filter.ts`; empty for any. */
  readonly expired: string;
  readonly created: string;
  readonly lastEvent: string;
  /** The time zone in which days begin and end. */
  readonly zone: string;
};

/** What the connections table shows; its URL holds all of it. */
export type ConnectionSearch = ConnectionFilter & {
  readonly sort: ConnectionSort;
  readonly order: Direction;
  readonly size: (typeof PAGE_SIZES)[number];
  readonly columns: readonly ConnectionColumn[];
  readonly density: Density;
  /** Cursors, see `page.ts`; `after` wins where both are given. */
  readonly after: string;
  readonly before: string;
  /** The connection in the side panel. */
  readonly open: string;
  /** The saved view that this came from, by its number; empty for none. */
  readonly view: string;
};

type SearchInput = URLSearchParams | Record<string, string | string[] | undefined>;

const QUERY_LENGTH_MAX = 200;
const VALUE_LENGTH_MAX = 300;
const VALUES_MAX = 30;
const DEFAULT_ZONE = "UTC";

const parseAsDateFilter = createParser({ parse: (text) => (isDateFilter(text) ? text : null), serialize: String });
const parseAsTimeZone = createParser({
  parse: (text) => (text.length <= VALUE_LENGTH_MAX && isTimeZone(text) ? text : null),
  serialize: String,
});
const texts = parseAsNativeArrayOf(parseAsString);
const environments = parseAsNativeArrayOf(parseAsStringLiteral(ENVIRONMENTS));
const attentions = parseAsNativeArrayOf(parseAsStringLiteral(ATTENTIONS));

const FILTER_PARSERS = {
  q: parseAsString.withDefault(""),
  status: texts,
  notStatus: texts,
  environment: environments,
  notEnvironment: environments,
  has: texts,
  hasMode: parseAsStringLiteral(["any", "all"]).withDefault("any"),
  lacks: texts,
  attention: attentions,
  notAttention: attentions,
  user: texts,
  notUser: texts,
  noUser: parseAsStringLiteral(["", "only", "exclude"]).withDefault(""),
  expired: parseAsDateFilter.withDefault(""),
  created: parseAsDateFilter.withDefault(""),
  lastEvent: parseAsDateFilter.withDefault(""),
  zone: parseAsTimeZone.withDefault(DEFAULT_ZONE),
};

const PARSERS = {
  ...FILTER_PARSERS,
  sort: parseAsStringLiteral(CONNECTION_SORTS).withDefault("last_event"),
  order: parseAsStringLiteral(DIRECTIONS).withDefault("desc"),
  size: parseAsStringLiteral(PAGE_SIZES).withDefault("50"),
  columns: parseAsArrayOf(parseAsStringLiteral(CONNECTION_COLUMNS)).withDefault([...DEFAULT_COLUMNS]),
  density: parseAsStringLiteral(DENSITIES).withDefault("comfortable"),
  after: parseAsString.withDefault(""),
  before: parseAsString.withDefault(""),
  open: parseAsString.withDefault(""),
  view: parseAsString.withDefault(""),
};

const urlKeys = {
  notStatus: "not_status",
  notEnvironment: "not_environment",
  hasMode: "has_mode",
  notAttention: "not_attention",
  notUser: "not_user",
  noUser: "no_user",
  lastEvent: "last_event",
};

const load = createLoader(PARSERS, { urlKeys });
const serialize = createSerializer(PARSERS, { urlKeys });

export const WHOLE_LIST: ConnectionSearch = load({});

/** Nothing narrows the list. */
export const NO_FILTER: ConnectionFilter = pickFilter(WHOLE_LIST);

/** Reads the table's state from its URL. What makes no sense there becomes the default, never an error. */
export function parseConnectionSearch(input: SearchInput): ConnectionSearch {
  const search = load(input);
  return {
    ...search,
    zone: zoneOf(search),
    q: search.q.slice(0, QUERY_LENGTH_MAX).toWellFormed(),
    status: cleanValues(search.status),
    notStatus: cleanValues(search.notStatus),
    environment: cleanValues(search.environment),
    notEnvironment: cleanValues(search.notEnvironment),
    has: cleanValues(search.has),
    lacks: cleanValues(search.lacks),
    attention: cleanValues(search.attention),
    notAttention: cleanValues(search.notAttention),
    user: cleanValues(search.user),
    notUser: cleanValues(search.notUser),
    columns: withAccount(cleanValues(search.columns)),
    open: search.open.length <= VALUE_LENGTH_MAX ? search.open : "",
    view: /^\d{1,9}$/.test(search.view) ? search.view : "",
  };
}

/** The query string of a table's state, with its question mark; empty for the whole list. */
export function formatConnectionSearch(search: ConnectionSearch): string {
  return serialize({ ...mutable(search), zone: zoneOf(search) });
}

/** How the list looks, whatever it shows: columns, density and page size, as a query string. */
export function formatLook(search: ConnectionSearch): string {
  return serialize({ columns: [...search.columns], density: search.density, size: search.size });
}

/** A URL's parameters, and for what they leave open a remembered look. */
export function withLook(input: Record<string, string | string[] | undefined>, look: string): typeof input {
  return { ...Object.fromEntries(new URLSearchParams(look)), ...input };
}

/** The same search with something changed, from its first page again. */
export function changeSearch(search: ConnectionSearch, change: Partial<ConnectionSearch>): ConnectionSearch {
  return { ...search, after: "", before: "", open: "", ...change };
}

/** The same list in the same order and look, with nothing that narrows it. */
export function clearFilters(search: ConnectionSearch): ConnectionSearch {
  return changeSearch(search, { ...NO_FILTER, view: "" });
}

/** The direction in which a column is first sorted: times from the newest, numbers from the highest, texts from A. */
export function naturalDirection(sort: ConnectionSort): Direction {
  return sort === "name" || sort === "user" ? "asc" : "desc";
}

/** Whether anything narrows the list. */
export function isFiltered(search: ConnectionFilter): boolean {
  return search.q.trim() !== "" || isFacetFiltered(search);
}

/** Whether anything but the words narrows the list. */
export function isFacetFiltered(search: ConnectionFilter): boolean {
  const { q: _words, hasMode: _mode, zone: _zone, ...filters } = pickFilter(search);
  return Object.values(filters).some((value) => value.length > 0);
}

/** A value is added to a list that does not have it, and taken from one that does. */
export function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

/** A time zone means something only beside a range of days. */
function zoneOf(search: Pick<ConnectionFilter, "expired" | "created" | "lastEvent" | "zone">): string {
  const hasDays = [search.expired, search.created, search.lastEvent].some((date) => date.includes(".."));
  return hasDays ? search.zone : DEFAULT_ZONE;
}

/** Safe: there is a parser for each name of a filter, and for no other. */
function pickFilter(search: ConnectionFilter): ConnectionFilter {
  const keys = Object.keys(FILTER_PARSERS) as (keyof ConnectionFilter)[];
  return Object.fromEntries(keys.map((key) => [key, search[key]])) as ConnectionFilter;
}

function cleanValues<T extends string>(values: readonly T[]): T[] {
  const usable = values.filter((value) => value !== "" && value.length <= VALUE_LENGTH_MAX && value.isWellFormed());
  return [...new Set(usable)].slice(0, VALUES_MAX);
}

/** The account is what a row is about, and holds the link to it: no view goes without. */
function withAccount(columns: readonly ConnectionColumn[]): readonly ConnectionColumn[] {
  if (columns.length === 0) return DEFAULT_COLUMNS;
  return columns.includes("account") ? columns : ["account", ...columns];
}

/** Safe: lists are copied, since nuqs asks for arrays that it could change; nothing else differs. */
function mutable(search: ConnectionSearch): Mutable<ConnectionSearch> {
  const entries = Object.entries(search).map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]);
  return Object.fromEntries(entries) as Mutable<ConnectionSearch>;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] extends readonly (infer Item)[] ? Item[] : T[Name] };
