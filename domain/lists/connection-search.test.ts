import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { personIdOf } from "@/domain/access/audit";
import { searches } from "@/testing/recount/connection-searches";
import { changeSearch, clearFilters, isFiltered, WHOLE_LIST, withMe } from "./connection-search";
import { formatConnectionSearch, parseConnectionSearch } from "./connection-search-url";

describe("the table's URL", () => {
  test("holds the whole search: parsing what was formatted gives it back", () => {
    fc.assert(
      fc.property(searches, (search) => {
        expect(parseConnectionSearch(new URLSearchParams(formatConnectionSearch(search)))).toEqual(search);
      }),
      { numRuns: 500 },
    );
  });

  test("keeps its parameters' names and their order, since saved views are compared as texts", () => {
    const all =
      "?q=a&status=b&not_status=c&environment=live&not_environment=sandbox&has=d&has_mode=all&lacks=e&attention=anomaly" +
      "&not_attention=relapsed&user=f&not_user=g&no_user=exclude&outreach=due&owner=me&link=opened&expired=7d" +
      "&created=24h&last_event=2026-01-01..2026-01-31&zone=Europe%2FBerlin&sort=name&order=asc";
    const search = parseConnectionSearch(new URLSearchParams(all));
    expect(decodeURIComponent(formatConnectionSearch(search))).toBe(decodeURIComponent(all));
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
