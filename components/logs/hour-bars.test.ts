import fc from "fast-check";
import { expect, test } from "vitest";
import { barsOf, CAUSE_KINDS, heightOf, OUTCOME_KINDS } from "./hour-bars";

const HOUR = 3_600_000;

test("every delivery of the time shown is in the bar of its hour, and no other is in any", () => {
  const hours = fc.array(
    fc.record({
      hour: fc.integer({ min: 0, max: 80 }).map((one) => one * HOUR),
      outcome: fc.constantFrom("stored" as const, "duplicate" as const, "counted" as const, "too_large" as const),
      deliveries: fc.integer({ min: 1, max: 9 }),
    }),
  );
  fc.assert(
    fc.property(hours, fc.integer({ min: 0, max: 80 * HOUR }), fc.constantFrom(1, 24), (counts, now, length) => {
      const bars = barsOf(counts, now, { barMs: length * HOUR, bars: 3, kinds: OUTCOME_KINDS });
      for (const { from, until, ...bar } of bars) {
        const wanted = counts.filter(({ hour }) => hour >= from && hour < until);
        expect(heightOf({ from, until, ...bar })).toBe(wanted.reduce((sum, one) => sum + one.deliveries, 0));
      }
      expect(bars.map(({ from }) => from)).toEqual([...new Set(bars.map(({ from }) => from))].sort((a, b) => a - b));
      const last = bars.at(-1);
      expect(last && last.from <= now && now < last.until).toBe(true);
    }),
  );
});

test("refusals of every cause are one kind, or one for each cause and nothing else", () => {
  const outcomes = ["too_large", "no_secret", "no_secret", "stored"] as const;
  const hours = outcomes.map((outcome) => ({ hour: 0, outcome, deliveries: 2 }));
  const [all] = barsOf(hours, 0, { barMs: HOUR, bars: 1, kinds: OUTCOME_KINDS });
  expect(all && [...all.counts].sort()).toEqual([
    ["refused", 6],
    ["stored", 2],
  ]);
  const [refused] = barsOf(hours, 0, { barMs: HOUR, bars: 1, kinds: CAUSE_KINDS });
  expect(refused && [...refused.counts].sort()).toEqual([
    ["no_secret", 4],
    ["too_large", 2],
  ]);
});
