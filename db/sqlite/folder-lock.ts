import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { isLocked } from "./group-commit";

const LOCK_FILE = "relink.lock";

/**
 * Keeps a data folder for this process until it ends, however it ends: SQLite holds a lock of the operating system's on a small
 * file. Waits so long for another process to let go. Answers how to let go of it; null where another process has it.
 */
export function lockFolder(folder: string, waitMs: number): (() => void) | null {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, LOCK_FILE);
  const client = new BetterSqlite3(file, { timeout: waitMs });
  try {
    chmodSync(file, 0o600);
    client.exec("begin exclusive");
    return () => client.close();
  } catch (cause) {
    client.close();
    if (isLocked(cause)) return null;
    throw new Error(`Cannot lock the folder ${folder}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
