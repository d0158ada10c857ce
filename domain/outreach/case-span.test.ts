import fc from "fast-check";
import { expect, test } from "vitest";
import { STATUS_ACTIVE, STATUS_DISCONNECTED, STATUS_EXPIRED } from "@/domain/connection/connection";
import type { StatusChange } from "@/domain/connection/status-change";
import { type FindArrival, spansAfter, spansOf } from "./case-span";

const DAY_MS = 86_400_000;

const account = fc.constantFrom("acct_1", "acct_2", null);

/** Changes of status, a few hours to a few weeks apart. */
const turnsArbitrary = fc
  .array(
    fc.record({
      status: fc.constantFrom(STATUS_ACTIVE, STATUS_EXPIRED, STATUS_EXPIRED, STATUS_DISCONNECTED, "paused"),
      afterMs: fc.integer({ min: 0, max: 20 * DAY_MS }),
      accountId: account,
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((changes) => {
    let from = 0;
    return changes.map(({ status, afterMs, accountId }, index): StatusChange => {
      from += afterMs;
      return { status, from, eventId: index + 1, accountId };
    });
  });

/** When other connections of accounts first became active. */
const arrivalsArbitrary = fc.array(
  fc.record({
    accountId: fc.constantFrom("acct_1", "acct_2"),
    at: fc.integer({ min: 0, max: 120 * DAY_MS }),
  }),
  { maxLength: 4 },
);

function finderOf(arrivals: readonly { readonly accountId: string; readonly at: number }[]): FindArrival {
  const inOrder = arrivals.map((arrival, index) => ({ ...arrival, key: index })).sort((a, b) => a.at - b.at);
  return (accountId, from) => inOrder.find((one) => one.accountId === accountId && one.at >= from) ?? null;
}

test("adding one change to earlier cases equals computing from all changes, or reports that it can't", () => {
  let told = 0;
  fc.assert(
    fc.property(turnsArbitrary, arrivalsArbitrary, (turns, arrivals) => {
      const find = finderOf(arrivals);
      turns.forEach((turn, index) => {
        const after = spansAfter(spansOf(turns.slice(0, index), find), turn, find);
        if (after === null) return;
        told += 1;
        expect(after).toEqual(spansOf(turns.slice(0, index + 1), find));
      });
    }),
    { numRuns: 500 },
  );
  expect(told).toBeGreaterThan(500);
});

test("adding one change always works if no other connection closes a case", () => {
  fc.assert(
    fc.property(turnsArbitrary, (turns) => {
      const none = () => null;
      const spans = turns.reduce((before, turn) => spansAfter(before, turn, none) ?? [], spansOf([], none));
      expect(spans).toEqual(spansOf(turns, none));
    }),
  );
});

test("a case closed by another connection hides its own connection's later changes", () => {
  const find = finderOf([{ accountId: "acct_1", at: 2 * DAY_MS }]);
  const expired: StatusChange = { status: STATUS_EXPIRED, from: DAY_MS, eventId: 1, accountId: "acct_1" };
  const closed = spansOf([expired], find);
  expect(closed).toMatchObject([{ end: "reconnected", closedAt: 2 * DAY_MS, successor: 0 }]);
  expect(spansAfter(closed, { ...expired, from: 3 * DAY_MS, eventId: 2 }, find)).toBeNull();
});
