import fc from "fast-check";
import { expect, test } from "vitest";
import { bitmapOf, emptyBitmap, keysOf, putKey } from "./bitmap";
import { firstAlong, keysBetween, newKeyOrder, noteMoved, tidyOrder } from "./key-order";
import { keysInRange, numberAt, putNumber } from "./number-column";

type Row = { readonly key: number; readonly value: number };

const rows = fc.uniqueArray(
  fc.record({ key: fc.oneof(fc.nat(200), fc.nat(140_000)), value: fc.oneof(fc.nat(5), fc.integer(), fc.nat(2 ** 42)) }),
  { selector: (row) => row.key, minLength: 1, maxLength: 80 },
);

/** Enough additional keys to make the order merge. */
function orderOf(settled: readonly Row[], moved: readonly Row[]) {
  const order = newKeyOrder([]);
  const all = emptyBitmap();
  const put = ({ key, value }: Row) => {
    putKey(all, key, true);
    putNumber(order.column, key, value);
    noteMoved(order, key);
  };
  for (let filler = 0; filler < 5_000; filler++) put({ key: 200_000 + filler, value: filler });
  for (const row of settled) put(row);
  tidyOrder(order, all);
  for (const row of moved) put(row);
  return { order, all };
}

test("the first keys along an order, from any place in either direction, match the sorted set", () => {
  fc.assert(
    fc.property(
      rows,
      rows,
      fc.array(fc.nat(80)),
      fc.boolean(),
      fc.integer({ min: 1, max: 12 }),
      fc.option(fc.nat(80)),
      (settled, moved, chosen, isDescending, limit, start) => {
        const { order } = orderOf(settled, moved);
        const current = [...new Map([...settled, ...moved].map((row) => [row.key, row.value]))];
        const sorted = current
          .map(([key, value]) => ({ key, value }))
          .sort((a, b) => (isDescending ? -1 : 1) * (a.value - b.value || a.key - b.key));
        const after = start === null ? null : (sorted[start] ?? null);
        const wanted = sorted.filter((_, index) => !chosen.includes(index));
        const expected = wanted.filter((row) => after === null || sorted.indexOf(row) > sorted.indexOf(after));
        const set = bitmapOf(wanted.map((row) => row.key));
        expect(firstAlong(order, set, { isDescending, after, limit })).toEqual(expected.slice(0, limit));
      },
    ),
    { numRuns: 200 },
  );
});

test("walking a dense set along the order gives the same result", () => {
  const { order, all } = orderOf([], []);
  const walked: number[] = [];
  for (let after: Row | null = null; ; ) {
    const places = firstAlong(order, all, { isDescending: true, after, limit: 500 });
    walked.push(...places.map((place) => place.value));
    after = places.at(-1) ?? null;
    if (places.length < 500) break;
  }
  expect(walked).toEqual(Array.from({ length: 5_000 }, (_, index) => 4_999 - index));
});

test("merging moved keys keeps every key once, and drops removed ones", () => {
  const { order, all } = orderOf([{ key: 3, value: 9 }], []);
  putKey(all, 3, false);
  noteMoved(order, 3);
  for (let key = 200_000; key < 204_500; key++) {
    putNumber(order.column, key, numberAt(order.column, key) * -1);
    noteMoved(order, key);
  }
  tidyOrder(order, all);
  expect(order.movedCount).toBe(0);
  expect(order.sorted.length).toBe(5_000);
  const values = [...order.sorted].map((key) => numberAt(order.column, key));
  expect(values).toEqual([...values].sort((a, b) => a - b));
});

test("the keys between two numbers match the set's, however many there are", () => {
  fc.assert(
    fc.property(rows, rows, fc.array(fc.nat(300_000)), fc.integer(), fc.nat(2 ** 42), (settled, moved, left, a, b) => {
      const { order, all } = orderOf(settled, moved);
      const set = bitmapOf(keysOf(all).filter((key) => !left.includes(key)));
      for (const [from, until] of [
        [a, b],
        [0, 3],
        [Number.NEGATIVE_INFINITY, b],
        [4_000, Number.POSITIVE_INFINITY],
      ] as const) {
        const expected = keysOf(set).filter((key) => {
          const value = numberAt(order.column, key);
          return value >= from && value < until;
        });
        expect(keysOf(keysBetween(order, set, from, until))).toEqual(expected);
      }
    }),
    { numRuns: 50 },
  );
});

test("a range includes its beginning and excludes its end", () => {
  const column: Float64Array[] = [];
  for (let key = 0; key < 10; key++) putNumber(column, key, key * 10);
  expect(keysOf(keysInRange(bitmapOf([1, 2, 3, 4, 9]), column, 20, 40))).toEqual([2, 3]);
});
