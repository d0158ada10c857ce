import { expect, test } from "vitest";
import { runs } from "./runs";

test("a property runs a third of its times, but never fewer than five", () => {
  expect([runs(150, ""), runs(40, ""), runs(6, "")]).toEqual([50, 14, 5]);
});

test("RELINK_RUNS asks for all runs, or for more", () => {
  expect([runs(150, "full"), runs(150, "10"), runs(6, "0.5")]).toEqual([150, 1_500, 3]);
});

test.each(["all", "0", "-1", "Infinity"])("RELINK_RUNS=%s is refused rather than running nothing", (setting) => {
  expect(() => runs(150, setting)).toThrow("RELINK_RUNS must be");
});
