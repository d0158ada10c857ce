import path from "node:path";
import { fileURLToPath } from "node:url";
import { removeLeftovers, removeUnfinishedRestore } from "@/db/sqlite/backup/leftovers";
import { isDamage } from "@/db/sqlite/file/damage";
import { type FolderLock, lockFolder } from "@/db/sqlite/file/folder-lock";
import { makeFolder } from "@/db/sqlite/file/make-folder";
import { openSqliteStore } from "./sqlite/sqlite-store";
import type { Store } from "./store";

export type { FolderLock };

/**
 * Opens the store that a URL names; `file:` is SQLite, and the one dialect there is so far. Throws with a sentence where it can't be
 * used: see `isDamaged`.
 */
export function openStore(url: URL): Store {
  const file = fileOf(url);
  makeFolder(path.dirname(file));
  return openSqliteStore(file);
}

/** Whether a store could not be opened because what is stored is damaged. */
export function isDamaged(fault: unknown): boolean {
  return isDamage(fault);
}

/**
 * Keeps a store for one server, until the process ends; waits up to `waitMs` for another to end. Null when another server has it.
 * Programs that run beside a server don't ask.
 */
export function lockStore(url: URL, waitMs = 0): FolderLock | null {
  return lockFolder(path.dirname(fileOf(url)), waitMs);
}

/**
 * Removes whole copies of the store that killed backups and restores left beside it and among the backups. For the process that owns the
 * store: see `lockStore`.
 */
export function removeStoreLeftovers(url: URL, backups: string): void {
  const file = fileOf(url);
  removeUnfinishedRestore(file);
  for (const folder of [path.dirname(file), backups]) removeLeftovers(folder);
}

function fileOf(url: URL): string {
  if (url.protocol !== "file:") throw new Error(`No store speaks ${url.protocol}; use a file: URL.`);
  return fileURLToPath(url);
}
