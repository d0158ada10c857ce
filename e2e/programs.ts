import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import path from "node:path";

export const ROOT = path.dirname(import.meta.dirname);

/** How a program ended, and all that it said. */
export type Ended = { readonly code: number | null; readonly said: string };

type Begun = { readonly process: ChildProcess; readonly saidSoFar: () => string; readonly ended: Promise<Ended> };

/** Runs one of the project's programs on a deployment's data. */
export function run(dataDir: string, program: string, ...args: string[]): Ended {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...commandOf(program), ...args], {
    cwd: ROOT,
    env: envFor(dataDir),
    encoding: "utf8",
  });
  return { code: status, said: `${stdout}${stderr}` };
}

/** The same while this process goes on. */
export function begin(dataDir: string, program: string, ...args: string[]): Begun {
  const child = spawn(process.execPath, [...commandOf(program), ...args], { cwd: ROOT, env: envFor(dataDir) });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk));
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, said })));
  return { process: child, saidSoFar: () => said, ended };
}

function commandOf(program: string): string[] {
  return ["scripts/run.mjs", `scripts/${program}.ts`];
}

function envFor(dataDir: string): NodeJS.ProcessEnv {
  return { ...process.env, RELINK_DATA_DIR: dataDir, RELINK_BACKUP_DIR: "", RELINK_BACKUP_HOURS: "" };
}
