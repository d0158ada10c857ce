import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { parseResultsSearch } from "@/domain/outreach/results-search";
import { CountedCases } from "./counted-cases";

test("a page past the last case links back to the newest", () => {
  const count = {
    total: 3,
    fates: { in_flight: 3, reconnected: 0, another_account: 0, disconnected: 0, dismissed: 0 },
    channels: { email: 0, chat: 0, phone: 0, social: 0, other: 0, none: 3 },
  };
  const search = parseResultsSearch({ show: "in_flight", older: "a place" });
  const page = { rows: [], offset: 50, newer: null, older: null };
  const html = renderToStaticMarkup(createElement(CountedCases, { ...page, count, search, mayExport: false, now: 0 }));
  expect(html).toMatch(/<a [^>]*href="\/outreach\/results\?show=in_flight"[^>]*>Go back to the newest<\/a>/);
});
