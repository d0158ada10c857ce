import fc from "fast-check";
import { expect, test } from "vitest";
import { searchTextOf, searchWords } from "./search-text";

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
