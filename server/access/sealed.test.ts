import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { keyFor, openSealed, seal } from "./sealed";

let dataDir = "";

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "relink-sealed-"));
  vi.stubEnv("RELINK_DATA_DIR", dataDir);
  globalThis.relink?.delete("environment");
  return () => {
    rmSync(dataDir, { recursive: true });
    vi.unstubAllEnvs();
    globalThis.relink?.delete("environment");
  };
});

test("a sealed text can be opened again, with a key that is created once and readable by this program only", () => {
  const sealed = seal("a secret");
  const made = readFileSync(path.join(dataDir, "secret.key"), "utf8");
  expect(openSealed(sealed)).toBe("a secret");
  expect(readdirSync(dataDir)).toEqual(["secret.key"]);
  expect(statSync(path.join(dataDir, "secret.key")).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(dataDir, "secret.key"), "utf8")).toBe(made);
});

test.each(["", "MDEyMzQ1"])("a partially written key (%j) is never used", (text) => {
  writeFileSync(path.join(dataDir, "secret.key"), text);
  expect(() => keyFor("links")).toThrow("is not whole");
  expect(() => seal("a secret")).toThrow("is not whole");
});

test("a key whose creation was interrupted is created anew", () => {
  writeFileSync(path.join(dataDir, "secret.key.new"), "MDEy");
  expect(openSealed(seal("a secret"))).toBe("a secret");
  expect(readdirSync(dataDir)).toEqual(["secret.key"]);
});
