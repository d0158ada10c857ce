import { mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder and its missing parents, accessible to the owner only. Throws with a sentence and the system's code if it can't.
 * Doesn't use Node's `recursive`, which tries forever behind a dangling link and under /proc.
 */
export function makeFolder(folder: string): void {
  try {
    makeWithParents(folder);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    throw Object.assign(new Error(`Cannot make the folder ${folder} (${code}).`, { cause }), { code });
  }
}

function makeWithParents(folder: string): void {
  if (isFolder(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeWithParents(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (fault) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw fault;
  }
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}
