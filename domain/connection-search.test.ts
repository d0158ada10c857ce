import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ATTENTIONS } from "./attention";
import { personIdOf } from "./audit";
import { type ConnectionSearch, changeSearch, clearFilters, isFiltered, WHOLE_LIST, withMe } from "./connection-search";
import { formatConnectionSearch, parseConnectionSearch } from "./connection-search-url";
import { ENVIRONMENTS } from "./environment";
import {
  COLUMNS,
  CONNECTION_COLUMNS,
  CONNECTION_SORTS,
  type ConnectionColumn,
  DENSITIES,
  DIRECTIONS,
  LISTS,
  PAGE_SIZES,
} from "./list-look";
import { OUTREACH_STATES } from "./outreach";
import { LINK_PROGRESSES } from "./reconnect-step";

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

const searches: fc.Arbitrary<ConnectionSearch> = fc
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
  // A time zone is kept beside days only.
  .map((search) =>
    parseConnectionSearch(new URLSearchParams(formatConnectionSearch(search))).zone === search.zone
      ? search
      : { ...search, zone: "UTC" },
  );

describe("the table's URL", () => {
  test("holds the whole search: parsing what was formatted gives it back", () => {
    fc.assert(
      fc.property(searches, (search) => {
        expect(parseConnectionSearch(new URLSearchParams(formatConnectionSearch(search)))).toEqual(search);
      }),
      { numRuns: 500 },
    );
  });

  test("survives being pasted into a browser's address bar", () => {
    fc.assert(
      fc.property(searches, (search) => {
        const url = new URL(`http://localhost/connections${formatConnectionSearch(search)}`);
        expect(parseConnectionSearch(new URLSearchParams(url.search))).toEqual(search);
      }),
    );
  });

  test("is bare for the whole list", () => {
    expect(formatConnectionSearch(WHOLE_LIST)).toBe("");
  });

  test("takes several statuses as a form sends them", () => {
    expect(parseConnectionSearch({ status: ["expired", "active", "expired", ""] }).status).toEqual([
      "expired",
      "active",
    ]);
    expect(parseConnectionSearch({ status: "expired" }).status).toEqual(["expired"]);
  });

  test("turns what makes no sense into the default", () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), fc.string(), (query, junk) => {
        expect(() => parseConnectionSearch(new URLSearchParams(query))).not.toThrow();
        expect(parseConnectionSearch({ sort: `${junk}!`, order: `${junk}!`, size: `${junk}!` })).toEqual(WHOLE_LIST);
      }),
    );
  });

  test("starts at the first page when anything else changes", () => {
    const search = { ...WHOLE_LIST, after: "cursor" };
    expect(changeSearch(search, { q: "jane" })).toEqual({ ...WHOLE_LIST, q: "jane" });
  });

  test("can be freed of everything that narrows it, and keeps its order and look", () => {
    fc.assert(
      fc.property(searches, (search) => {
        const cleared = clearFilters(search);
        expect(isFiltered(cleared)).toBe(false);
        expect(cleared).toMatchObject({
          sort: search.sort,
          columns: search.columns,
          density: search.density,
          after: "",
        });
      }),
    );
  });

  test("always shows the account, and shows the usual columns where none makes sense", () => {
    expect(parseConnectionSearch({ columns: "user,status,user" }).columns).toEqual(["account", "user", "status"]);
    expect(parseConnectionSearch({ columns: "nothing" }).columns).toEqual(WHOLE_LIST.columns);
  });
});

test("a program's own cases are nobody's, not those of the person with its number", () => {
  const search = parseConnectionSearch({ owner: ["me", "2"] });
  const token = { kind: "token", id: 2, name: "Nightly", address: null, agent: null } as const;
  expect(withMe(search, personIdOf({ ...token, kind: "person" })).owner).toEqual(["2", "2"]);
  expect(withMe(search, personIdOf(token)).owner).toEqual(["0", "2"]);
});

test("the longest id can be searched for whole", () => {
  const id = ` ${"x".repeat(253)} `;
  expect(parseConnectionSearch(new URLSearchParams({ q: id })).q).toBe(id);
});
