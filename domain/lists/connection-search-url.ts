import { createLoader, createSerializer } from "nuqs/server";
import { type OutreachState, TODO_STATES } from "@/domain/outreach/outreach";
import { digits, oneOf, type QueryTable, text } from "@/domain/values/query/query-field";
import { problemsOf, type QueryInput, type QueryProblem } from "@/domain/values/query/query-problems";
import type { ConnectionFilter, ConnectionSearch } from "./connection-search";
import {
  ANY_STATE,
  DEFAULT_ZONE,
  FILTER_PARAMS,
  type FilterOf,
  filtersOf,
  QUERY_LENGTH_MAX,
  URL_NAMES,
  VALUE_LENGTH_MAX,
  VALUES_MAX,
} from "./filters";
import { type ConnectionSort, DIRECTIONS, LISTS, type ListName, lookParsersOf, SORTS, withAccount } from "./list-look";

type SearchInput = URLSearchParams | Record<string, string | string[] | undefined>;
type StateWord = OutreachState | typeof ANY_STATE;

const VIEW_LENGTH_MAX = 9;

function parsersOf(list: ListName) {
  return {
    ...FILTER_PARAMS,
    // Said by the path, see `listHref`; where there is none, `formatConnectionSearch` adds it.
    list: oneOf(LISTS, list),
    sort: oneOf<ConnectionSort>(SORTS[list], list === "outreach" ? "rank" : "last_event"),
    order: oneOf(DIRECTIONS, list === "outreach" ? "asc" : "desc"),
    ...lookParsersOf(list),
    after: text(),
    before: text(),
    open: text(VALUE_LENGTH_MAX),
    view: digits(VIEW_LENGTH_MAX),
  } satisfies QueryTable;
}

const load = {
  connections: createLoader(parsersOf("connections"), { urlKeys: URL_NAMES }),
  outreach: createLoader(parsersOf("outreach"), { urlKeys: URL_NAMES }),
};
const serialize = {
  connections: createSerializer(parsersOf("connections"), { urlKeys: URL_NAMES }),
  outreach: createSerializer(parsersOf("outreach"), { urlKeys: URL_NAMES }),
};

/** Reads a list's state from its URL. What makes no sense there becomes the default, and is a problem of the query. */
export function parseConnectionSearch(input: SearchInput): ConnectionSearch {
  const { list } = load.connections(input);
  const search = withCleanLists(load[list](input));
  return {
    ...search,
    zone: zoneOf(search),
    q: search.q.slice(0, QUERY_LENGTH_MAX).toWellFormed(),
    outreach: statesOf(list, search.outreach),
    columns: withAccount(list, search.columns),
    open: search.open.length <= VALUE_LENGTH_MAX ? search.open : "",
  };
}

/** What of a list's query is not understood, so that the list holds more than was asked for. `others`: what else its address takes. */
export function connectionSearchProblems(input: QueryInput, others: QueryTable = {}): QueryProblem[] {
  const { list } = load.connections(input);
  return problemsOf({ ...parsersOf(list), ...others }, input, { urlKeys: URL_NAMES });
}

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

function statesOf(list: ListName, words: readonly StateWord[]): readonly OutreachState[] {
  if (list === "outreach" && words.length === 0) return TODO_STATES;
  return words.includes(ANY_STATE) ? [] : words.flatMap((word) => (word === ANY_STATE ? [] : word));
}

function wordsOf({ list, outreach }: ConnectionSearch): StateWord[] {
  if (list === "connections") return [...outreach];
  if (outreach.length === 0) return [ANY_STATE];
  return outreach.join() === TODO_STATES.join() ? [] : [...outreach];
}

/** A time zone means something only beside a range of days. */
function zoneOf(search: Pick<ConnectionFilter, FilterOf<"dates"> | "zone">): string {
  return filtersOf("dates").some((name) => search[name].includes("..")) ? search.zone : DEFAULT_ZONE;
}

/** Safe: lists lose values and gain none; nothing else differs. */
function withCleanLists<Search extends object>(search: Search): Search {
  const entries = Object.entries(search).map(([name, value]) => [name, Array.isArray(value) ? clean(value) : value]);
  return Object.fromEntries(entries) as Search;
}

function clean(values: readonly string[]): string[] {
  const usable = values.filter((value) => value !== "" && value.length <= VALUE_LENGTH_MAX && value.isWellFormed());
  return [...new Set(usable)].slice(0, VALUES_MAX);
}

/** Safe: lists are copied, since nuqs asks for arrays that it could change; nothing else differs. */
function mutable(search: ConnectionSearch): Mutable<ConnectionSearch> {
  const entries = Object.entries(search).map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]);
  return Object.fromEntries(entries) as Mutable<ConnectionSearch>;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] extends readonly (infer Item)[] ? Item[] : T[Name] };
