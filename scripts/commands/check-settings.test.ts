import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { bin } from "@/scripts/project.mjs";
import { noSettings } from "@/testing/env-example";

function check(settings: Readonly<Record<string, string>>) {
  const script = path.join(import.meta.dirname, "check-settings.ts");
  const env = { ...process.env, ...noSettings(), ...settings };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin("tsx"), script], { env, encoding: "utf8" });
  return { status, stdout, stderr };
}

test("invalid settings are refused before a server starts, with the same messages", () => {
  expect(check({})).toEqual({ status: 0, stdout: "", stderr: "" });
  const { status, stderr } = check({ PORT: "http", RELINK_TRUSTED_PROXIES: "10.0.0.0/8 proxy" });
  expect(status).toBe(1);
  expect(stderr).toContain("Relink did not start. The configuration is wrong");
  expect(stderr).toContain("PORT: must be a whole number from 0 to 65535");
  expect(stderr).toContain("RELINK_TRUSTED_PROXIES: must be addresses or networks");
  const issuer = { RELINK_OIDC_ISSUER: "http://login.example.com" };
  expect(check(issuer).stderr).toContain("RELINK_OIDC_ISSUER: must begin with https:");
  expect(stderr).not.toMatch(/^\s+at /m);
});
