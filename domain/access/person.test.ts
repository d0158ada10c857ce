import { expect, test } from "vitest";
import { LINEAR_TIME, LONG } from "@/testing/linear-time";
import { parseEmail, parseName } from "./person";

test("an e-mail address has one stored form, however it is typed", () => {
  expect(parseEmail("  Ana@Relink.Test ")).toBe("ana@relink.test");
  expect(parseEmail(`${"a".repeat(250)}@b.c`)).toBe(`${"a".repeat(250)}@b.c`);
  expect(parseEmail(`${"a".repeat(251)}@b.c`)).toBeNull();
});

test.each([
  ["a full-width letter", "ａna@relink.test"],
  ["a full-width at sign", "ana＠relink.test"],
  ["a full-width domain", "ana@ｒelink.test"],
  ["a ligature", "ﬁna@relink.test"],
  ["a circled letter", "ⓐna@relink.test"],
  ["a superscript", "ana²@relink.test"],
  ["a long s", "ſana@relink.test"],
  ["a mathematical letter", "𝐚na@relink.test"],
  ["a Kelvin sign", "\u212Aana@relink.test"],
  ["a dotted capital I", "\u0130ana@relink.test"],
])("%s makes a different address, or none", (_what, typed) => {
  expect(parseEmail(typed)).not.toBe(typed.normalize("NFKC").toLowerCase());
});

test("an accent typed as a separate character equals the composed letter", () => {
  expect(parseEmail("zoe\u0308@relink.test")).toBe("zo\u00EB@relink.test");
});

test("no non-ASCII letter becomes ASCII, and addresses already stored are unchanged", () => {
  for (let code = 0x80; code <= 0x1_ffff; code++) {
    const letter = String.fromCodePoint(code);
    const email = parseEmail(`${letter}@x.test`);
    if (email !== null && /^\p{ASCII}+@/u.test(email)) expect.fail(`U+${code.toString(16)} became ${email}`);
    const kept = `${letter}@x.test`.normalize("NFKC").trim().toLowerCase();
    if (/^[^\s@]+@[^\s@]+$/.test(kept) && kept.isWellFormed() && parseEmail(kept) !== kept)
      expect.fail(`U+${code.toString(16)} was kept as ${kept}`);
  }
});

test.each([
  ["a", null],
  ["\u0301\u0323", null],
  [" ", "a @b.c"],
  ["@", null],
  ["ﷺ", null],
])("parsing a stranger's input takes linear time: %j", LINEAR_TIME, (unit, name) => {
  const typed = `a${unit.repeat(LONG / unit.length)}@b.c`;
  expect(parseEmail(typed)).toBeNull();
  expect(parseName(typed)).toBe(name);
});
