import { test } from "vitest";
import { LINEAR_TIME, LONG } from "@/testing/linear-time";
import { WHOLE_LISTS } from "./connection-search";
import { isViewAbout } from "./erasure";
import { parsePastedHeaders, parsePastedSecret } from "./pasted";
import { sortPermissions } from "./permissions";
import { permissionChange } from "./projection";
import { viewQueryOf } from "./saved-view";
import { fillText, unknownPlaces, VARIABLES, type VariableValues } from "./template";

/** Safe: each variable has a value. */
const VALUES = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, "{user} ".repeat(50)])) as VariableValues;

const repeated = (unit: string) => unit.repeat(LONG / unit.length);

test.each(["{", "{user}", "{a", "}{", "{User} "])("a template of %j is filled in linear time", LINEAR_TIME, (unit) => {
  fillText(repeated(unit), VALUES);
  unknownPlaces(repeated(unit));
});

test.each(["a", " ", "\\", '"', "-H ", '"a": ', "a: b\n", "="])(
  "pasted text of %j is read in linear time",
  LINEAR_TIME,
  (unit) => {
    parsePastedHeaders(repeated(unit));
    parsePastedSecret(repeated(unit));
  },
);

test("permissions are compared and sorted in linear time", LINEAR_TIME, () => {
  const names = Array.from({ length: LONG }, (_, index) => `p:${index}`);
  permissionChange(names, names.slice(1).reverse());
  sortPermissions(names);
});

test("a view is compared with a long name in linear time", LINEAR_TIME, () => {
  const view = { id: 1, name: "Mine", query: viewQueryOf({ ...WHOLE_LISTS.connections, q: "a b" }) };
  for (const name of [repeated("a "), repeated("-")])
    isViewAbout(view, {
      user: null,
      accounts: [{ id: null, name, username: name, avatar: null }],
      connections: [name],
    });
});
