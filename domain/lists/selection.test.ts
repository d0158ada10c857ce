import { expect, test } from "vitest";
import { ALL_CHOSEN, choose, letGo, NOTHING_CHOSEN } from "./selection";

test("rows that were acted on are no longer selected, and others stay selected", () => {
  const three = choose(NOTHING_CHOSEN, ["a", "b", "c"], true);
  expect(letGo(three, ["a", "b", "c"])).toEqual(NOTHING_CHOSEN);
  expect(letGo(three, ["b", "x"])).toEqual({ kind: "some", ids: ["a", "c"] });
});

test("an act on all matching rows leaves nothing selected", () => {
  expect(letGo(ALL_CHOSEN, "all")).toEqual(NOTHING_CHOSEN);
  expect(letGo(ALL_CHOSEN, ["a"])).toEqual(ALL_CHOSEN);
});
