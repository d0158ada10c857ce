import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillText, unknownPlaces, VARIABLES, type VariableValues } from "./template";

const NONE = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, null])) as VariableValues;

describe("filling a message", () => {
  test("fills in each value and reports which are missing or unknown", () => {
    const values = { ...NONE, name: "Jane", reconnect_link: "https://x.test/r/1" };
    expect(fillText("Hi {name}, {name}: {reconnect_link} {username} {nmae}", values)).toEqual({
      text: "Hi Jane, Jane: https://x.test/r/1  {nmae}",
      missing: ["username"],
      unknown: ["{nmae}"],
    });
    expect(unknownPlaces("{name} {nmae} {nmae} {}")).toEqual(["{nmae}"]);
  });

  test("treats any text in braces on one line as a mistyped placeholder", () => {
    const odd = ["{Name}", "{first name}", "{name }", "{reconnect-link}", "{1}"];
    expect(unknownPlaces(`${odd.join(" ")} {\n} {{name}}`)).toEqual(odd);
    expect(fillText("Hi {Name}", { ...NONE, name: "Jane" })).toMatchObject({ text: "Hi {Name}", unknown: ["{Name}"] });
  });

  test("never treats a value as a placeholder or a pattern", () => {
    fc.assert(
      fc.property(fc.constantFrom("{username}", "$&", "$1", "{name}", "\\", "$$"), fc.string(), (odd, rest) => {
        const name = `${odd}${rest}`;
        expect(fillText("<{name}>", { ...NONE, name }).text).toBe(`<${name}>`);
      }),
    );
  });

  test("leaves a text without placeholders unchanged", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/\{[^{}\r\n]+\}/.test(text)),
        (text) => {
          expect(fillText(text, NONE)).toEqual({ text, missing: [], unknown: [] });
        },
      ),
    );
  });
});
