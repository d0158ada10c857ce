import { createLoader, createSerializer, parseAsNativeArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { type AuditEntry, DEEDS, type Deed } from "./audit";
import { isDateFilter, isTimeZone } from "./date-filter";

/** The audit log's state, as its URL holds it. */
export type AuditSearch = {
  readonly deed: readonly Deed[];
  /** Part of who did it, of what it was done to, or of where it came from. */
  readonly q: string;
  /** A `DatePreset` or a range of days in `zone`. */
  readonly when: string;
  readonly zone: string;
  /** The id of an entry: those older, or newer, than it. `after` wins where both are given. */
  readonly after: string;
  readonly before: string;
};

export type AuditPage = {
  readonly rows: readonly AuditEntry[];
  readonly previous: string | null;
  readonly next: string | null;
};

type SearchInput = URLSearchParams | Record<string, string | string[] | undefined>;

export const ENTRIES_PER_PAGE = 50;
const TEXT_LENGTH_MAX = 200;
const DEFAULT_ZONE = "UTC";
const text = parseAsString.withDefault("");
const PARSERS = {
  deed: parseAsNativeArrayOf(parseAsStringLiteral(DEEDS)),
  q: text,
  when: text,
  zone: parseAsString.withDefault(DEFAULT_ZONE),
  after: text,
  before: text,
};

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export const WHOLE_AUDIT: AuditSearch = load({});

/** Reads the log's state from its URL. What makes no sense there becomes the default, never an error. */
export function parseAuditSearch(input: SearchInput): AuditSearch {
  const search = load(input);
  const when = isDateFilter(search.when) ? search.when : "";
  return {
    deed: [...new Set(search.deed)],
    q: search.q.slice(0, TEXT_LENGTH_MAX).toWellFormed(),
    when,
    zone: when.includes("..") && isTimeZone(search.zone) ? search.zone : DEFAULT_ZONE,
    after: parseId(search.after),
    before: parseId(search.before),
  };
}

/** The query string of a log's state, with its question mark; empty for the whole log. */
export function formatAuditSearch({ deed, ...search }: AuditSearch): string {
  return serialize({ ...search, deed: [...deed] });
}

export function isAuditFiltered({ deed, q, when }: AuditSearch): boolean {
  return deed.length > 0 || q !== "" || when !== "";
}

function parseId(value: string): string {
  return /^\d{1,15}$/.test(value) ? value : "";
}
