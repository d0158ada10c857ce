import { createLoader, createSerializer } from "nuqs/server";
import { CHANNELS } from "./case-act";
import { FIGURES } from "./outreach-results";
import { oneOf, type QueryTable, text, wholeNumber } from "./query-field";
import { problemsOf, type QueryInput, type QueryProblem } from "./query-problems";
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
  /** Of these only the ones whose last contact was such; empty for all. */
  channel: oneOf(["", ...CHANNELS], ""),
  template: text(TEMPLATE_NAME_LENGTH_MAX),
  /** Of those that were away: for longer than so many hours. */
  after: wholeNumber(),
} satisfies QueryTable;

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export type ResultsSearch = ReturnType<typeof parseResultsSearch>;

export function parseResultsSearch(input: Record<string, string | string[] | undefined>) {
  const search = load(input);
  return {
    ...search,
    after: search.after ?? 0,
    template: search.template.slice(0, TEMPLATE_NAME_LENGTH_MAX).toWellFormed(),
  };
}

/** What of the address of the results is not understood, so that they count more than was asked for. */
export function resultsSearchProblems(input: QueryInput): QueryProblem[] {
  return problemsOf(PARSERS, input);
}

/** The same period with the cases behind a figure, or with none. */
export function showing(search: ResultsSearch, shown: Partial<Omit<ResultsSearch, "period">>): ResultsSearch {
  return { period: search.period, show: "", channel: "", template: "", after: 0, ...shown };
}

export function resultsHref(search: ResultsSearch): string {
  return `/outreach/results${serialize({ ...search, after: search.after || null })}`;
}

/** From when on cases count; by when they opened. */
export function beginningOf(period: Period, now: number): number {
  return period === "all" ? 0 : now - Number.parseInt(period, 10) * 86_400_000;
}
