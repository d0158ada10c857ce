import { afterEach, expect, test } from "vitest";
import { whoElse } from "./presence";

afterEach(() => {
  globalThis.relink?.delete("presence");
});

test("people see for a while who else is viewing a case; a program sees them and isn't seen", () => {
  expect(whoElse("conn_1", 1, 0)).toEqual([]);
  expect(whoElse("conn_1", null, 1_000)).toEqual([1]);
  expect(whoElse("conn_1", 2, 2_000)).toEqual([1]);
  expect(whoElse("conn_1", 1, 3_000)).toEqual([2]);
  expect(whoElse("conn_1", 1, 60_000)).toEqual([]);
});
