import { copyFileSync, existsSync, rmSync } from "node:fs";

/** The files of a database: itself, its journal, the index of the journal, and the mark of how far it is. */
const DATABASE_SUFFIXES = ["", "-wal", "-shm", "-mark"] as const;

export type DatabaseSuffix = (typeof DATABASE_SUFFIXES)[number];

/** Copies a database in place of another, with those of its files that are named and there. Returns the copy. */
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
