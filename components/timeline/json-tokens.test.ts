import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonTokens } from "./json-tokens";

test("joined, the tokens are the text, whatever it is", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.string()), (text) => {
      const tokens = jsonTokens(text);
      expect(tokens.map((token) => token.text).join("")).toBe(text);
    }),
  );
});

test("keys, texts, numbers and words are told apart", () => {
  const kinds = jsonTokens('{"a b": ["x\\"y", -1.5e3, true], "n":null}')
    .filter((token) => token.kind !== "plain")
    .map((token) => [token.kind, token.text]);
  expect(kinds).toEqual([
    ["key", '"a b"'],
    ["text", '"x\\"y"'],
    ["number", "-1.5e3"],
    ["word", "true"],
    ["key", '"n"'],
    ["word", "null"],
  ]);
});

test("a text without an end goes on to the end, so that no quote in it is tried again as a beginning", () => {
  for (const unit of ['\\"', "\\\n", "a", "\\"]) {
    const text = `"${unit.repeat(300_000)}`;
    expect(jsonTokens(text)).toEqual([{ kind: "text", text }]);
  }
});
