import { expect, test } from "vitest";
import { growthOf, LINEAR_GROWTH_MAX } from "@/testing/growth";
import { WHOLE_LISTS } from "./connection-search";
import { isViewAbout } from "./erasure";
import { parsePastedHeaders, parsePastedSecret } from "./pasted";
import { sortPermissions } from "./permissions";
import { permissionChange } from "./projection";
import { viewQueryOf } from "./saved-view";
import { fillText, unknownPlaces, VARIABLES, type VariableValues } from "./template";

/** Safe: each variable has a value. */
const VALUES = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, "{user} ".repeat(50)])) as VariableValues;

const repeated = (unit: string) => (size: number) => unit.repeat(size / unit.length);
const names = (size: number) => Array.from({ length: size / 10 }, (_, index) => `p:${index}`);

test.each(["{", "{user}", "{a", "}{", "{User} "])("a template of %j is filled in linear time", (unit) => {
  const fill = (text: string) => [fillText(text, VALUES), unknownPlaces(text)];
  expect(growthOf(repeated(unit), fill, 120_000)).toBeLessThan(LINEAR_GROWTH_MAX);
});

test.each(["a", " ", "\\", '"', "-H ", '"a": ', "a: b\n", "="])("pasted text of %j is read in linear time", (unit) => {
  const read = (text: string) => [parsePastedHeaders(text), parsePastedSecret(text)];
  expect(growthOf(repeated(unit), read, 120_000)).toBeLessThan(LINEAR_GROWTH_MAX);
});

test("permissions are compared and sorted in linear time", () => {
  const compare = (list: string[]) => [permissionChange(list, list.slice(1).reverse()), sortPermissions(list)];
  expect(growthOf(names, compare, 100_000)).toBeLessThan(LINEAR_GROWTH_MAX);
});

test("a view is compared with a long name in linear time", () => {
  const view = { id: 1, name: "Mine", query: viewQueryOf({ ...WHOLE_LISTS.connections, q: "a b" }) };
  const compare = (name: string) => isViewAbout(view, null, [{ id: null, name, username: name, avatar: null }]);
  expect(growthOf(repeated("a "), compare, 120_000)).toBeLessThan(LINEAR_GROWTH_MAX);
  expect(growthOf(repeated("-"), compare, 120_000)).toBeLessThan(LINEAR_GROWTH_MAX);
});
