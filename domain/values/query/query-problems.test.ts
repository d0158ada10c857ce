import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEEDS } from "@/domain/access/audit";
import { auditSearchProblems, formatAuditSearch, parseAuditSearch } from "@/domain/access/audit-search";
import { deliverySearchProblems, formatDeliverySearch, parseDeliverySearch } from "@/domain/intake/delivery-log";
import { eventSearchProblems, formatEventSearch, parseEventSearch } from "@/domain/intake/event-log";
import { connectionSearchProblems, formatConnectionSearch } from "@/domain/lists/connection-search-url";
import { formatTimelineSearch, parseTimelineSearch, timelineSearchProblems } from "@/domain/lists/timeline-search";
import { CHANNELS } from "@/domain/outreach/case-act";
import { FIGURES } from "@/domain/outreach/outreach-results";
import { PERIODS, parseResultsSearch, resultsHref, resultsSearchProblems } from "@/domain/outreach/results-search";
import { searches } from "@/testing/recount/connection-searches";
import { withoutTracking } from "./query-problems";

const PROBLEMS = {
  connections: connectionSearchProblems,
  events: eventSearchProblems,
  deliveries: deliverySearchProblems,
  audit: auditSearchProblems,
  timeline: timelineSearchProblems,
  results: resultsSearchProblems,
};
type ListName = keyof typeof PROBLEMS;

const problems = (list: ListName, query: string) => PROBLEMS[list](new URLSearchParams(query));
const messages = (list: ListName, query: string) => problems(list, query).map(({ message }) => message);

describe("problems of a query", () => {
  test.each<[ListName, query: string, parameter: string, message: string]>([
    [
      "connections",
      "expired=last-week",
      "expired",
      "“last-week” is not a date filter; try 7d, over-30d or 2026-02-01..2026-02-28.",
    ],
    [
      "connections",
      "created=2026-02-30..",
      "created",
      "“2026-02-30..” is not a date filter; try 7d, over-30d or 2026-02-01..2026-02-28.",
    ],
    ["connections", "staus=expired", "staus", "There is no filter “staus”; did you mean “status”?"],
    ["connections", "Status=expired", "Status", "There is no filter “Status”; did you mean “status”?"],
    ["connections", "lastEvent=7d", "lastEvent", "There is no filter “lastEvent”; did you mean “last_event”?"],
    ["connections", "no_user=yes", "no_user", "“yes” is not one of only, exclude."],
    ["connections", "environment=live&environment=prod", "environment", "“prod” is not one of live, sandbox, unknown."],
    ["connections", "expired=7d&expired=30d", "expired", "“expired” takes one value; these are 2."],
    ["connections", `q=${"a".repeat(301)}`, "q", "“q” takes up to 300 characters."],
    ["connections", "zone=Berlin", "zone", "“Berlin” is not a time zone; try UTC or Europe/Berlin."],
    ["connections", "columns=user,names", "columns", expect.stringMatching(/^“user,names” is not one of status, /)],
    ["connections", "sort=rank", "sort", expect.stringMatching(/^“rank” is not one of last_event, /)],
    ["events", "type=create", "type", expect.stringMatching(/^“create” is not one of created, updated, /)],
    ["events", "event=12x", "event", "“12x” is not a whole number; try 1."],
    ["deliveries", "span=1y", "span", "“1y” is not one of 24h, 30d."],
    ["audit", "deeds=signed_in", "deeds", "There is no filter “deeds”; did you mean “deed”?"],
    ["audit", "when=soon", "when", "“soon” is not a date filter; try 7d, over-30d or 2026-02-01..2026-02-28."],
    ["timeline", "occurred=7", "occurred", "“7” is not a date filter; try 7d, over-30d or 2026-02-01..2026-02-28."],
    ["results", "period=8d", "period", "“8d” is not one of 30d, 7d, 90d, 365d, all."],
    ["results", "after=1.5", "after", "“1.5” is not a whole number; try 1."],
  ])("name the parameter and what would be valid: %s?%s", (list, query, parameter, message) => {
    expect(problems(list, query)).toEqual([{ parameter, message }]);
  });

  test("include names that every object has", () => {
    expect(problems("events", "constructor=x&__proto__=y").map(({ parameter }) => parameter)).toEqual([
      "constructor",
      "__proto__",
    ]);
  });

  test("include values that exceed the maximum", () => {
    const query = Array.from({ length: 31 }, (_, index) => `user=user_${index}`).join("&");
    expect(messages("connections", query)).toEqual(["“user” takes up to 30 values; these are 31."]);
  });

  test("exclude empty values, which forms send", () => {
    expect(problems("connections", "q=&expired=&status=&has_mode=")).toEqual([]);
  });

  test("exclude the framework's own parameters and, on pages, campaign parameters", () => {
    expect(problems("connections", "_rsc=1abc")).toEqual([]);
    expect(problems("connections", "utm_source=mail&fbclid=1")).toHaveLength(2);
    const params = { utm_source: "mail", fbclid: "1", staus: "x" };
    expect(connectionSearchProblems(withoutTracking(params)).map(({ parameter }) => parameter)).toEqual(["staus"]);
  });

  test("are limited in number, however long the query is", () => {
    const query = Array.from({ length: 500 }, (_, index) => `x${index}=${"y".repeat(1_000)}`).join("&");
    expect(messages("connections", query).join("").length).toBeLessThan(10_000);
  });
});

const date = fc.constantFrom("", "24h", "over-30d", "2026-01-01..2026-01-31", "2026-01-01..");
const word = fc.string({ maxLength: 40 });

test("every query in a list's own links is understood", () => {
  const events = fc.record({
    connection: word,
    user: word,
    value: word,
    received: date,
    type: fc.constantFrom("", "rules"),
  });
  fc.assert(
    fc.property(searches, events, (search, event) => {
      expect(problems("connections", formatConnectionSearch(search))).toEqual([]);
      expect(problems("events", formatEventSearch(parseEventSearch(event)))).toEqual([]);
    }),
  );
  const others = fc.record({
    deed: fc.constantFrom(...DEEDS),
    q: fc.string({ unit: "grapheme", maxLength: 300 }),
    when: date,
    occurred: date,
    type: fc.constantFrom("created", "expired"),
    event: fc.nat().map(String),
    outcome: fc.constantFrom("", "refused"),
    period: fc.constantFrom(...PERIODS),
    show: fc.constantFrom(...FIGURES),
    channel: fc.constantFrom(...CHANNELS),
    template: fc.string({ unit: "grapheme", maxLength: 80 }),
    after: fc.nat().map(String),
  });
  fc.assert(
    fc.property(others, (input) => {
      expect(problems("audit", formatAuditSearch(parseAuditSearch(input)))).toEqual([]);
      expect(problems("timeline", formatTimelineSearch(parseTimelineSearch(input)))).toEqual([]);
      expect(problems("deliveries", formatDeliverySearch(parseDeliverySearch(input)))).toEqual([]);
      expect(problems("results", new URL(resultsHref(parseResultsSearch(input)), "http://x").search)).toEqual([]);
    }),
  );
});
