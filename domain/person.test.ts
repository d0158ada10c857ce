import { expect, test } from "vitest";
import { LINEAR_TIME, LONG } from "@/testing/linear-time";
import { parseEmail, parseName } from "./person";

test("an address is kept in one form, however it is typed", () => {
  expect(parseEmail("  Ana@Relink.Test ")).toBe("ana@relink.test");
  expect(parseEmail(`${"a".repeat(250)}@b.c`)).toBe(`${"a".repeat(250)}@b.c`);
  expect(parseEmail(`${"a".repeat(251)}@b.c`)).toBeNull();
});

test.each(["a", "\u0301\u0323", " ", "@", "ﷺ"])(
  "reading what a stranger types takes time in proportion to it: %j",
  LINEAR_TIME,
  (unit) => {
    const typed = `a${unit.repeat(LONG / unit.length)}@b.c`;
    parseEmail(typed);
    parseName(typed);
  },
);
