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
import { OUTREACH_STATES, type OutreachState, TODO_STATES } from "./outreach";
import { LINK_PROGRESSES, type LinkProgress } from "./reconnect-step";

export const CONNECTION_SORTS = ["last_event", "status_since", "name", "user", "expiries", "created"] as const;
/** `rank`: what is to be done first, which only the queue knows. */
export const SORTS = {
  connections: CONNECTION_SORTS,
  outreach: ["rank", ...CONNECTION_SORTS],
} as const;
export type ConnectionSort = (typeof SORTS.outreach)[number];

export const DIRECTIONS = ["asc", "desc"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const PAGE_SIZES = ["50", "25", "100"] as const;

/** All connections; or the queue, which holds those that have an outreach case, a card for each user. */
export const LISTS = ["connections", "outreach"] as const;
export type ListName = (typeof LISTS)[number];

/** Every column of the table, in the order in which they are offered. */
export const CONNECTION_COLUMNS = [
  "status",
  "account",
  "user",
  "permissions",
  "last_event",
  "outreach",
  "why",
  "contact",
  "connection",
  "expiries",
  "created",
  "environment",
] as const;
export type ConnectionColumn = (typeof CONNECTION_COLUMNS)[number];
/** Why a case stands where it does, and who was contacted when: of the queue alone. */
const QUEUE_COLUMNS: readonly ConnectionColumn[] = ["why", "contact"];
export const COLUMNS: Readonly<Record<ListName, readonly ConnectionColumn[]>> = {
  connections: CONNECTION_COLUMNS.filter((column) => !QUEUE_COLUMNS.includes(column)),
  outreach: CONNECTION_COLUMNS,
};
export const DEFAULT_COLUMNS: Readonly<Record<ListName, readonly ConnectionColumn[]>> = {
  connections: ["status", "account", "user", "permissions", "last_event", "outreach"],
  outreach: ["account", "user", "why", "contact", "outreach"],
};

export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

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
  /** Whose it is: the number of a person, `nobody`, or `ME` for whoever looks. */
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
/** In the queue's address: wherever cases stand. Without it, those are meant of which something is wanted. */
const ANY_STATE = "any";
const STATE_WORDS = [...OUTREACH_STATES, ANY_STATE] as const;
/** Stands for whoever looks, so that a view of one's own cases is everyone's. */
export const ME = "me";
/** No person has this number. */
const NO_PERSON = 0;

const parseAsDateFilter = createParser({ parse: (text) => (isDateFilter(text) ? text : null), serialize: String });
const parseAsTimeZone = createParser({
  parse: (text) => (text.length <= VALUE_LENGTH_MAX && isTimeZone(text) ? text : null),
  serialize: String,
});
const texts = parseAsNativeArrayOf(parseAsString);
const environments = parseAsNativeArrayOf(parseAsStringLiteral(ENVIRONMENTS));
const attentions = parseAsNativeArrayOf(parseAsStringLiteral(ATTENTIONS));

const FILTER_PARSERS = {
  list: parseAsStringLiteral(LISTS).withDefault("connections"),
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
  outreach: parseAsNativeArrayOf(parseAsStringLiteral(STATE_WORDS)),
  owner: texts,
  link: parseAsNativeArrayOf(parseAsStringLiteral(LINK_PROGRESSES)),
  expired: parseAsDateFilter.withDefault(""),
  created: parseAsDateFilter.withDefault(""),
  lastEvent: parseAsDateFilter.withDefault(""),
  zone: parseAsTimeZone.withDefault(DEFAULT_ZONE),
};

function parsersOf(list: ListName) {
  return {
    ...FILTER_PARSERS,
    // Said by the path, see `listHref`; where there is none, `formatConnectionSearch` adds it.
    list: parseAsStringLiteral(LISTS).withDefault(list),
    sort: parseAsStringLiteral<ConnectionSort>([...SORTS[list]]).withDefault(
      list === "outreach" ? "rank" : "last_event",
    ),
    order: parseAsStringLiteral(DIRECTIONS).withDefault(list === "outreach" ? "asc" : "desc"),
    size: parseAsStringLiteral(PAGE_SIZES).withDefault("50"),
    columns: parseAsArrayOf(parseAsStringLiteral(COLUMNS[list])).withDefault([...DEFAULT_COLUMNS[list]]),
    density: parseAsStringLiteral(DENSITIES).withDefault("comfortable"),
    after: parseAsString.withDefault(""),
    before: parseAsString.withDefault(""),
    open: parseAsString.withDefault(""),
    view: parseAsString.withDefault(""),
  };
}

const urlKeys = {
  notStatus: "not_status",
  notEnvironment: "not_environment",
  hasMode: "has_mode",
  notAttention: "not_attention",
  notUser: "not_user",
  noUser: "no_user",
  lastEvent: "last_event",
};

const load = {
  connections: createLoader(parsersOf("connections"), { urlKeys }),
  outreach: createLoader(parsersOf("outreach"), { urlKeys }),
};
const serialize = {
  connections: createSerializer(parsersOf("connections"), { urlKeys }),
  outreach: createSerializer(parsersOf("outreach"), { urlKeys }),
};

/** Reads a list's state from its URL. What makes no sense there becomes the default, never an error. */
export function parseConnectionSearch(input: SearchInput): ConnectionSearch {
  const { list } = load.connections(input);
  const search = load[list](input);
  const { outreach: stateWords } = search;
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
    outreach: statesOf(list, cleanValues(stateWords)),
    owner: cleanValues(search.owner),
    link: cleanValues(search.link),
    columns: withAccount(list, cleanValues(search.columns)),
    open: search.open.length <= VALUE_LENGTH_MAX ? search.open : "",
    view: /^\d{1,9}$/.test(search.view) ? search.view : "",
  };
}

export const WHOLE_LIST: ConnectionSearch = parseConnectionSearch({});

/** The queue as it opens: of whom something is wanted, the first thing first. */
export const WHOLE_QUEUE: ConnectionSearch = parseConnectionSearch({ list: "outreach" });

export const WHOLE_LISTS: Readonly<Record<ListName, ConnectionSearch>> = {
  connections: WHOLE_LIST,
  outreach: WHOLE_QUEUE,
};

/** Nothing narrows the list of connections. */
export const NO_FILTER: ConnectionFilter = pickFilter(WHOLE_LIST);

/** The address of a list in its state. */
export function listHref(search: ConnectionSearch): string {
  return `/${search.list}${formatState(search)}`;
}

/** A list and its state as one query string, with its question mark; empty for the whole list of connections. */
export function formatConnectionSearch(search: ConnectionSearch): string {
  const state = formatState(search);
  if (search.list === "connections") return state;
  return `${state === "" ? "?" : `${state}&`}list=${search.list}`;
}

function formatState(search: ConnectionSearch): string {
  return serialize[search.list]({ ...mutable(search), outreach: wordsOf(search), zone: zoneOf(search) });
}

/** How the list looks, whatever it shows: columns, density and page size, as a query string. */
export function formatLook(search: ConnectionSearch): string {
  return serialize[search.list]({ columns: [...search.columns], density: search.density, size: search.size });
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
  const { list, outreach } = search;
  return changeSearch(search, { ...NO_FILTER, list, outreach: list === "outreach" ? outreach : [], view: "" });
}

/** The direction in which a column is first sorted: times from the newest, numbers from the highest, texts from A. */
export function naturalDirection(sort: ConnectionSort): Direction {
  return sort === "name" || sort === "user" || sort === "rank" ? "asc" : "desc";
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

/** The same filter with whoever looks by their number. A program is no person, and has no cases. */
export function withMe<T extends ConnectionFilter>(search: T, personId: number | null): T {
  return { ...search, owner: search.owner.map((owner) => (owner === ME ? String(personId ?? NO_PERSON) : owner)) };
}

function statesOf(list: ListName, words: readonly (typeof STATE_WORDS)[number][]): readonly OutreachState[] {
  if (list === "outreach" && words.length === 0) return TODO_STATES;
  return words.includes(ANY_STATE) ? [] : words.flatMap((word) => (word === ANY_STATE ? [] : word));
}

function wordsOf({ list, outreach }: ConnectionSearch): (typeof STATE_WORDS)[number][] {
  if (list === "connections") return [...outreach];
  if (outreach.length === 0) return [ANY_STATE];
  return outreach.join() === TODO_STATES.join() ? [] : [...outreach];
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
function withAccount(list: ListName, columns: readonly ConnectionColumn[]): readonly ConnectionColumn[] {
  if (columns.length === 0) return DEFAULT_COLUMNS[list];
  return columns.includes("account") ? columns : ["account", ...columns];
}

/** Safe: lists are copied, since nuqs asks for arrays that it could change; nothing else differs. */
function mutable(search: ConnectionSearch): Mutable<ConnectionSearch> {
  const entries = Object.entries(search).map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]);
  return Object.fromEntries(entries) as Mutable<ConnectionSearch>;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] extends readonly (infer Item)[] ? Item[] : T[Name] };
