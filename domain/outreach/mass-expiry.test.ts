import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BURST_MIN, burstsOf, habitOf, isUnlikely, WINDOW_MS } from "./mass-expiry";

const MINUTE = 60_000;

describe("mass expiries", () => {
  test("are judged by the deployment's own history", () => {
    const quiet = habitOf([1, 2, 3], 4_000);
    const busy = habitOf([150, 180, 200], 3);
    expect([quiet, busy]).toEqual([
      { usual: 0, busiest: 3 },
      { usual: 177, busiest: 200 },
    ]);
    expect([isUnlikely(9, quiet), isUnlikely(10, quiet), isUnlikely(400, busy), isUnlikely(401, busy)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test("make one burst, however long, and two if there is a pause in between", () => {
    const stretch = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index * 1_000);
    const habit = { usual: 0, busiest: 2 };
    expect(burstsOf([...stretch(0, 100), ...stretch(60 * MINUTE, 20)], habit)).toEqual([
      { from: 0, until: 99_000, expiries: 100 },
      { from: 60 * MINUTE, until: 60 * MINUTE + 19_000, expiries: 20 },
    ]);
    expect(burstsOf([0, 1, 2], habit)).toEqual([]);
  });

  test("every burst has a window with too many, and no window outside of bursts does", () => {
    const instants = fc
      .array(fc.integer({ min: 0, max: 120 }), { maxLength: 80 })
      .map((all) => all.map((one) => one * MINUTE).sort((a, b) => a - b));
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 12 }), (sorted, busiest) => {
        const habit = { usual: 0, busiest };
        const bursts = burstsOf(sorted, habit);
        const countIn = (from: number) => sorted.filter((at) => at >= from && at <= from + WINDOW_MS).length;
        for (const burst of bursts) {
          const starts = sorted.filter((at) => at >= burst.from && at <= burst.until);
          expect(starts.some((from) => countIn(from) >= BURST_MIN)).toBe(true);
        }
        for (const from of sorted) {
          const isCovered = bursts.some((burst) => from >= burst.from && from <= burst.until);
          if (!isCovered) expect(isUnlikely(countIn(from), habit)).toBe(false);
        }
      }),
    );
  });
});
