import fc from "fast-check";
import { expect, test } from "vitest";
import { anyText } from "@/testing/arbitraries";
import { prefixOf } from "./text-prefix";

const anyUnicode = fc.oneof(anyText, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));

test("a prefix sorts like the bytes of its text, as far as it distinguishes them", () => {
  fc.assert(
    fc.property(anyUnicode, anyUnicode, (left, right) => {
      const [a, b] = [left.toWellFormed(), right.toWellFormed()];
      const byBytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
      const byPrefix = Math.sign(prefixOf(a) - prefixOf(b));
      if (byPrefix !== 0) expect(byPrefix).toBe(byBytes);
      expect(Number.isSafeInteger(prefixOf(a))).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("a prefix distinguishes texts within six bytes", () => {
  expect(prefixOf("jane d") < prefixOf("jane e")).toBe(true);
  expect(prefixOf("") < prefixOf("a")).toBe(true);
  expect(prefixOf("jane doe")).toBe(prefixOf("jane dx"));
});
