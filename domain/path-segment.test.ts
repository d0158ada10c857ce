import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeSegment, encodeSegment } from "./path-segment";

const ODD = [
  " ",
  " ann ",
  "\n",
  "a\r\nb",
  "\u0000",
  ".",
  "..",
  "~.",
  "~..",
  "~~.",
  "%2E",
  "%2e%2e",
  "a/b",
  "\\",
  "?",
  "#",
  "\u00a0",
];

test("any identifier is one segment of a path, and is read back exactly", () => {
  const identifier = fc.oneof(fc.constantFrom(...ODD), fc.string({ minLength: 1, maxLength: 300, unit: "grapheme" }));
  fc.assert(
    fc.property(
      identifier.map((text) => text.toWellFormed()),
      (text) => {
        const { pathname } = new URL(`/users/${encodeSegment(text)}`, "http://relink.example");
        const segments = pathname.split("/").slice(2);
        expect(segments.map(decodeSegment)).toEqual([text]);
      },
    ),
    { examples: ODD.map((text) => [text]) },
  );
});

test("a segment that isn't properly encoded is no identifier", () => {
  expect(decodeSegment("%E0%A4%A")).toBeNull();
});
