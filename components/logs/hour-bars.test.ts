import fc from "fast-check";
import { expect, test } from "vitest";
import { BAR_KINDS, barsOf, heightOf } from "./hour-bars";

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
      const bars = barsOf(counts, now, length * HOUR, 3);
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

test("refusals of every cause are one kind", () => {
  const refused = ["too_large", "no_secret"] as const;
  const [bar] = barsOf(
    refused.map((outcome) => ({ hour: 0, outcome, deliveries: 2 })),
    0,
    HOUR,
    1,
  );
  expect(bar && BAR_KINDS.map((kind) => bar.counts[kind])).toEqual([0, 0, 0, 4]);
});
