import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CaseRound,
  COUNTS,
  FATES,
  FIGURES,
  type FigurePart,
  fateOf,
  isCountedBy,
  LAST_CHANNELS,
  partTally,
  type Results,
  tally,
} from "./outreach-results";
import { formatCasePlace, parseCasePlace, parseResultsSearch, partOf, resultsHref, showing } from "./results-search";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 100 * DAY;

const rounds: fc.Arbitrary<CaseRound[]> = fc.array(
  fc.record({
    connectionId: fc.constant("conn_1"),
    key: fc.nat(),
    round: fc.nat(),
    openedAt: fc.integer({ min: 0, max: 90 }).map((days) => days * DAY),
    closedAt: fc.option(fc.integer({ min: 90, max: 100 }).map((days) => days * DAY)),
    end: fc.constantFrom("reconnected" as const, "disconnected" as const, null),
    dismissedAt: fc.option(fc.constant(95 * DAY)),
    dismissReason: fc.constant(null),
    contacts: fc.nat({ max: 2 }),
    contactedAt: fc.constant(null),
    channel: fc.constantFrom("email" as const, "chat" as const, null),
    template: fc.constantFrom("First", null),
    isRelapse: fc.boolean(),
    isAnotherAccount: fc.boolean(),
    isAccepted: fc.boolean(),
  }),
  { maxLength: 40 },
);

function resultsOf(all: readonly CaseRound[]): Results {
  const counted = tally(NOW);
  for (const round of all) counted.add(round);
  return counted.results();
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function closedOf(rates: Results["byChannel"], name: string): number {
  return rates.find((rate) => rate.name === name)?.closed ?? 0;
}

function round(openedDay: number, closedDay: number | null, change: Partial<CaseRound> = {}): CaseRound {
  return {
    connectionId: "conn_1",
    key: 1,
    round: 0,
    openedAt: openedDay * DAY,
    closedAt: closedDay === null ? null : closedDay * DAY,
    end: closedDay === null ? null : "reconnected",
    dismissedAt: null,
    dismissReason: null,
    contacts: 0,
    contactedAt: null,
    channel: null,
    template: null,
    isRelapse: false,
    isAnotherAccount: false,
    isAccepted: false,
    ...change,
  };
}

describe("the figures of outreach", () => {
  test("match a recount, whatever the cases", () => {
    fc.assert(
      fc.property(rounds, (all) => {
        const { fates, all: rate, withContact, withoutContact, relapses, byChannel } = resultsOf(all);
        const closed = all.filter((one) => fateOf(one) !== "in_flight");
        const back = closed.filter((one) => fateOf(one) === "reconnected");
        expect(Object.values(fates).reduce((sum, count) => sum + count, 0)).toBe(all.length);
        expect(rate).toEqual({ reconnected: back.length, closed: closed.length });
        expect(withContact.closed + withoutContact.closed).toBe(rate.closed);
        expect(withContact.reconnected).toBe(back.filter(({ contacts }) => contacts > 0).length);
        expect(relapses).toBe(all.filter(({ isRelapse }) => isRelapse).length);
        const byMail = closed.filter(({ channel }) => channel === "email");
        expect(byChannel.find(({ name }) => name === "email")?.closed ?? 0).toBe(byMail.length);
      }),
    );
  });

  test("each figure lists as many cases as it counts, as do the rates by channel and template", () => {
    fc.assert(
      fc.property(rounds, (all) => {
        const results = resultsOf(all);
        const listed = (shown: Parameters<typeof showing>[1]) => {
          const part = partOf(showing(parseResultsSearch({}), shown));
          return all.filter((one) => part !== null && isCountedBy(one, part, NOW)).length;
        };
        const counts = { ...results.fates, relapsed: results.relapses };
        for (const figure of COUNTS) expect(listed({ show: figure })).toBe(counts[figure]);
        expect(listed({ show: "closed" })).toBe(results.all.closed);
        expect(listed({ show: "opened" })).toBe(all.length);
        expect(listed({ show: "closed", fate: "reconnected" })).toBe(results.all.reconnected);
        expect(listed({ show: "contacted", fate: "reconnected" })).toBe(results.withContact.reconnected);
        expect(listed({ show: "uncontacted", fate: "reconnected" })).toBe(results.withoutContact.reconnected);
        expect(listed({ show: "contacted" })).toBe(results.withContact.closed);
        expect(listed({ show: "uncontacted" })).toBe(results.withoutContact.closed);
        for (const channel of ["email", "chat"] as const)
          expect(listed({ show: "closed", channel })).toBe(closedOf(results.byChannel, channel));
        expect(listed({ show: "closed", template: "First" })).toBe(closedOf(results.byTemplate, "First"));
        for (const { afterMs, atRisk } of results.survival)
          expect(listed({ show: "away", after: afterMs / HOUR })).toBe(atRisk);
      }),
    );
  });

  test("the facets of a list add up to it, and each counts what selecting it lists", () => {
    const sides = fc.record({
      show: fc.constantFrom(...FIGURES),
      fate: fc.constantFrom("" as const, ...FATES),
      channel: fc.constantFrom("" as const, ...LAST_CHANNELS),
      template: fc.constantFrom("", "First"),
      after: fc.constantFrom(0, 240),
    });
    fc.assert(
      fc.property(rounds, sides, (all, part) => {
        const countOf = (one: FigurePart) => {
          const counting = partTally(one, NOW);
          for (const round of all) counting.add(round);
          return counting.count();
        };
        const { total, fates, channels } = countOf(part);
        expect(total).toBe(all.filter((one) => isCountedBy(one, part, NOW)).length);
        for (const fate of FATES) expect(fates[fate]).toBe(countOf({ ...part, fate }).total);
        for (const channel of LAST_CHANNELS) expect(channels[channel]).toBe(countOf({ ...part, channel }).total);
        expect(sum(fates)).toBe(countOf({ ...part, fate: "" }).total);
        expect(sum(channels)).toBe(countOf({ ...part, channel: "" }).total);
      }),
    );
  });

  test("a place in the list survives its cursor, and a damaged cursor is rejected", () => {
    const place = { openedAt: -5, key: 7, round: 2, offset: 50 };
    expect(parseCasePlace(formatCasePlace(place))).toEqual(place);
    for (const text of ["", "x", "WyJjYXNlcyIsIngiLDEsMF0"]) expect(parseCasePlace(text)).toBeNull();
  });

  test("a search survives its URL", () => {
    const search = showing(parseResultsSearch({ period: "7d", show: "relapsed" }), {
      show: "closed",
      template: "A & B",
      after: 72,
    });
    const { searchParams } = new URL(resultsHref(search), "http://relink.test");
    expect(parseResultsSearch(Object.fromEntries(searchParams))).toEqual(search);
  });

  test("the share still away never rises, and starts at 100 % if nobody came back", () => {
    fc.assert(
      fc.property(rounds, (all) => {
        const { survival } = resultsOf(all);
        survival.forEach(({ away }, index) => {
          expect(away).toBeGreaterThanOrEqual(-1e-9);
          expect(away).toBeLessThanOrEqual((survival[index - 1]?.away ?? 1) + 1e-9);
        });
        if (!all.some((one) => fateOf(one) === "reconnected"))
          expect(survival.every(({ away }) => away === 1)).toBe(true);
      }),
    );
  });

  test("the median is of those who came back; who is away shorter than a mark says nothing of it", () => {
    const { medianTimeToReconnectMs, survival } = resultsOf([
      round(10, 11),
      round(10, 13),
      round(10, 15),
      round(99.5, null),
      round(10, null),
    ]);
    expect(medianTimeToReconnectMs).toBe(3 * DAY);
    const awayAfter = (days: number) => survival.find(({ afterMs }) => afterMs === days * DAY)?.away;
    // One of five is observed for half a day only. Then four are at risk, and come back one after the other.
    expect([awayAfter(1), awayAfter(3), awayAfter(5), awayAfter(30)]).toEqual(
      [0.75, 0.5, 0.25, 0.25].map((value) => expect.closeTo(value)),
    );
  });

  test("another account is no recovery until someone accepts it, and then it counts in every figure", () => {
    const another = round(1, 2, { isAnotherAccount: true });
    const before = resultsOf([another, round(1, 2)]);
    expect([before.all, before.fates.another_account]).toEqual([{ reconnected: 1, closed: 2 }, 1]);
    const after = resultsOf([{ ...another, isAccepted: true }, round(1, 2)]);
    expect([after.all, after.fates.another_account]).toEqual([{ reconnected: 2, closed: 2 }, 0]);
    expect(after).toEqual(resultsOf([round(1, 2), round(1, 2)]));
  });
});
