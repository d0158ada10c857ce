import { readFileSync } from "node:fs";
import path from "node:path";

const FILE = path.join(path.dirname(import.meta.dirname), ".env.example");

/** Returns the variables in .env.example; `testing/docs.test.ts` checks that these are all that are read. */
export function explainedVariables(): string[] {
  return [...readFileSync(FILE, "utf8").matchAll(/^#([A-Z_]+)=/gm)].map(([, name = ""]) => name);
}

/** Returns every setting as empty, so that neither this checkout's .env nor a tester's shell matters. */
export function noSettings(): Readonly<Record<string, string>> {
  return Object.fromEntries(explainedVariables().map((name) => [name, ""]));
}
