import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { noSettings } from "./env-example";

test("a server that a test starts takes no settings from a checkout's .env", () => {
  const read = readFileSync(path.join(import.meta.dirname, "..", "env.ts"), "utf8").matchAll(/^ {2}([A-Z_]+):/gm);
  const names = [...read].map(([, name = ""]) => name);
  expect(names).toContain("RELINK_ADMIN_EMAIL");
  expect(noSettings()).toEqual(Object.fromEntries(names.map((name) => [name, ""])));
});
