import fc from "fast-check";
import { expect, test } from "vitest";
import { anyText } from "@/testing/arbitraries";
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
