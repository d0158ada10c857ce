import { expect, test } from "vitest";
import { ALL_CHOSEN, choose, letGo, NOTHING_CHOSEN } from "./selection";

test("rows about which something was done are chosen no more, and others stay chosen", () => {
  const three = choose(NOTHING_CHOSEN, ["a", "b", "c"], true);
  expect(letGo(three, ["a", "b", "c"])).toEqual(NOTHING_CHOSEN);
  expect(letGo(three, ["b", "x"])).toEqual({ kind: "some", ids: ["a", "c"] });
});

test("what was done about all that match leaves nothing chosen", () => {
  expect(letGo(ALL_CHOSEN, "all")).toEqual(NOTHING_CHOSEN);
  expect(letGo(ALL_CHOSEN, ["a"])).toEqual(ALL_CHOSEN);
});
