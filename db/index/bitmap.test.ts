import fc from "fast-check";
import { expect, test } from "vitest";
import { bitmapOf, both, countBoth, countKeys, either, hasKey, keysOf, putKey, without } from "./bitmap";

/** Keys around the borders of words and chunks. */
const keys = fc.array(
  fc.oneof(fc.nat(100), fc.nat(300_000), fc.constantFrom(0, 31, 32, 65_535, 65_536, 131_071, 131_072)),
  { maxLength: 60 },
);
const ascending = (values: Iterable<number>) => [...new Set(values)].sort((a, b) => a - b);

test("a bitmap is a set of keys", () => {
  fc.assert(
    fc.property(keys, keys, (added, removed) => {
      const bitmap = bitmapOf(added);
      for (const key of removed) putKey(bitmap, key, false);
      const expected = ascending(added.filter((key) => !removed.includes(key)));
      expect(keysOf(bitmap)).toEqual(expected);
      expect(countKeys(bitmap)).toBe(expected.length);
      for (const key of [...added, ...removed]) expect(hasKey(bitmap, key)).toBe(expected.includes(key));
    }),
  );
});

test("bitmaps combine like sets, without changing each other", () => {
  fc.assert(
    fc.property(keys, keys, (left, right) => {
      const [a, b] = [bitmapOf(left), bitmapOf(right)];
      expect(keysOf(both(a, b))).toEqual(ascending(left.filter((key) => right.includes(key))));
      expect(keysOf(either(a, b))).toEqual(ascending([...left, ...right]));
      expect(keysOf(without(a, b))).toEqual(ascending(left.filter((key) => !right.includes(key))));
      expect(countBoth(a, b)).toBe(countKeys(both(a, b)));
      for (const result of [either(a, b), without(a, b)]) putKey(result, 7, !hasKey(result, 7));
      expect([keysOf(a), keysOf(b)]).toEqual([ascending(left), ascending(right)]);
    }),
  );
});
