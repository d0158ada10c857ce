import { afterEach, expect, test } from "vitest";
import { whoElse } from "./presence";

afterEach(() => {
  globalThis.relink?.delete("presence");
});

test("people see who else has a case before them, for a while; a program sees them, and is not seen", () => {
  expect(whoElse("conn_1", 1, 0)).toEqual([]);
  expect(whoElse("conn_1", null, 1_000)).toEqual([1]);
  expect(whoElse("conn_1", 2, 2_000)).toEqual([1]);
  expect(whoElse("conn_1", 1, 3_000)).toEqual([2]);
  expect(whoElse("conn_1", 1, 60_000)).toEqual([]);
});
