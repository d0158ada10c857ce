import { createLoader, createSerializer } from "nuqs/server";
import type { Dialect } from "./event";
import { REFUSAL_CAUSES, type Refusal, type RefusalCause } from "./intake";
import { anyOf, oneOf, type QueryTable, text } from "./query-field";
import { problemsOf, type QueryInput, type QueryProblem } from "./query-problems";
import type { SignatureScheme } from "./signature";

/** What became of a delivery: the first of its event, a further one, or turned away. */
export const DELIVERY_OUTCOMES = ["stored", "duplicate", "refused"] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

/** One line of the delivery log. Instants and lengths of time in milliseconds. */
export type LoggedDelivery = AcceptedDelivery | RefusedDelivery;

export type AcceptedDelivery = {
  readonly outcome: "stored" | "duplicate";
  /** Unique among the lines of a log. */
  readonly key: string;
  readonly receivedAt: number;
  /** When this attempt was signed. */
  readonly sentAt: number;
  readonly bytes: number;
  /** Until it was written; the disk's own sync comes on top. Null for events of older versions. */
  readonly tookMs: number | null;
  readonly eventId: number;
  readonly connectionId: string | null;
  /** The sender's own word for what happened. */
  readonly word: string | null;
  readonly scheme: SignatureScheme;
  readonly dialect: Dialect | null;
};

export type RefusedDelivery = Refusal & { readonly outcome: "refused"; readonly key: string };

export type DeliverySearch = {
  readonly outcome: readonly DeliveryOutcome[];
  readonly cause: readonly RefusalCause[];
  /** Only what arrived in this span of time; empty for any. */
  readonly received: DeliverySpan | "";
  /** Cursors: where each of the three kinds of line goes on. `after` wins where both are given. */
  readonly after: string;
  readonly before: string;
};

export type DeliveryPage = {
  readonly rows: readonly LoggedDelivery[];
  readonly previous: string | null;
  readonly next: string | null;
};

/** How many deliveries came in one hour with one outcome. */
export type HourCount = {
  /** When the hour began. */
  readonly hour: number;
  readonly outcome: IntakeOutcome;
  readonly deliveries: number;
};

/** As the hours count: `counted` are signs of life, of which nothing else is kept. */
export type IntakeOutcome = "stored" | "duplicate" | "counted" | RefusalCause;

type SearchInput = URLSearchParams | Record<string, string | string[] | undefined>;

export const DELIVERIES_PER_PAGE = 50;
/** What the chart of deliveries may show. */
export const DELIVERY_SPANS = ["24h", "30d"] as const;
export type DeliverySpan = (typeof DELIVERY_SPANS)[number];

const HOUR_MS = 3_600_000;
/** What a span is made of: the bars of its chart. */
export const SPAN_PARTS: Record<DeliverySpan, { readonly partMs: number; readonly parts: number }> = {
  "24h": { partMs: HOUR_MS, parts: 24 },
  "30d": { partMs: 24 * HOUR_MS, parts: 30 },
};

const PARSERS = {
  outcome: anyOf(DELIVERY_OUTCOMES),
  cause: anyOf(REFUSAL_CAUSES),
  received: oneOf(["", ...DELIVERY_SPANS], ""),
  after: text(),
  before: text(),
} satisfies QueryTable;
/** The chart above the log has a span of its own. */
const PAGE_PARSERS = { ...PARSERS, span: oneOf(DELIVERY_SPANS, "24h") };

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export const WHOLE_DELIVERY_LOG: DeliverySearch = load({});

/** Reads the log's state from its URL. What makes no sense there becomes the default, and is a problem of the query. */
export function parseDeliverySearch(input: SearchInput): DeliverySearch {
  const search = load(input);
  return { ...search, outcome: [...new Set(search.outcome)], cause: [...new Set(search.cause)] };
}

/** What of the log's query is not understood, so that the log holds more than was asked for. */
export function deliverySearchProblems(input: QueryInput): QueryProblem[] {
  return problemsOf(PAGE_PARSERS, input);
}

/** The query string of a log's state, with its question mark; empty for the whole log. */
export function formatDeliverySearch(search: DeliverySearch): string {
  return serialize({ ...search, outcome: [...search.outcome], cause: [...search.cause] });
}

/** When a span of time begins: it ends with the current hour, or day, and is as many of them as its name says. */
export function spanStart(span: DeliverySpan, now: number): number {
  const { partMs, parts } = SPAN_PARTS[span];
  return now - (now % partMs) - (parts - 1) * partMs;
}

/** How many deliveries the hours of a span count that match a search. Signs of life leave no line in the log. */
export function countMatching(hours: readonly HourCount[], search: DeliverySearch): number {
  const outcomes: readonly IntakeOutcome[] = outcomesShown(search).flatMap((outcome): readonly IntakeOutcome[] =>
    outcome === "refused" ? (search.cause.length > 0 ? search.cause : REFUSAL_CAUSES) : [outcome],
  );
  return hours.filter(({ outcome }) => outcomes.includes(outcome)).reduce((sum, { deliveries }) => sum + deliveries, 0);
}

/** The outcomes that a search shows: a cause means refused ones only. */
export function outcomesShown({ outcome, cause }: DeliverySearch): readonly DeliveryOutcome[] {
  if (cause.length > 0) return ["refused"];
  return outcome.length > 0 ? outcome : DELIVERY_OUTCOMES;
}
