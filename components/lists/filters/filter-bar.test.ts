import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { ListNavigationProvider } from "@/components/lists/list-navigation";
import { parseConnectionSearch } from "@/domain/lists/connection-search-url";
import type { Facets } from "@/domain/lists/facets";
import { FilterBar } from "./filter-bar";

vi.mock("next/navigation", () => ({ useRouter: () => ({}) }));

const FACETS: Facets = {
  precision: "exact",
  status: [{ value: "active", count: 3 }],
  environment: [],
  has: [{ value: "posts:read", count: 3 }],
  lacks: [{ value: "posts:read", count: 0 }],
  attention: [],
  outreach: [],
  owner: [],
  link: [],
  unlisted: { status: 0, permission: 0 },
  withAnyStatus: 3,
  withUser: 3,
  withoutUser: 0,
};

function filterBar(query: string, change: Partial<Facets>): string {
  const search = parseConnectionSearch(new URLSearchParams(query));
  const bar = createElement(FilterBar, { facets: { ...FACETS, ...change } });
  return renderToStaticMarkup(createElement(ListNavigationProvider, { search, isAddressKept: false }, bar));
}

test("a permission or status that is not listed can be typed, and stays among the boxes once it is asked for", () => {
  const unlisted = { status: 20, permission: 1_950 };
  const many = filterBar("has=custom:1999&status=odd", { unlisted });
  expect(many).toContain("1,950 rarer values are not listed.");
  for (const label of ["Has the permission", "Lacks the permission", "Another status"]) {
    expect(many).toContain(`aria-label="${label}"`);
  }
  expect(many).toMatch(
    /<input[^>]*checked=""[^>]*name="has"[^>]*value="custom:1999"|name="has"[^>]*checked=""[^>]*value="custom:1999"/,
  );
  expect(many).toMatch(/name="status"[^>]*value="odd"|value="odd"[^>]*name="status"/);
});

test("nothing has to be typed where all values are listed", () => {
  expect(filterBar("", {})).not.toContain("not listed");
});
