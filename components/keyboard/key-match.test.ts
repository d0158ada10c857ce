import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSingleKey, type KeyPress, keyCaps, matchesKey } from "./key-match";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz");

describe("single keys", () => {
  test("are what they are called", () => {
    expect(matchesKey(press("j"), "j")).toBe(true);
    expect(matchesKey(press("k"), "j")).toBe(false);
    expect(matchesKey(press("Enter"), "Enter")).toBe(true);
    expect(matchesKey(press("ArrowDown"), "ArrowDown")).toBe(true);
  });

  test("are not meant while Ctrl, Alt or ⌘ is held", () => {
    for (const held of ["ctrlKey", "altKey", "metaKey"]) {
      for (const key of ["j", "/", "Enter"]) expect(matchesKey(press(key, { [held]: true }), key)).toBe(false);
    }
  });

  test("that are signs are found wherever the layout has them", () => {
    expect(matchesKey(press("?", { shiftKey: true }), "?")).toBe(true);
    expect(matchesKey(press("/", { shiftKey: true, code: "Digit7" }), "/")).toBe(true);
    expect(matchesKey(press("/", { code: "Slash" }), "/")).toBe(true);
  });

  test("with a name are not meant while Shift is held", () => {
    expect(matchesKey(press("ArrowDown", { shiftKey: true }), "ArrowDown")).toBe(false);
  });

  test("that are letters go by Shift, whatever Caps Lock says", () => {
    fc.assert(
      fc.property(letter, fc.boolean(), fc.boolean(), (one, shiftKey, isCapsLock) => {
        const key = shiftKey === isCapsLock ? one : one.toUpperCase();
        expect(matchesKey(press(key, { shiftKey }), one)).toBe(!shiftKey);
        expect(matchesKey(press(key, { shiftKey }), one.toUpperCase())).toBe(shiftKey);
      }),
    );
  });

  test("that are letters go by their place on a keyboard of another script", () => {
    expect(matchesKey(press("о", { code: "KeyJ" }), "j")).toBe(true);
    expect(matchesKey(press("λ", { code: "KeyL" }), "l")).toBe(true);
  });

  test("that are letters go by what is printed on them on a keyboard of our script", () => {
    expect(matchesKey(press("a", { code: "KeyQ" }), "a")).toBe(true);
    expect(matchesKey(press("a", { code: "KeyQ" }), "q")).toBe(false);
    expect(matchesKey(press("Dead", { code: "KeyQ" }), "q")).toBe(false);
  });
});

test("mod is Ctrl or ⌘, and no other key with it", () => {
  expect(matchesKey(press("k", { ctrlKey: true }), "mod+k")).toBe(true);
  expect(matchesKey(press("k", { metaKey: true }), "mod+k")).toBe(true);
  expect(matchesKey(press("л", { ctrlKey: true, code: "KeyK" }), "mod+k")).toBe(true);
  expect(matchesKey(press("k"), "mod+k")).toBe(false);
  expect(matchesKey(press("K", { ctrlKey: true, shiftKey: true }), "mod+k")).toBe(false);
  expect(matchesKey(press("k", { ctrlKey: true, altKey: true }), "mod+k")).toBe(false);
});

test("only a character alone is a single key", () => {
  expect(["j", "/", "?", "Enter", "Escape", "ArrowDown", "mod+k"].filter(isSingleKey)).toEqual(["j", "/", "?"]);
});

test("keys are shown as they are printed on this kind of computer", () => {
  const signs = (shortcut: string, isApple: boolean) => keyCaps(shortcut, isApple).map(({ sign }) => sign);
  expect(signs("mod+k", false)).toEqual(["Ctrl", "K"]);
  expect(signs("mod+k", true)).toEqual(["⌘", "K"]);
  expect(signs("J", false)).toEqual(["Shift", "J"]);
  expect(signs("ArrowDown", false)).toEqual(["↓"]);
  expect(signs("Enter", false)).toEqual(["Enter"]);
});
