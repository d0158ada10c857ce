import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import path from "node:path";
import { noSettings } from "@/testing/env-example";
import { BUNDLE } from "./bundle";

export const ROOT = path.dirname(import.meta.dirname);

/** A program's exit code, and everything it printed. */
export type Ended = { readonly code: number | null; readonly said: string };

/** A data folder, or a deployment with its public address. */
type Where = string | { readonly dataDir: string; readonly origin: string };

type Begun = { readonly process: ChildProcess; readonly saidSoFar: () => string; readonly ended: Promise<Ended> };

/** Runs one of the project's programs on a deployment's data. */
export function run(where: Where, program: string, ...args: string[]): Ended {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...commandOf(program), ...args], {
    cwd: ROOT,
    env: envFor(where),
    encoding: "utf8",
  });
  return { code: status, said: `${stdout}${stderr}` };
}

/** Does the same without blocking this process. */
export function begin(where: Where, program: string, ...args: string[]): Begun {
  const child = spawn(process.execPath, [...commandOf(program), ...args], { cwd: ROOT, env: envFor(where) });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk));
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, said })));
  return { process: child, saidSoFar: () => said, ended };
}

/** As deployed: bundled, which starts in a fifth of the time. */
function commandOf(program: string): string[] {
  return [path.join(BUNDLE, "commands", `${program}.mjs`)];
}

function envFor(where: Where): NodeJS.ProcessEnv {
  const deployment = typeof where === "string" ? { dataDir: where, origin: "" } : where;
  return {
    ...process.env,
    ...noSettings(),
    RELINK_DATA_DIR: deployment.dataDir,
    RELINK_PUBLIC_URL: deployment.origin,
  };
}
