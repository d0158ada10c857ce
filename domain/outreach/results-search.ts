import { createLoader, createSerializer } from "nuqs/server";
import { formatCursor, parseCursor } from "@/domain/values/query/page";
import { oneOf, type QueryTable, text, wholeNumber } from "@/domain/values/query/query-field";
import { problemsOf, type QueryInput, type QueryProblem } from "@/domain/values/query/query-problems";
import { FATES, FIGURES, type FigurePart, LAST_CHANNELS, type RoundPosition } from "./outreach-results";
import { TEMPLATE_NAME_LENGTH_MAX } from "./template";

export const PERIODS = ["30d", "7d", "90d", "365d", "all"] as const;
export type Period = (typeof PERIODS)[number];

export const PERIOD_WORDS: Record<Period, string> = {
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
  "365d": "Last year",
  all: "Ever",
};

const PARSERS = {
  period: oneOf(PERIODS, "30d"),
  /** The figure whose cases are listed; empty for none. */
  show: oneOf(["", ...FIGURES], ""),
  /** Narrow it by how the cases ended, and by their last contact; empty for all. */
  fate: oneOf(["", ...FATES], ""),
  channel: oneOf(["", ...LAST_CHANNELS], ""),
  template: text(TEMPLATE_NAME_LENGTH_MAX),
  /** Hours: only cases that were away for longer. */
  after: wholeNumber(),
  /** Cursors: the cases that opened before, or after, a place. `older` wins if both are given. */
  older: text(),
  newer: text(),
} satisfies QueryTable;

const CASE_ORDER = "cases";

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export type ResultsSearch = ReturnType<typeof parseResultsSearch>;

export function parseResultsSearch(input: QueryInput) {
  const search = load(input);
  return {
    ...search,
    after: search.after ?? 0,
    template: search.template.slice(0, TEMPLATE_NAME_LENGTH_MAX).toWellFormed(),
  };
}

/** Lists the parts of the URL that were not understood, so that the results count more than was asked for. */
export function resultsSearchProblems(input: QueryInput): QueryProblem[] {
  return problemsOf(PARSERS, input);
}

/** Keeps the period, and lists the cases behind a figure, or none. */
export function showing(search: ResultsSearch, shown: Partial<Omit<ResultsSearch, "period">>): ResultsSearch {
  const { period } = search;
  return { period, show: "", fate: "", channel: "", template: "", after: 0, older: "", newer: "", ...shown };
}

export function resultsHref(search: ResultsSearch): string {
  return `/outreach/results${formatResultsSearch(search)}`;
}

/** Returns the query string of the results' state, with its question mark; empty for the default. */
export function formatResultsSearch(search: ResultsSearch): string {
  return serialize({ ...search, after: search.after || null });
}

/** Returns the figure, or part of it, whose cases are listed; null for none. */
export function partOf({ show, fate, channel, template, after }: ResultsSearch): FigurePart | null {
  return show === "" ? null : { show, fate, channel, template, after };
}

/** A page's place in the list of cases, and how many cases come before it. */
export type CasePosition = RoundPosition & { readonly offset: number };

export function formatCasePlace({ openedAt, key, round, offset }: CasePosition): string {
  return formatCursor({ order: CASE_ORDER, value: `${openedAt}.${round}`, key, offset });
}

/** Returns null for a damaged place. */
export function parseCasePlace(text: string): CasePosition | null {
  const cursor = parseCursor(text, CASE_ORDER);
  const [, openedAt, round] = /^(-?\d{1,16})\.(\d{1,9})$/.exec(String(cursor?.value)) ?? [];
  if (!cursor || openedAt === undefined) return null;
  return { openedAt: Number(openedAt), key: cursor.key, round: Number(round), offset: cursor.offset };
}

/** Returns the instant from which cases count, by when they opened. */
export function beginningOf(period: Period, now: number): number {
  return period === "all" ? 0 : now - Number.parseInt(period, 10) * 86_400_000;
}
