import fc from "fast-check";
import { ATTENTIONS } from "@/domain/connection/attention";
import type { ConnectionSearch } from "@/domain/lists/connection-search";
import { formatConnectionSearch, parseConnectionSearch } from "@/domain/lists/connection-search-url";
import {
  COLUMNS,
  CONNECTION_COLUMNS,
  CONNECTION_SORTS,
  type ConnectionColumn,
  DENSITIES,
  DIRECTIONS,
  LISTS,
  PAGE_SIZES,
} from "@/domain/lists/list-look";
import { OUTREACH_STATES } from "@/domain/outreach/outreach";
import { LINK_PROGRESSES } from "@/domain/outreach/reconnect-step";
import { ENVIRONMENTS } from "@/domain/values/environment";

const text = (maxLength: number) =>
  fc.string({ unit: "grapheme", maxLength }).map((value) => value.slice(0, maxLength).toWellFormed());

const values = fc.uniqueArray(
  fc.oneof(
    text(20).filter((one) => one !== ""),
    fc.constantFrom("expired", "a,b", "x&y", "-active"),
  ),
  { maxLength: 4 },
);
const date = fc.constantFrom("", "24h", "7d", "over-30d", "2026-01-01..2026-01-31", "2026-01-01..", "..2026-02-28");

/** Any search that a list may show. */
export const searches: fc.Arbitrary<ConnectionSearch> = fc
  .record({
    list: fc.constantFrom(...LISTS),
    outreach: fc.subarray([...OUTREACH_STATES]),
    owner: values,
    link: fc.subarray([...LINK_PROGRESSES]),
    q: fc.oneof(text(40), fc.constantFrom("a&b=c", "100%", "+ +", "#?", "ü\u0000", " ")),
    status: values,
    notStatus: values,
    environment: fc.subarray([...ENVIRONMENTS]),
    notEnvironment: fc.subarray([...ENVIRONMENTS]),
    has: values,
    hasMode: fc.constantFrom("any" as const, "all" as const),
    lacks: values,
    attention: fc.subarray([...ATTENTIONS]),
    notAttention: fc.subarray([...ATTENTIONS]),
    user: values,
    notUser: values,
    noUser: fc.constantFrom("" as const, "only" as const, "exclude" as const),
    expired: date,
    created: date,
    lastEvent: date,
    zone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York"),
    sort: fc.constantFrom(...CONNECTION_SORTS),
    order: fc.constantFrom(...DIRECTIONS),
    size: fc.constantFrom(...PAGE_SIZES),
    columns: fc
      .shuffledSubarray([...CONNECTION_COLUMNS])
      .map((columns) => [...new Set<ConnectionColumn>([...columns, "account"])]),
    density: fc.constantFrom(...DENSITIES),
    after: fc.base64String(),
    before: fc.base64String(),
    open: text(30),
    view: fc.oneof(fc.constant(""), fc.nat(9_999).map(String)),
  })
  // Each list has columns of its own.
  .map((search) => ({ ...search, columns: search.columns.filter((one) => COLUMNS[search.list].includes(one)) }))
  // A time zone is only kept with days.
  .map((search) =>
    parseConnectionSearch(new URLSearchParams(formatConnectionSearch(search))).zone === search.zone
      ? search
      : { ...search, zone: "UTC" },
  );
