import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillText, unknownPlaces, VARIABLES, type VariableValues } from "./template";

const NONE = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, null])) as VariableValues;

describe("filling a message", () => {
  test("puts each value into its places and says which are missing or unknown", () => {
    const values = { ...NONE, name: "Jane", reconnect_link: "https://x.test/r/1" };
    expect(fillText("Hi {name}, {name}: {reconnect_link} {username} {nmae}", values)).toEqual({
      text: "Hi Jane, Jane: https://x.test/r/1  {nmae}",
      missing: ["username"],
      unknown: ["{nmae}"],
    });
    expect(unknownPlaces("{name} {nmae} {nmae} {} {A}")).toEqual(["{nmae}"]);
  });

  test("never takes what a value holds for a place, nor for a pattern", () => {
    fc.assert(
      fc.property(fc.constantFrom("{username}", "$&", "$1", "{name}", "\\", "$$"), fc.string(), (odd, rest) => {
        const name = `${odd}${rest}`;
        expect(fillText("<{name}>", { ...NONE, name }).text).toBe(`<${name}>`);
      }),
    );
  });

  test("leaves a text without places as it is", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/\{[a-z_]+\}/.test(text)),
        (text) => {
          expect(fillText(text, NONE)).toEqual({ text, missing: [], unknown: [] });
        },
      ),
    );
  });
});
