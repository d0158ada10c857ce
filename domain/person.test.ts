import { expect, test } from "vitest";
import { growthOf, LINEAR_GROWTH_MAX } from "@/testing/growth";
import { parseEmail, parseName } from "./person";

test("an address is kept in one form, however it is typed", () => {
  expect(parseEmail("  Ana@Relink.Test ")).toBe("ana@relink.test");
  expect(parseEmail(`${"a".repeat(250)}@b.c`)).toBe(`${"a".repeat(250)}@b.c`);
  expect(parseEmail(`${"a".repeat(251)}@b.c`)).toBeNull();
});

test.each(["a", "\u0301\u0323", " ", "@", "ﷺ"])(
  "reading what a stranger types takes time in proportion to it: %j",
  (unit) => {
    const prepare = (size: number) => `a${unit.repeat(size / unit.length)}@b.c`;
    expect(growthOf(prepare, parseEmail, 100_000)).toBeLessThan(LINEAR_GROWTH_MAX);
    expect(growthOf(prepare, parseName, 100_000)).toBeLessThan(LINEAR_GROWTH_MAX);
  },
);
