import { createLoader, createSerializer, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { CHANNELS } from "./case-act";
import { FIGURES } from "./outreach-results";
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
  period: parseAsStringLiteral(PERIODS).withDefault("30d"),
  /** The figure whose cases are listed; empty for none. */
  show: parseAsStringLiteral(["", ...FIGURES]).withDefault(""),
  /** Of these only the ones whose last contact was such; empty for all. */
  channel: parseAsStringLiteral(["", ...CHANNELS]).withDefault(""),
  template: parseAsString.withDefault(""),
  /** Of those that were away: for longer than so many hours. */
  after: parseAsInteger.withDefault(0),
};

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export type ResultsSearch = ReturnType<typeof parseResultsSearch>;

export function parseResultsSearch(input: Record<string, string | string[] | undefined>) {
  const search = load(input);
  return { ...search, template: search.template.slice(0, TEMPLATE_NAME_LENGTH_MAX).toWellFormed() };
}

/** The same period with the cases behind a figure, or with none. */
export function showing(search: ResultsSearch, shown: Partial<Omit<ResultsSearch, "period">>): ResultsSearch {
  return { period: search.period, show: "", channel: "", template: "", after: 0, ...shown };
}

export function resultsHref(search: ResultsSearch): string {
  return `/outreach/results${serialize(search)}`;
}

/** From when on cases count; by when they opened. */
export function beginningOf(period: Period, now: number): number {
  return period === "all" ? 0 : now - Number.parseInt(period, 10) * 86_400_000;
}
