import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { bundleCommands, COMMANDS } from "@/scripts/bundle-commands.mjs";

const ROOT = path.dirname(import.meta.dirname);

/** Where the commands are for tests: a folder like a deployed one. */
export const BUNDLE = path.join(ROOT, ".cache", "bundle");

/** Bundles the commands as they are deployed, once before all tests. */
export default async function bundle(): Promise<void> {
  rmSync(BUNDLE, { recursive: true, force: true });
  mkdirSync(BUNDLE, { recursive: true });
  await bundleCommands(BUNDLE, [...COMMANDS, "send"]);
  symlinkSync(path.join(ROOT, "db"), path.join(BUNDLE, "db"));
}
