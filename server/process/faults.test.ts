import { expect, test } from "vitest";
import { digestOf, faultName, printFaultsWithoutMessages } from "./faults";

const QUOTING = new Error("Failed query: select 1\nparams: Jane Private");

test("a fault is named by the code of its root cause", () => {
  const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
  expect(faultName(new Error("Failed query", { cause: full }))).toBe("SQLITE_FULL");
  expect(faultName(Object.assign(new RangeError("x"), { code: undefined }))).toBe("RangeError");
  expect([faultName(new TypeError("x")), faultName("x")]).toEqual(["TypeError", "unknown"]);
});

test("faults are printed by name, digest and stack, never with their message", () => {
  const lines: string[] = [];
  const print = (...said: unknown[]) => void lines.push(said.join(" "));
  const target = { error: print, warn: print };
  printFaultsWithoutMessages(target);
  target.error("⨯", Object.assign(QUOTING, { digest: "12345" }));
  expect(digestOf(QUOTING)).toBe("12345");
  expect(lines[0]).toMatch(/^⨯ Error 12345\n\s+at .*faults\.test/);
  expect(lines.join()).not.toContain("Private");
  target.warn("as it was", 7);
  expect(lines[1]).toBe("as it was 7");
});
