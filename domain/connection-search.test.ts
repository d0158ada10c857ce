import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CONNECTION_SORTS,
  type ConnectionSearch,
  changeSearch,
  DIRECTIONS,
  formatConnectionSearch,
  PAGE_SIZES,
  parseConnectionSearch,
  WHOLE_LIST,
} from "./connection-search";

const text = (maxLength: number) =>
  fc.string({ unit: "grapheme", maxLength }).map((value) => value.slice(0, maxLength).toWellFormed());

const searches: fc.Arbitrary<ConnectionSearch> = fc.record({
  q: fc.oneof(text(40), fc.constantFrom("a&b=c", "100%", "+ +", "#?", "ü\u0000", " ")),
  status: fc.uniqueArray(
    fc.oneof(
      text(20).filter((one) => one !== ""),
      fc.constantFrom("expired", "a,b", "x&y"),
    ),
    { maxLength: 4 },
  ),
  sort: fc.constantFrom(...CONNECTION_SORTS),
  order: fc.constantFrom(...DIRECTIONS),
  size: fc.constantFrom(...PAGE_SIZES),
  after: fc.base64String(),
  before: fc.base64String(),
});

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
});
