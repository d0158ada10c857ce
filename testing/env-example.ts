import { readFileSync } from "node:fs";
import path from "node:path";

const FILE = path.join(path.dirname(import.meta.dirname), ".env.example");

/** The variables that .env.example explains: `testing/docs.test.ts` holds that these are all that are read. */
export function explainedVariables(): string[] {
  return [...readFileSync(FILE, "utf8").matchAll(/^#([A-Z_]+)=/gm)].map(([, name = ""]) => name);
}

/** Every setting as nothing, so that neither the .env of this checkout nor a tester's shell decides. */
export function noSettings(): Readonly<Record<string, string>> {
  return Object.fromEntries(explainedVariables().map((name) => [name, ""]));
}
