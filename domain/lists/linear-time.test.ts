import { expect, test } from "vitest";
import { sortPermissions } from "@/domain/connection/permissions";
import { permissionChange } from "@/domain/connection/projection";
import { parsePastedHeaders, parsePastedSecret } from "@/domain/intake/pasted-request";
import { WHOLE_LISTS } from "@/domain/lists/connection-search";
import { viewQueryOf } from "@/domain/lists/saved-view";
import { isViewAbout } from "@/domain/operations/erasure";
import { fillText, unknownPlaces, VARIABLES, type VariableValues } from "@/domain/outreach/template";
import { LINEAR_TIME, LONG } from "@/testing/linear-time";

const VALUE = "{user} ".repeat(50);
/** Safe: each variable has a value. */
const VALUES = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, VALUE])) as VariableValues;

const repeated = (unit: string) => unit.repeat(LONG / unit.length);

test.each([
  ["{", LONG, []],
  ["{user}", Math.floor(LONG / 6) * VALUE.length, []],
  ["{a", LONG, []],
  ["}{", LONG, []],
  ["{User} ", Math.floor(LONG / 7) * 7, ["{User}"]],
])("a template of %j is filled in linear time", LINEAR_TIME, (unit, length, unknown) => {
  expect(fillText(repeated(unit), VALUES).text).toHaveLength(length);
  expect(unknownPlaces(repeated(unit))).toEqual(unknown);
});

test.each([
  ["a", [], LONG],
  [" ", [], 0],
  ["\\", [], LONG],
  ['"', [], LONG - 2],
  ["-H ", [], Math.floor(LONG / 3) * 2],
  ['"a": ', [], (LONG / 5) * 4 - 1],
  ["a: b\n", ["a"], (LONG / 5) * 3],
  ["=", [], LONG],
])("pasted text of %j is parsed in linear time", LINEAR_TIME, (unit, headers, length) => {
  expect([...parsePastedHeaders(repeated(unit)).keys()]).toEqual(headers);
  expect(parsePastedSecret(repeated(unit)).secret).toHaveLength(length);
});

test("permissions are compared and sorted in linear time", LINEAR_TIME, () => {
  const names = Array.from({ length: LONG }, (_, index) => `p:${index}`);
  expect(permissionChange(names, names.slice(1).reverse())).toEqual({ gained: [], lost: ["p:0"] });
  expect(sortPermissions(names)).toHaveLength(LONG);
});

test("a view is compared with a long name in linear time", LINEAR_TIME, () => {
  const view = { id: 1, name: "Mine", query: viewQueryOf({ ...WHOLE_LISTS.connections, q: "a b" }) };
  for (const name of [repeated("a "), repeated("-"), `${repeated("a ")}b`]) {
    const accounts = [{ id: null, name, username: name, avatar: null }];
    expect(isViewAbout(view, { user: null, accounts, connections: [name] })).toBe(name.endsWith("b"));
  }
});
