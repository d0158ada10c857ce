import { createLoader, createSerializer } from "nuqs/server";
import { ENVIRONMENTS, type Environment } from "@/domain/values/environment";
import { formatCursor } from "@/domain/values/query/page";
import { anyOf, date, oneOf, type QueryTable, text, wholeNumber, zone } from "@/domain/values/query/query-field";
import { problemsOf, type QueryInput, type QueryProblem } from "@/domain/values/query/query-problems";
import { CONNECTION_CHANGES, type Dialect, type UnrecognisedReason } from "./event";
import type { SignatureScheme } from "./signature";

/** What an event is to the log: a change of a connection, a note on signing rules, or something that can't be read yet. */
export const EVENT_TYPES = [...CONNECTION_CHANGES, "unrecognised", "rules"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const LOG_DIALECTS = ["docs", "sdk", "flat", "unknown"] as const;
export type LogDialect = (typeof LOG_DIALECTS)[number];
export const LOG_SCHEMES = ["svix", "ofauth"] as const satisfies readonly SignatureScheme[];

/** One line of the event log. Instants in milliseconds. */
export type LoggedEvent = {
  readonly id: number;
  /** True if it is no longer what was stored, as its checksum says. */
  readonly isDamaged: boolean;
  readonly type: EventType;
  /** The sender's own word; null where the body has none. */
  readonly word: string | null;
  readonly reason: UnrecognisedReason | null;
  /** Null for an event that wasn't dismissed from the quarantine. */
  readonly dismissal: Dismissal | null;
  readonly connectionId: string | null;
  readonly user: string | null;
  readonly messageId: string | null;
  /** The body's own time; null if it has none. */
  readonly bodyTime: number | null;
  readonly occurredAt: number;
  readonly receivedAt: number;
  /** How often it was delivered. */
  readonly deliveries: number;
  readonly dialect: Dialect | null;
  readonly scheme: SignatureScheme;
  readonly environment: Environment;
  readonly body: Uint8Array;
};

/** Who set an event of the quarantine aside, and when. */
export type Dismissal = { readonly at: number; readonly personName: string };

/** A further delivery of an event that was there already. */
export type RepeatedDelivery = {
  readonly receivedAt: number;
  readonly sentAt: number;
  readonly scheme: SignatureScheme;
};

/** Which events. Filters of several kinds are all met; several values of one kind are alternatives. */
export type EventFilter = {
  readonly type: readonly EventType[];
  readonly dialect: readonly LogDialect[];
  readonly scheme: readonly SignatureScheme[];
  readonly environment: readonly Environment[];
  /** True if it was dismissed from the quarantine; empty for either. */
  readonly dismissed: "" | "no" | "yes";
  readonly connection: string;
  readonly user: string;
  /** A value that the body holds somewhere, whole and letter by letter; or the sender's message id. */
  readonly value: string;
  /** When it was received: a preset or a range of days, see `date-filter.ts`; empty for any time. */
  readonly received: string;
  readonly zone: string;
};

export type EventSearch = EventFilter & {
  /** Cursors, see `page.ts`; `after` wins where both are given. */
  readonly after: string;
  readonly before: string;
};

type SearchInput = URLSearchParams | Record<string, string | string[] | undefined>;

/** The order of the log, as its cursors name it. */
export const ARRIVAL = "arrival";
export const EVENTS_PER_PAGE = 50;
const TEXT_LENGTH_MAX = 1_000;
const DEFAULT_ZONE = "UTC";

const PARSERS = {
  type: anyOf(EVENT_TYPES),
  dialect: anyOf(LOG_DIALECTS),
  scheme: anyOf(LOG_SCHEMES),
  environment: anyOf(ENVIRONMENTS),
  dismissed: oneOf(["", "no", "yes"], ""),
  connection: text(TEXT_LENGTH_MAX),
  user: text(TEXT_LENGTH_MAX),
  value: text(TEXT_LENGTH_MAX),
  received: date(),
  zone: zone(DEFAULT_ZONE),
  after: text(),
  before: text(),
} satisfies QueryTable;
/** `event` begins the page at one event: see `searchFromEvent`. */
const PAGE_PARSERS = { ...PARSERS, event: wholeNumber() };

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export const WHOLE_LOG: EventSearch = load({});

/** Reads the log's state from its URL. What makes no sense there becomes the default, and is a problem of the query. */
export function parseEventSearch(input: SearchInput): EventSearch {
  const search = load(input);
  return {
    ...search,
    type: unique(search.type),
    dialect: unique(search.dialect),
    scheme: unique(search.scheme),
    environment: unique(search.environment),
    connection: cleanText(search.connection),
    user: cleanText(search.user),
    value: cleanText(search.value),
    zone: search.received.includes("..") ? search.zone : DEFAULT_ZONE,
  };
}

/** What of the log's query is not understood, so that the log holds more than was asked for. */
export function eventSearchProblems(input: QueryInput): QueryProblem[] {
  return problemsOf(PAGE_PARSERS, input);
}

/** The query string of a log's state, with its question mark; empty for the whole log. */
export function formatEventSearch(search: EventSearch): string {
  const { type, dialect, scheme, environment, ...rest } = search;
  return serialize({
    ...rest,
    type: [...type],
    dialect: [...dialect],
    scheme: [...scheme],
    environment: [...environment],
  });
}

/** The same log with something changed, from its newest event again. */
export function changeEventSearch(search: EventSearch, change: Partial<EventSearch>): EventSearch {
  return { ...search, after: "", before: "", ...change };
}

/** The whole log from one event on, that one first. */
export function searchFromEvent(id: number): EventSearch {
  const below = id + 1;
  return { ...WHOLE_LOG, after: formatCursor({ order: ARRIVAL, value: below, key: below, offset: 0 }) };
}

/** Returns true if anything narrows the log. */
export function isLogFiltered({ after: _after, before: _before, zone: _zone, ...filters }: EventSearch): boolean {
  return Object.values(filters).some((value) => value.length > 0);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function cleanText(value: string): string {
  return value.slice(0, TEXT_LENGTH_MAX).toWellFormed();
}
