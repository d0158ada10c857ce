import { copyFileSync, existsSync, rmSync } from "node:fs";

/** The files of a database: itself, its journal, the journal's index, and the commit mark. */
const DATABASE_SUFFIXES = ["", "-wal", "-shm", "-mark"] as const;

export type DatabaseSuffix = (typeof DATABASE_SUFFIXES)[number];

/** Copies a database over another, with the listed companion files that exist. Returns the copy. */
export function copyDatabase(
  from: string,
  to: string,
  suffixes: readonly DatabaseSuffix[] = DATABASE_SUFFIXES,
): string {
  for (const suffix of DATABASE_SUFFIXES) {
    rmSync(`${to}${suffix}`, { force: true });
    if (suffixes.includes(suffix) && existsSync(`${from}${suffix}`)) copyFileSync(`${from}${suffix}`, `${to}${suffix}`);
  }
  return to;
}
