import fc from "fast-check";
import { expect, test } from "vitest";
import { anyText } from "@/testing/arbitraries";
import { growthOf, LINEAR_GROWTH_MAX } from "@/testing/growth";
import { findHits, normaliseText, searchTextOf, searchWords } from "./search-text";

const jane = {
  id: "conn_1",
  user: "user_1",
  account: { id: "11", name: "Κώστας  ZOË", username: "JaneDoe", avatar: null },
};

test.each(["@janedoe", "JANEDOE", "κώς", "ΚΏΣΤΑΣ", "zoe\u0308", "ＺＯË", " conn_1  user_1 "])(
  "%j finds the connection",
  (query) => {
    expect(searchWords(query).every((word) => searchTextOf(jane).includes(word))).toBe(true);
  },
);

test("a lone @ asks for nothing", () => {
  expect(searchWords(" @ ")).toEqual([]);
});

test("any part of a name, cut anywhere between its letters, finds it", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 12 }),
      fc.nat(11),
      fc.nat(12),
      (name, from, length) => {
        const words = searchWords(name.slice(from, from + length));
        const text = searchTextOf({ ...jane, account: { ...jane.account, name: `@${name}@` } });
        expect(words.every((word) => text.includes(word))).toBe(true);
      },
    ),
  );
});

test.each([
  ["Jane Doe", "ne do", ["ne", "Do"]],
  ["ΚΩΣΤΑΣ ｆｕｌｌ", "κώστας full", ["ｆｕｌｌ"]],
  ["Zoe\u0308 ﬁne", "zoë fin", ["Zoe\u0308", "ﬁne".slice(0, 2)]],
  ["aaaa", "aa aaa", ["aaaa"]],
  ["💎 Diamond 💎", "💎", ["💎", "💎"]],
])("in %j the words of %j are marked", (text, query, marked) => {
  expect(findHits(text, searchWords(query)).map(([from, until]) => text.slice(from, until))).toEqual(marked);
});

test("what is marked has the word, in order and without overlap, and a text that has it is marked", () => {
  fc.assert(
    fc.property(anyText, fc.nat(20), fc.nat(4), (text, from, length) => {
      const [word] = searchWords(text.slice(from, from + length));
      if (!word) return;
      const hits = findHits(text, [word]);
      for (const [start, end] of hits) expect(normaliseText(text.slice(start, end))).toContain(word);
      expect(hits.flat()).toEqual([...hits.flat()].sort((a, b) => a - b));
    }),
  );
});

test("a long text is marked as far as it is shown, and no further", () => {
  const text = `jane ${"n".repeat(100_000)} jane`;
  expect(findHits(text, ["jane"])).toEqual([[0, 4]]);
});

test.each([
  ["letters", "a"],
  ["letters and blanks", "ab "],
  ["marks", "\u0301\u0323"],
  ["letters with marks", "e\u0301"],
  ["emoji", "👩🏽‍💻"],
  ["lone surrogates", "\ud83d"],
])("folding and marking take time in proportion to a text, whatever it is made of: %s", (_, unit) => {
  const prepare = (size: number) => unit.repeat(size / unit.length);
  const mark = (text: string) => findHits(text, ["aaaa", "a", "e", "b"]);
  expect(growthOf(prepare, mark, 200_000)).toBeLessThan(LINEAR_GROWTH_MAX);
  expect(growthOf(prepare, searchWords, 200_000)).toBeLessThan(LINEAR_GROWTH_MAX);
  const index = (name: string) => searchTextOf({ ...jane, account: { ...jane.account, name, username: name } });
  expect(growthOf(prepare, index, 200_000)).toBeLessThan(LINEAR_GROWTH_MAX);
});
