import { createSerializer } from "nuqs/server";
import { listOf, oneOf, type QueryTable } from "@/domain/values/query/query-field";

export const CONNECTION_SORTS = ["last_event", "status_since", "name", "user", "expiries", "created"] as const;
/** `rank` puts the most urgent first. Only the queue has it. */
export const SORTS = {
  connections: CONNECTION_SORTS,
  outreach: ["rank", ...CONNECTION_SORTS],
} as const;
export type ConnectionSort = (typeof SORTS.outreach)[number];

export const DIRECTIONS = ["asc", "desc"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const PAGE_SIZES = ["50", "25", "100"] as const;

/** All connections, or the queue of those with an outreach case, one card per user. */
export const LISTS = ["connections", "outreach"] as const;
export type ListName = (typeof LISTS)[number];

/** Every column of the table, in the order offered. */
export const CONNECTION_COLUMNS = [
  "status",
  "account",
  "user",
  "permissions",
  "last_event",
  "outreach",
  "why",
  "contact",
  "connection",
  "expiries",
  "created",
  "environment",
] as const;
export type ConnectionColumn = (typeof CONNECTION_COLUMNS)[number];
/** Why a case has its place in the queue, and the last contact: only in the queue. */
const QUEUE_COLUMNS: readonly ConnectionColumn[] = ["why", "contact"];
export const COLUMNS: Readonly<Record<ListName, readonly ConnectionColumn[]>> = {
  connections: CONNECTION_COLUMNS.filter((column) => !QUEUE_COLUMNS.includes(column)),
  outreach: CONNECTION_COLUMNS,
};
export const DEFAULT_COLUMNS: Readonly<Record<ListName, readonly ConnectionColumn[]>> = {
  connections: ["status", "account", "user", "permissions", "last_event", "outreach"],
  outreach: ["account", "user", "why", "contact", "outreach"],
};

export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

/** The look of a list, whatever it shows. */
export type ListLook = {
  readonly columns: readonly ConnectionColumn[];
  readonly density: Density;
  readonly size: (typeof PAGE_SIZES)[number];
};

/** Returns the URL parsers of a list's look. */
export function lookParsersOf(list: ListName) {
  return {
    size: oneOf(PAGE_SIZES, "50"),
    columns: listOf(COLUMNS[list], DEFAULT_COLUMNS[list]),
    density: oneOf(DENSITIES, "comfortable"),
  } satisfies QueryTable;
}

const serialize = {
  connections: createSerializer(lookParsersOf("connections")),
  outreach: createSerializer(lookParsersOf("outreach")),
};

/** Formats a list's look (columns, density and page size) as a query string. */
export function formatLook({ list, columns, density, size }: ListLook & { readonly list: ListName }): string {
  return serialize[list]({ columns: [...columns], density, size });
}

/** Returns a URL's parameters, with a remembered look for the ones it lacks. */
export function withLook(input: Record<string, string | string[] | undefined>, look: string): typeof input {
  return { ...Object.fromEntries(new URLSearchParams(look)), ...input };
}

/** Returns the direction in which a column is sorted first: times newest first, numbers highest first, texts from A. */
export function naturalDirection(sort: ConnectionSort): Direction {
  return sort === "name" || sort === "user" || sort === "rank" ? "asc" : "desc";
}

/** Adds the account column, which every view needs: it holds the link to the connection. */
export function withAccount(list: ListName, columns: readonly ConnectionColumn[]): readonly ConnectionColumn[] {
  if (columns.length === 0) return DEFAULT_COLUMNS[list];
  return columns.includes("account") ? columns : ["account", ...columns];
}
