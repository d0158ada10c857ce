import {
  createLoader,
  createSerializer,
  parseAsInteger,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { isDateFilter, isTimeZone } from "./date-filter";
import { EVENT_TYPES, type EventType } from "./event-log";

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
const ZONE_LENGTH_MAX = 100;
const text = parseAsString.withDefault("");
const PARSERS = {
  type: parseAsNativeArrayOf(parseAsStringLiteral(EVENT_TYPES)),
  occurred: text,
  zone: parseAsString.withDefault(DEFAULT_ZONE),
  after: text,
  before: text,
  event: parseAsInteger,
};

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export const WHOLE_TIMELINE: TimelineSearch = load({});

/** Reads a timeline's state from its URL. What makes no sense there becomes the default, never an error. */
export function parseTimelineSearch(input: SearchInput): TimelineSearch {
  const search = load(input);
  const occurred = isDateFilter(search.occurred) ? search.occurred : "";
  const hasZone = occurred.includes("..") && search.zone.length < ZONE_LENGTH_MAX && isTimeZone(search.zone);
  const isEvent = search.event !== null && Number.isSafeInteger(search.event) && search.event > 0;
  return {
    ...search,
    type: [...new Set(search.type)],
    occurred,
    zone: hasZone ? search.zone : DEFAULT_ZONE,
    event: isEvent ? search.event : null,
  };
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
