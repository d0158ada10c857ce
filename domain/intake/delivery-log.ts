import { createLoader, createSerializer } from "nuqs/server";
import { type InstantRange, instantsOf } from "@/domain/values/query/date-filter";
import { anyOf, date, oneOf, type QueryTable, text, zone } from "@/domain/values/query/query-field";
import { problemsOf, type QueryInput, type QueryProblem } from "@/domain/values/query/query-problems";
import type { Dialect } from "./event";
import { EVENT_TYPES, type EventType } from "./event-log";
import { REFUSAL_CAUSES, type Refusal, type RefusalCause } from "./intake";
import type { SignatureScheme } from "./signature";

/** The outcome of a delivery: the first of its event, repeated, or refused. */
export const DELIVERY_OUTCOMES = ["stored", "duplicate", "refused"] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

/** One line of the delivery log. Instants and durations in milliseconds. */
export type LoggedDelivery = AcceptedDelivery | RefusedDelivery;

export type AcceptedDelivery = {
  readonly outcome: "stored" | "duplicate";
  /** Unique among the lines of a log. */
  readonly key: string;
  readonly receivedAt: number;
  /** When this attempt was signed. */
  readonly sentAt: number;
  readonly bytes: number;
  /** The time until it was written, without the disk's sync. Null for events of older versions. */
  readonly tookMs: number | null;
  readonly eventId: number;
  readonly connectionId: string | null;
  /** The user's reference in the event. */
  readonly user: string | null;
  readonly messageId: string | null;
  /** The sender's own word for what happened. */
  readonly word: string | null;
  readonly scheme: SignatureScheme;
  readonly dialect: Dialect | null;
};

export type RefusedDelivery = Refusal & { readonly outcome: "refused"; readonly key: string };

export type DeliverySearch = {
  readonly outcome: readonly DeliveryOutcome[];
  readonly cause: readonly RefusalCause[];
  /** Kinds of the event. Refused deliveries have none, since their bodies are unverified. */
  readonly type: readonly EventType[];
  /** A connection's id, a user's reference or the sender's message id: an exact match. */
  readonly id: string;
  /** When it was received: a preset or a range of days (`date-filter.ts`); empty for any time. */
  readonly received: string;
  readonly zone: string;
  /** Cursors: where each of the three kinds of line continues. `after` wins if both are given. */
  readonly after: string;
  readonly before: string;
};

export type DeliveryPage = {
  readonly rows: readonly LoggedDelivery[];
  readonly previous: string | null;
  readonly next: string | null;
};

/** The number of deliveries in one hour with one outcome. */
export type HourCount = {
  /** The start of the hour. */
  readonly hour: number;
  readonly outcome: IntakeOutcome;
  readonly deliveries: number;
};

/** The outcomes counted by the hour. `counted` means signs of life, of which nothing else is stored. */
export type IntakeOutcome = "stored" | "duplicate" | "counted" | RefusalCause;

type SearchInput = URLSearchParams | Record<string, string | string[] | undefined>;

export const DELIVERIES_PER_PAGE = 50;
/** The spans of the deliveries chart. */
export const DELIVERY_SPANS = ["24h", "30d"] as const;
export type DeliverySpan = (typeof DELIVERY_SPANS)[number];

const HOUR_MS = 3_600_000;
/** The length and number of a span's bars. */
export const SPAN_PARTS: Record<DeliverySpan, { readonly partMs: number; readonly parts: number }> = {
  "24h": { partMs: HOUR_MS, parts: 24 },
  "30d": { partMs: 24 * HOUR_MS, parts: 30 },
};
const ID_LENGTH_MAX = 1_000;
const DEFAULT_ZONE = "UTC";

const PARSERS = {
  outcome: anyOf(DELIVERY_OUTCOMES),
  cause: anyOf(REFUSAL_CAUSES),
  type: anyOf(EVENT_TYPES),
  id: text(ID_LENGTH_MAX),
  received: date(),
  zone: zone(DEFAULT_ZONE),
  after: text(),
  before: text(),
} satisfies QueryTable;
/** The chart above the log has its own span. */
const PAGE_PARSERS = { ...PARSERS, span: oneOf(DELIVERY_SPANS, "24h") };

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export const WHOLE_DELIVERY_LOG: DeliverySearch = load({});

/** Reads the log's state from its URL. Invalid values become the default, and `deliverySearchProblems` reports them. */
export function parseDeliverySearch(input: SearchInput): DeliverySearch {
  const search = load(input);
  return {
    ...search,
    outcome: [...new Set(search.outcome)],
    cause: [...new Set(search.cause)],
    type: [...new Set(search.type)],
    id: search.id.slice(0, ID_LENGTH_MAX).toWellFormed().trim(),
    zone: search.received.includes("..") ? search.zone : DEFAULT_ZONE,
  };
}

/** Lists the parts of the log's query that were not understood, so that the log shows more than was asked for. */
export function deliverySearchProblems(input: QueryInput): QueryProblem[] {
  return problemsOf(PAGE_PARSERS, input);
}

/** Returns the query string of a log's state, with its question mark; empty for the whole log. */
export function formatDeliverySearch({ outcome, cause, type, ...rest }: DeliverySearch): string {
  return serialize({ ...rest, outcome: [...outcome], cause: [...cause], type: [...type] });
}

/** Returns the start of a span, which ends with the current hour or day and has as many of them as its name says. */
export function spanStart(span: DeliverySpan, now: number): number {
  const { partMs, parts } = SPAN_PARTS[span];
  return now - (now % partMs) - (parts - 1) * partMs;
}

/** Returns the chart span that a search asks for; undefined for any other time. */
export function spanOf({ received }: DeliverySearch): DeliverySpan | undefined {
  return DELIVERY_SPANS.find((span) => span === received);
}

/**
 * Returns the range of receipt that a search asks for; null for any time. A chart span begins where its bars do, so that counts
 * equal lists.
 */
export function receivedWithin(search: DeliverySearch, now: number): InstantRange | null {
  const span = spanOf(search);
  return span ? { from: spanStart(span, now), until: null } : instantsOf(search.received, search.zone, now);
}

/** Counts the deliveries in a span's hours that match a search. Signs of life leave no line in the log. */
export function countMatching(hours: readonly HourCount[], search: DeliverySearch): number {
  const outcomes: readonly IntakeOutcome[] = outcomesShown(search).flatMap((outcome): readonly IntakeOutcome[] =>
    outcome === "refused" ? (search.cause.length > 0 ? search.cause : REFUSAL_CAUSES) : [outcome],
  );
  return hours.filter(({ outcome }) => outcomes.includes(outcome)).reduce((sum, { deliveries }) => sum + deliveries, 0);
}

/** Returns the outcomes that a search shows: a cause means refused ones only, a kind of event accepted ones only. */
export function outcomesShown({ outcome, cause, type }: DeliverySearch): readonly DeliveryOutcome[] {
  if (cause.length > 0) return type.length > 0 ? [] : ["refused"];
  const wanted = outcome.length > 0 ? outcome : DELIVERY_OUTCOMES;
  return type.length > 0 ? wanted.filter((one) => one !== "refused") : wanted;
}

/** Returns true if anything narrows the log. */
export function isDeliveryLogFiltered({
  after: _after,
  before: _before,
  zone: _zone,
  ...filters
}: DeliverySearch): boolean {
  return Object.values(filters).some((value) => value.length > 0);
}
