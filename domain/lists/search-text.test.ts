import fc from "fast-check";
import { expect, test } from "vitest";
import { SHOWN_LENGTH_MAX } from "@/domain/values/shorten";
import { anyText } from "@/testing/arbitraries";
import { LINEAR_TIME, LONG } from "@/testing/linear-time";
import { findHits, foldText, searchTextOf, searchWords } from "./search-text";

/**
 * Names with everything that folding changes: letters that become several, marks, apostrophes, invisible characters, other
 * scripts.
 */
const anyName = fc
  .array(
    fc.oneof(
      anyText,
      fc.constantFrom(..."İIıißẞσςΣйЙёäëøŁæœ'’ʼ´\u0307\u0301\u3099\u093e\u200b\u202e\ufe0fＡﷺ한가がﾊﾞﬁǆ"),
    ),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(""));

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

test.each([
  ["istanbul", "İSTANBUL"],
  ["İstanbul", "istanbul"],
  ["ISPARTA", "ısparta"],
  ["strasse", "Straße"],
  ["STRAẞE", "strasse"],
  ["straße", "STRASSE"],
  ["σίσυφος", "ΣΊΣΥΦΟΣ"],
  ["zoe", "Zoë"],
  ["Zoë", "zoe"],
  ["nguyen", "Nguyễn"],
  ["lukasz", "Łukasz"],
  ["soren", "Søren"],
  ["o'brien", "O’Brien"],
  ["O’Brien", "O'Brien"],
  ["obrien", "OʼBrien"],
  ["o´brien", "O`Brien"],
  ["jane", "J\u200b\u202ea\u2066n\u00ade\ufe0f"],
  ["j\u200dane", "Jane"],
  ["jane", "Ｊａｎｅ"],
  ["@ＪＡＮＥ", "jane"],
  ["احمد", "أَحْمَد"],
  ["ёлка", "елка"],
  ["андрей", "АНДРЕ\u0418\u0306"],
  ["Андре\u0438\u0306", "Андрей"],
  ["за\u0301мок", "замок"],
  ["їжак", "іжак"],
  ["하", "한국"],
  ["がき", "かき"],
])("%j finds the name %j", (query, name) => {
  const text = searchTextOf({ ...jane, account: { ...jane.account, name } });
  const words = searchWords(query);
  expect(words).not.toEqual([]);
  expect(words.every((word) => text.includes(word))).toBe(true);
  expect(findHits(name, words)).not.toEqual([]);
});

test("letters that only look alike, й and и, and vowels of scripts that write them as marks, stay different", () => {
  for (const [query, name] of [
    ["jane", "jаne"],
    ["андреи", "Андрей"],
    ["й", "Ирина"],
    ["краи", "кра\u0438\u0306"],
    ["कि", "का"],
    ["กิ", "กา"],
  ] as const) {
    expect(searchWords(query).every((word) => foldText(name).includes(word))).toBe(false);
  }
});

test("folding is idempotent, for every character and any text", () => {
  for (let code = 0; code <= 0x10ffff; code++) {
    const folded = foldText(String.fromCodePoint(code));
    if (foldText(folded) !== folded) expect.fail(`U+${code.toString(16)} folds to ${JSON.stringify(folded)}`);
  }
  fc.assert(
    fc.property(anyName, (text) => {
      expect(foldText(foldText(text))).toBe(foldText(text));
    }),
  );
});

test("any part of a name, cut between any characters, finds it and is marked in it", () => {
  fc.assert(
    fc.property(anyName, fc.nat(30), fc.integer({ min: 1, max: 12 }), (name, from, length) => {
      const characters = [...name];
      const part = characters.slice(from, from + length).join("");
      const text = searchTextOf({ ...jane, account: { ...jane.account, name: `@${name}@` } });
      for (const word of searchWords(part)) {
        expect(text).toContain(word);
        if (foldText(name).includes(word)) expect(findHits(name, [word])).not.toEqual([]);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("й is a letter of its own, whatever its other marks", () => {
  for (const marked of ["й", "и\u0306", "й\u3099", "й\u0323", "и\u0301\u0306"]) expect(foldText(marked)).toMatch(/^й/u);
});

test("a highlight covers whole letters with their marks, however folding changes their length", () => {
  const marked = (text: string, query: string) =>
    findHits(text, searchWords(query)).map(([from, until]) => text.slice(from, until));
  expect(marked("Straße 1", "ss")).toEqual(["ß"]);
  expect(marked("Straße 1", "s")).toEqual(["S", "ß"]);
  expect(marked("x İSTANBUL", "istan")).toEqual(["İSTAN"]);
  expect(marked("I\u0307STANBUL", "i")).toEqual(["I\u0307"]);
  expect(marked("a O’Brien b", "obri")).toEqual(["O’Bri"]);
  expect(marked("a\u200bb\u202ec", "bc")).toEqual(["b\u202ec"]);
  expect(marked("ﬃx", "f")).toEqual(["ﬃ"]);
  expect(marked("한국", "하")).toEqual(["한"]);
});

test("a lone @ asks for nothing", () => {
  expect(searchWords(" @ ")).toEqual([]);
});

test("any part of a name, cut between any letters, finds it", () => {
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
  ["ΚΩΣΤΑΣ ｆｕｌｌ", "κώστας full", ["ΚΩΣΤΑΣ", "ｆｕｌｌ"]],
  ["Zoe\u0308 ﬁne", "zoë fin", ["Zoe\u0308", "ﬁne".slice(0, 2)]],
  ["aaaa", "aa aaa", ["aaaa"]],
  ["💎 Diamond 💎", "💎", ["💎", "💎"]],
])("in %j, the words of %j are highlighted", (text, query, marked) => {
  expect(findHits(text, searchWords(query)).map(([from, until]) => text.slice(from, until))).toEqual(marked);
});

test("highlights contain the word, in order and without overlap, and every text with the word has one", () => {
  fc.assert(
    fc.property(anyText, fc.nat(20), fc.nat(4), (text, from, length) => {
      const [word] = searchWords(text.slice(from, from + length));
      if (!word) return;
      const hits = findHits(text, [word]);
      for (const [start, end] of hits) expect(foldText(text.slice(start, end))).toContain(word);
      expect(hits.flat()).toEqual([...hits.flat()].sort((a, b) => a - b));
    }),
  );
});

test("a long text is marked only as far as it is shown", () => {
  const text = `jane ${"n".repeat(100_000)} jane`;
  expect(findHits(text, ["jane"])).toEqual([[0, 4]]);
});

test.each([
  ["letters", "a", "a"],
  ["letters and blanks", "ab ", "ab "],
  ["letters with marks", "e\u0301", "e"],
  ["letters that stay one", "и\u0306", "й"],
  ["apostrophes and ligatures", "'ﬁ", "fi"],
  ["emoji", "👩🏽‍💻", "👩🏽💻"],
  ["lone surrogates", "\ud83d", "\ufffd"],
])("folding takes linear time: %s", LINEAR_TIME, (_, unit, folded) => {
  const units = Math.floor(LONG / unit.length);
  // Not `toBe`, which would compare texts of this length line by line.
  expect(foldText(unit.repeat(units)) === folded.repeat(units)).toBe(true);
});

test.each([
  ["letters", "a"],
  ["letters and blanks", "ab "],
  ["marks", "\u0301\u0323"],
  ["emoji", "👩🏽‍💻"],
])("a text to search in or for is cut before it is folded: %s", LINEAR_TIME, (_, unit) => {
  const text = unit.repeat(LONG / unit.length);
  const shown = text.slice(0, SHOWN_LENGTH_MAX);
  const words = ["aaaa", "a", "e", "b"];
  const searchTextNaming = (name: string) =>
    searchTextOf({ ...jane, account: { ...jane.account, name, username: name } });
  expect(findHits(text, words)).toEqual(findHits(shown, words));
  expect(searchWords(text)).toEqual(searchWords(shown));
  expect(searchTextNaming(text)).toBe(searchTextNaming(shown));
});
