import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, cpSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { freshFolder } from "@/testing/fresh-store";
import { expectCommands, expectGracefulStop, expectWhole, startDeployed, strayFiles } from "@/testing/servers/deployed";

const ROOT = path.dirname(import.meta.dirname);

test("the standalone build works from an empty folder, runs unprivileged, keeps its data, and stops within five seconds of a signal", async () => {
  const made = spawnSync(process.execPath, ["scripts/standalone.mjs"], { cwd: ROOT, encoding: "utf8" });
  expect([made.status, made.stderr]).toEqual([0, ""]);
  const folder = path.join(freshFolder(), "relink");
  cpSync(path.join(ROOT, ".next", "standalone"), folder, { recursive: true, verbatimSymlinks: true });
  expect(strayFiles(folder)).toEqual([]);
  const dataDir = freshFolder();
  appendFileSync(path.join(folder, ".env"), `RELINK_DATA_DIR=${dataDir}\n`);

  const first = await startDeployed({ args: [path.join(folder, "start.mjs")], cwd: "/" }, dataDir);
  await expectWhole(first, "conn_first");
  expectCommands(folder);
  await expectGracefulStop(first);

  // As in a container: unprivileged, in a folder owned by another user.
  const uid = process.getuid?.() === 0 ? 1000 : undefined;
  if (uid !== undefined) {
    spawnSync("chown", ["-R", String(uid), dataDir]);
    chmodSync(path.dirname(folder), 0o755);
    chmodSync(dataDir, 0o755);
  }
  const again = await startDeployed({ args: ["start.mjs"], cwd: folder, uid }, dataDir);
  await expectWhole(again, "conn_second");
  expect(healthOf(folder, again.origin)).toBe(0);
  await expectGracefulStop(again);
  expect(healthOf(folder, again.origin)).toBe(1);
});

/** Returns the exit code of the container's health check. */
function healthOf(folder: string, origin: string): number | null {
  const env = { ...process.env, PORT: new URL(origin).port };
  return spawnSync(process.execPath, ["healthy.mjs"], { cwd: folder, env }).status;
}
