import { createLoader, createSerializer } from "nuqs/server";
import { anyOf, date, digits, type QueryTable, text, zone } from "@/domain/values/query/query-field";
import { problemsOf, type QueryInput, type QueryProblem } from "@/domain/values/query/query-problems";
import { type AuditEntry, DEEDS, type Deed } from "./audit";

/** The audit log's state, as its URL holds it. */
export type AuditSearch = {
  readonly deed: readonly Deed[];
  /** Part of the author, of the subject, or of the address it came from. */
  readonly q: string;
  /** A `DatePreset` or a range of days in `zone`. */
  readonly when: string;
  readonly zone: string;
  /** The id of an entry: lists entries older, or newer, than it. `after` wins if both are given. */
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
const ID_LENGTH_MAX = 15;
const PARSERS = {
  deed: anyOf(DEEDS),
  q: text(TEXT_LENGTH_MAX),
  when: date(),
  zone: zone(DEFAULT_ZONE),
  after: digits(ID_LENGTH_MAX),
  before: digits(ID_LENGTH_MAX),
} satisfies QueryTable;

const load = createLoader(PARSERS);
const serialize = createSerializer(PARSERS);

export const WHOLE_AUDIT: AuditSearch = load({});

/** Reads the log's state from its URL. Invalid values become the default, and `auditSearchProblems` reports them. */
export function parseAuditSearch(input: SearchInput): AuditSearch {
  const search = load(input);
  return {
    ...search,
    deed: [...new Set(search.deed)],
    q: search.q.slice(0, TEXT_LENGTH_MAX).toWellFormed(),
    zone: search.when.includes("..") ? search.zone : DEFAULT_ZONE,
  };
}

/** Lists the parts of the log's query that were not understood, so that the log shows more than was asked for. */
export function auditSearchProblems(input: QueryInput): QueryProblem[] {
  return problemsOf(PARSERS, input);
}

/** Returns the query string of a log's state, with its question mark; empty for the whole log. */
export function formatAuditSearch({ deed, ...search }: AuditSearch): string {
  return serialize({ ...search, deed: [...deed] });
}

export function isAuditFiltered({ deed, q, when }: AuditSearch): boolean {
  return deed.length > 0 || q !== "" || when !== "";
}
