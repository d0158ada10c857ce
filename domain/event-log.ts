import { createLoader, createSerializer, parseAsNativeArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { isDateFilter, isTimeZone } from "./date-filter";
import { ENVIRONMENTS, type Environment } from "./environment";
import type { Dialect, UnrecognisedReason } from "./event";
import { formatCursor } from "./page";
import type { SignatureScheme } from "./signature";

/** What an event is to the log: a change of a connection, a note on signing rules, or something that can't be read yet. */
export const EVENT_TYPES = ["created", "updated", "expired", "disconnected", "unrecognised", "rules"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const LOG_DIALECTS = ["docs", "sdk", "flat", "unknown"] as const;
export type LogDialect = (typeof LOG_DIALECTS)[number];
export const LOG_SCHEMES = ["svix", "ofauth"] as const satisfies readonly SignatureScheme[];

/** One line of the event log. Instants in milliseconds. */
export type LoggedEvent = {
  readonly id: number;
  readonly type: EventType;
  /** The sender's own word; null where the body has none. */
  readonly word: string | null;
  readonly reason: UnrecognisedReason | null;
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

const text = parseAsString.withDefault("");
const PARSERS = {
  type: parseAsNativeArrayOf(parseAsStringLiteral(EVENT_TYPES)),
  dialect: parseAsNativeArrayOf(parseAsStringLiteral(LOG_DIALECTS)),
  scheme: parseAsNativeArrayOf(parseAsStringLiteral(LOG_SCHEMES)),
  environment: parseAsNativeArrayOf(parseAsStringLiteral(ENVIRONMENTS)),
  connection: text,
  user: text,
  value: text,
  received: text,
  zone: parseAsString.withDefault(DEFAULT_ZONE),
  after: text,
  before: text,
};

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export const WHOLE_LOG: EventSearch = load({});

/** Reads the log's state from its URL. What makes no sense there becomes the default, never an error. */
export function parseEventSearch(input: SearchInput): EventSearch {
  const search = load(input);
  const received = isDateFilter(search.received) ? search.received : "";
  const hasZone = received.includes("..") && search.zone.length < TEXT_LENGTH_MAX && isTimeZone(search.zone);
  return {
    ...search,
    type: unique(search.type),
    dialect: unique(search.dialect),
    scheme: unique(search.scheme),
    environment: unique(search.environment),
    connection: cleanText(search.connection),
    user: cleanText(search.user),
    value: cleanText(search.value),
    received,
    zone: hasZone ? search.zone : DEFAULT_ZONE,
  };
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

/** Whether anything narrows the log. */
export function isLogFiltered({ after: _after, before: _before, zone: _zone, ...filters }: EventSearch): boolean {
  return Object.values(filters).some((value) => value.length > 0);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function cleanText(value: string): string {
  return value.slice(0, TEXT_LENGTH_MAX).toWellFormed();
}
