import { chmodSync } from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { isLocked } from "./group-commit";
import { makeFolder } from "./make-folder";

const LOCK_FILE = "relink.lock";

export type FolderLock = {
  /** True if a store was opened in this folder before, according to the lock file. */
  readonly hadStore: boolean;
  /** Records in the lock file that there is a store. */
  readonly noteStore: () => void;
  readonly release: () => void;
};

/**
 * Locks a data folder until this process ends, however it ends: SQLite holds an operating system lock on a small file. Waits up
 * to `waitMs` for another process to let go; null if it doesn't.
 */
export function lockFolder(folder: string, waitMs: number): FolderLock | null {
  makeFolder(folder);
  const file = path.join(folder, LOCK_FILE);
  const client = new BetterSqlite3(file, { timeout: waitMs });
  try {
    chmodSync(file, 0o600);
    // The lock outlasts a commit.
    client.pragma("locking_mode = EXCLUSIVE");
    client.exec("begin exclusive");
    const hadStore = Number(client.pragma("user_version", { simple: true })) > 0;
    return {
      hadStore,
      noteStore: () => {
        if (hadStore) return;
        client.pragma("user_version = 1");
        if (client.inTransaction) client.exec("commit");
      },
      release: () => client.close(),
    };
  } catch (cause) {
    client.close();
    if (isLocked(cause)) return null;
    throw new Error(`Cannot lock the folder ${folder}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
