import { createLoader, createSerializer } from "nuqs/server";
import { EVENT_TYPES, type EventType } from "./event-log";
import { anyOf, date, type QueryTable, text, wholeNumber, zone } from "./query-field";
import { problemsOf, type QueryInput, type QueryProblem } from "./query-problems";

/** What a timeline shows; its URL holds all of it. */
export type TimelineSearch = {
  /** None means all. */
  readonly type: readonly EventType[];
  /** When it occurred: a preset or a range of days, see `date-filter.ts`; empty for any time. */
  readonly occurred: string;
  readonly zone: string;
  /** Cursors; `after` leads to older steps and wins where both are given. */
  readonly after: string;
  readonly before: string;
  /** The step that the address points at, by the number of its event; null for none. */
  readonly event: number | null;
};

type SearchInput = URLSearchParams | Record<string, string | string[] | undefined>;

const DEFAULT_ZONE = "UTC";
const PARSERS = {
  type: anyOf(EVENT_TYPES),
  occurred: date(),
  zone: zone(DEFAULT_ZONE),
  after: text(),
  before: text(),
  event: wholeNumber(),
} satisfies QueryTable;

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export const WHOLE_TIMELINE: TimelineSearch = load({});

/** Reads a timeline's state from its URL. What makes no sense there becomes the default, and is a problem of the query. */
export function parseTimelineSearch(input: SearchInput): TimelineSearch {
  const search = load(input);
  return {
    ...search,
    type: [...new Set(search.type)],
    zone: search.occurred.includes("..") ? search.zone : DEFAULT_ZONE,
    event: search.event || null,
  };
}

/** What of a timeline's query is not understood, so that the timeline holds more than was asked for. */
export function timelineSearchProblems(input: QueryInput): QueryProblem[] {
  return problemsOf(PARSERS, input);
}

/** The query string of a timeline's state, with its question mark; empty for the whole of it. */
export function formatTimelineSearch(search: TimelineSearch): string {
  return serialize({ ...search, type: [...search.type] });
}

/** The same timeline with something changed, from its newest step again. */
export function changeTimelineSearch(search: TimelineSearch, change: Partial<TimelineSearch>): TimelineSearch {
  return { ...search, after: "", before: "", event: null, ...change };
}

/** Whether anything narrows the timeline. */
export function isTimelineFiltered({ type, occurred }: TimelineSearch): boolean {
  return type.length > 0 || occurred !== "";
}
