import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { bundleCommands, COMMANDS } from "@/scripts/bundle-commands.mjs";

const ROOT = path.dirname(import.meta.dirname);

/** Folder with the commands for tests, laid out like a deployment. */
export const BUNDLE = path.join(ROOT, ".cache", "bundle");

/** Bundles the commands as for deployment, once before all tests. */
export default async function bundle(): Promise<void> {
  rmSync(BUNDLE, { recursive: true, force: true });
  mkdirSync(BUNDLE, { recursive: true });
  await bundleCommands(BUNDLE, [...COMMANDS, "send"]);
  symlinkSync(path.join(ROOT, "db"), path.join(BUNDLE, "db"));
}
