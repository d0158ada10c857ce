import fc from "fast-check";
import { expect, test } from "vitest";
import { SHOWN_LENGTH_MAX, shorten } from "./shorten";

test("a text that is short enough is shown whole", () => {
  expect(shorten("n".repeat(SHOWN_LENGTH_MAX))).toBe("n".repeat(SHOWN_LENGTH_MAX));
});

test("a longer text ends in an ellipsis, is never cut within a character, and is cut once", () => {
  fc.assert(
    fc.property(fc.constantFrom("n", "😀", "e\u0301"), fc.constantFrom("", "x"), (unit, before) => {
      const short = shorten(before + unit.repeat(1_000));
      expect(short.length).toBeLessThanOrEqual(SHOWN_LENGTH_MAX);
      expect(short.endsWith("…")).toBe(true);
      expect(short.isWellFormed()).toBe(true);
      expect(shorten(short)).toBe(short);
    }),
  );
});
