import { statSync } from "node:fs";

/** Not a class: a server instantiates modules several times, so `instanceof` would fail. */
const CODE = "DATABASE_GONE";
/** Includes the journal's index: without it another process would read and write past this one. */
const SUFFIXES = ["", "-wal", "-shm"] as const;

export type FileLocation = {
  /** Returns the first file that was moved, removed or replaced since it was opened; null if all are in place. */
  readonly findMissing: () => string | null;
  /** Throws if a file isn't in place: SQLite would go on writing to one that the next start won't find. */
  readonly refuseIfGone: () => void;
};

/**
 * Remembers the files that a database was opened from. SQLite holds them open, so their inode numbers are not reused meanwhile.
 * Call it once the journal exists.
 */
export function filePlace(file: string): FileLocation {
  const opened = SUFFIXES.map((suffix) => [`${file}${suffix}`, identityOf(`${file}${suffix}`)] as const);

  function findMissing(): string | null {
    return opened.find(([name, identity]) => identityOf(name) !== identity)?.[0] ?? null;
  }

  return {
    findMissing,
    refuseIfGone: () => {
      const missing = findMissing();
      if (missing === null) return;
      throw Object.assign(new Error(`The database ${file} is gone: ${goneSentence(missing)}`), { code: CODE });
    },
  };
}

/** Returns a sentence for a file that isn't in place: what happened, and what to do. */
export function goneSentence(missing: string): string {
  return `${missing} was moved, removed or replaced while Relink was running. Put it back, or stop Relink and restore a backup.`;
}

/** Returns true if a write was refused because the database is no longer at its path. */
export function isGone(fault: unknown): boolean {
  return fault instanceof Error && "code" in fault && fault.code === CODE;
}

/** Returns null if there is no reachable file. */
function identityOf(file: string): string | null {
  try {
    const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
    return stat ? `${stat.dev}:${stat.ino}` : null;
  } catch {
    return null;
  }
}
