import { createLoader, createSerializer } from "nuqs/server";
import { ATTENTIONS } from "@/domain/connection/attention";
import { OUTREACH_STATES, type OutreachState, TODO_STATES } from "@/domain/outreach/outreach";
import { LINK_PROGRESSES } from "@/domain/outreach/reconnect-step";
import { ENVIRONMENTS } from "@/domain/values/environment";
import { anyOf, date, digits, oneOf, type QueryTable, text, texts, zone } from "@/domain/values/query-field";
import { problemsOf, type QueryInput, type QueryProblem } from "@/domain/values/query-problems";
import type { ConnectionFilter, ConnectionSearch } from "./connection-search";
import { type ConnectionSort, DIRECTIONS, LISTS, type ListName, lookParsersOf, SORTS, withAccount } from "./list-look";

type SearchInput = URLSearchParams | Record<string, string | string[] | undefined>;

/** Longer than any id of a connection or a user, which is matched exactly only when it is whole. */
export const QUERY_LENGTH_MAX = 300;
const VALUE_LENGTH_MAX = 300;
const VALUES_MAX = 30;
const VIEW_LENGTH_MAX = 9;
const DEFAULT_ZONE = "UTC";
/** In the queue's address: wherever cases stand. Without it, those are meant of which something is wanted. */
const ANY_STATE = "any";
const STATE_WORDS = [...OUTREACH_STATES, ANY_STATE] as const;

const values = texts(VALUE_LENGTH_MAX, VALUES_MAX);
const environments = anyOf(ENVIRONMENTS);
const attentions = anyOf(ATTENTIONS);

/** One for each name of a filter. */
export const FILTER_PARSERS = {
  list: oneOf(LISTS, "connections"),
  q: text(QUERY_LENGTH_MAX),
  status: values,
  notStatus: values,
  environment: environments,
  notEnvironment: environments,
  has: values,
  hasMode: oneOf(["any", "all"], "any"),
  lacks: values,
  attention: attentions,
  notAttention: attentions,
  user: values,
  notUser: values,
  noUser: oneOf(["", "only", "exclude"], ""),
  outreach: anyOf(STATE_WORDS),
  owner: values,
  link: anyOf(LINK_PROGRESSES),
  expired: date(),
  created: date(),
  lastEvent: date(),
  zone: zone(DEFAULT_ZONE),
} satisfies QueryTable;

function parsersOf(list: ListName) {
  return {
    ...FILTER_PARSERS,
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

/** Reads a list's state from its URL. What makes no sense there becomes the default, and is a problem of the query. */
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
  };
}

/** What of a list's query is not understood, so that the list holds more than was asked for. `others`: what else its address takes. */
export function connectionSearchProblems(input: QueryInput, others: QueryTable = {}): QueryProblem[] {
  const { list } = load.connections(input);
  return problemsOf({ ...parsersOf(list), ...others }, input, { urlKeys });
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

function statesOf(list: ListName, words: readonly (typeof STATE_WORDS)[number][]): readonly OutreachState[] {
  if (list === "outreach" && words.length === 0) return TODO_STATES;
  return words.includes(ANY_STATE) ? [] : words.flatMap((word) => (word === ANY_STATE ? [] : word));
}

function wordsOf({ list, outreach }: ConnectionSearch): (typeof STATE_WORDS)[number][] {
  if (list === "connections") return [...outreach];
  if (outreach.length === 0) return [ANY_STATE];
  return outreach.join() === TODO_STATES.join() ? [] : [...outreach];
}

/** A time zone means something only beside a range of days. */
function zoneOf(search: Pick<ConnectionFilter, "expired" | "created" | "lastEvent" | "zone">): string {
  const hasDays = [search.expired, search.created, search.lastEvent].some((date) => date.includes(".."));
  return hasDays ? search.zone : DEFAULT_ZONE;
}

function cleanValues<T extends string>(values: readonly T[]): T[] {
  const usable = values.filter((value) => value !== "" && value.length <= VALUE_LENGTH_MAX && value.isWellFormed());
  return [...new Set(usable)].slice(0, VALUES_MAX);
}

/** Safe: lists are copied, since nuqs asks for arrays that it could change; nothing else differs. */
function mutable(search: ConnectionSearch): Mutable<ConnectionSearch> {
  const entries = Object.entries(search).map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]);
  return Object.fromEntries(entries) as Mutable<ConnectionSearch>;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] extends readonly (infer Item)[] ? Item[] : T[Name] };
