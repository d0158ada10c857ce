import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { freshFolder } from "@/testing/fresh-store";
import { expectCommands, expectGracefulStop, expectWhole, startDeployed, strayFiles } from "@/testing/servers/deployed";

const ROOT = path.dirname(import.meta.dirname);

test("the standalone build works from an empty folder, keeps its data, and ends at a signal within five seconds", async () => {
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

  const again = await startDeployed({ args: ["start.mjs"], cwd: folder }, dataDir);
  await expectWhole(again, "conn_second");
  await expectGracefulStop(again);
});
