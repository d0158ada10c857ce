import { expect, test } from "vitest";
import { ALL_SELECTED, deselect, NOTHING_SELECTED, select } from "./selection";

test("rows that were acted on are no longer selected, and others stay selected", () => {
  const three = select(NOTHING_SELECTED, ["a", "b", "c"], true);
  expect(deselect(three, ["a", "b", "c"])).toEqual(NOTHING_SELECTED);
  expect(deselect(three, ["b", "x"])).toEqual({ kind: "some", ids: ["a", "c"] });
});

test("an act on all matching rows leaves nothing selected", () => {
  expect(deselect(ALL_SELECTED, "all")).toEqual(NOTHING_SELECTED);
  expect(deselect(ALL_SELECTED, ["a"])).toEqual(ALL_SELECTED);
});
