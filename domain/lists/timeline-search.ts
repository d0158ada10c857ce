import { createLoader, createSerializer } from "nuqs/server";
import { EVENT_TYPES } from "@/domain/intake/event-log";
import type { ActKind, ConnectionActContent } from "@/domain/outreach/case-act";
import type { LinkProgress } from "@/domain/outreach/reconnect-step";
import { anyOf, date, type QueryTable, text, wholeNumber, zone } from "@/domain/values/query/query-field";
import { problemsOf, type QueryInput, type QueryProblem } from "@/domain/values/query/query-problems";

/** Kinds of acts on a timeline: what people did, and how far users got with their links. */
export const ACT_TYPES = [
  "contacted",
  "noted",
  "snoozed",
  "reopened",
  "assigned",
  "dismissed",
  "accepted",
  "blocked",
  "link_handed_out",
  "link_used",
] as const;
export type ActType = (typeof ACT_TYPES)[number];

export const TIMELINE_TYPES = [...EVENT_TYPES, ...ACT_TYPES] as const;
export type TimelineType = (typeof TIMELINE_TYPES)[number];

/** The type of each act on a case. Undoing an act has the same type. */
export const TYPE_OF_ACT: Readonly<Record<ActKind, ActType>> = {
  assigned: "assigned",
  contacted: "contacted",
  snoozed: "snoozed",
  dismissed: "dismissed",
  reopened: "reopened",
  accepted: "accepted",
  noted: "noted",
};
export const TYPE_OF_CONNECTION_ACT: Readonly<Record<ConnectionActContent["kind"], ActType>> = {
  blocked: "blocked",
  unblocked: "blocked",
  link_revoked: "link_handed_out",
};
export const TYPE_OF_PROGRESS: Readonly<Record<LinkProgress, ActType>> = {
  handed_out: "link_handed_out",
  opened: "link_used",
  started: "link_used",
  gave_up: "link_used",
  failed: "link_used",
  finished: "link_used",
};

/** The state of a timeline, all of which is in its URL. */
export type TimelineSearch = {
  /** Empty means all. */
  readonly type: readonly TimelineType[];
  /** When it occurred: a preset or a range of days (`date-filter.ts`); empty for any time. */
  readonly occurred: string;
  readonly zone: string;
  /** Cursors; `after` leads to older steps and wins if both are given. */
  readonly after: string;
  readonly before: string;
  /** The step that the URL points at, by the number of its event; null for none. */
  readonly event: number | null;
};

type SearchInput = URLSearchParams | Record<string, string | string[] | undefined>;

const DEFAULT_ZONE = "UTC";
const PARSERS = {
  type: anyOf(TIMELINE_TYPES),
  occurred: date(),
  zone: zone(DEFAULT_ZONE),
  after: text(),
  before: text(),
  event: wholeNumber(),
} satisfies QueryTable;

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export const WHOLE_TIMELINE: TimelineSearch = load({});

/** Reads a timeline's state from its URL. Invalid values become the default, and `timelineSearchProblems` reports them. */
export function parseTimelineSearch(input: SearchInput): TimelineSearch {
  const search = load(input);
  return {
    ...search,
    type: [...new Set(search.type)],
    zone: search.occurred.includes("..") ? search.zone : DEFAULT_ZONE,
    event: search.event || null,
  };
}

/** Lists the parts of a timeline's query that were not understood, so that it shows more than was asked for. */
export function timelineSearchProblems(input: QueryInput): QueryProblem[] {
  return problemsOf(PARSERS, input);
}

/** Returns the query string of a timeline's state, with its question mark; empty for the whole timeline. */
export function formatTimelineSearch(search: TimelineSearch): string {
  return serialize({ ...search, type: [...search.type] });
}

/** Changes a timeline's search and starts again from its newest step. */
export function changeTimelineSearch(search: TimelineSearch, change: Partial<TimelineSearch>): TimelineSearch {
  return { ...search, after: "", before: "", event: null, ...change };
}

/** Returns true if anything narrows the timeline. */
export function isTimelineFiltered({ type, occurred }: TimelineSearch): boolean {
  return type.length > 0 || occurred !== "";
}
