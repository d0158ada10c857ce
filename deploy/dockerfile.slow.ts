import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runDockerfile } from "@/testing/dockerfile";
import { freshFolder } from "@/testing/fresh-store";
import { expectCommands, expectGracefulStop, expectWhole, startDeployed, strayFiles } from "@/testing/servers/deployed";

const ROOT = path.dirname(import.meta.dirname);
const DOCKERFILE = readFileSync(path.join(ROOT, "deploy", "Dockerfile"), "utf8");

test("the Dockerfile's steps make a server that runs as nobody special, in a folder that it can't write to", async () => {
  const root = freshFolder();
  // The user that the server runs as must be able to get there.
  chmodSync(root, 0o755);
  const image = runDockerfile(DOCKERFILE, { context: ROOT, root }, (folder, stage) => {
    if (stage.name !== "build") return;
    bringCaches(folder);
    serveBefore(folder);
  });
  expect(strayFiles(image.workdir)).toEqual([]);
  expect(image.user).toEqual({ uid: 1000, gid: 1000 });
  const dataDir = image.env.RELINK_DATA_DIR ?? "";
  expect(dataDir.startsWith(image.workdir)).toBe(true);
  const [program, ...args] = image.command;
  expect(program).toBe("node");

  const isRoot = process.getuid?.() === 0;
  if (isRoot) expect(statSync(dataDir).uid).toBe(image.user.uid);
  const uid = isRoot ? image.user.uid : undefined;
  const server = await startDeployed({ args, cwd: image.workdir, uid }, dataDir, image.env);
  await expectWhole(server, "conn_1");
  expectCommands(image.workdir, image.env);
  expect(healthOf(image.healthCommand, image.workdir, server.origin)).toBe(0);
  await expectGracefulStop(server);
  expect(healthOf(image.healthCommand, image.workdir, server.origin)).toBe(1);
});

/** As an engine does that built before: what was installed for this lockfile, and what the compiler remembers. */
function bringCaches(folder: string): void {
  const linked = spawnSync("cp", ["-al", path.join(ROOT, "node_modules"), folder]);
  if (linked.status !== 0)
    cpSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"), { recursive: true });
  const cache = path.join(ROOT, ".next", "cache");
  if (existsSync(cache)) cpSync(cache, path.join(folder, ".next", "cache"), { recursive: true });
}

/** Leaves what a server leaves that ran there once. */
function serveBefore(folder: string): void {
  mkdirSync(path.join(folder, "data"));
  for (const name of ["relink.db", "secret.key"]) writeFileSync(path.join(folder, "data", name), "somebody's");
}

function healthOf([program = "", ...args]: readonly string[], cwd: string, origin: string): number | null {
  const env = { ...process.env, PORT: new URL(origin).port };
  return spawnSync(program, args, { cwd, env }).status;
}
