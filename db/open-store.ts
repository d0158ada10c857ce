import path from "node:path";
import { fileURLToPath } from "node:url";
import { removeLeftovers, removeUnfinishedRestore } from "@/db/sqlite/backup/leftovers";
import { isDamage } from "@/db/sqlite/file/damage/damage";
import { type FolderLock, lockFolder } from "@/db/sqlite/file/folder-lock";
import { makeFolder } from "@/db/sqlite/file/make-folder";
import { openSqliteStore } from "./sqlite/sqlite-store";
import type { Store } from "./store";

export type { FolderLock };

/**
 * Opens the store of a URL. Only `file:` is supported, which is SQLite. Throws with a sentence for the admin if it can't be used;
 * see `isDamaged`.
 */
export function openStore(url: URL): Store {
  const file = fileOf(url);
  makeFolder(path.dirname(file));
  return openSqliteStore(file);
}

/** Returns true if opening a store failed because its data is damaged. */
export function isDamaged(fault: unknown): boolean {
  return isDamage(fault);
}

/**
 * Locks a store for one server until the process ends. Waits up to `waitMs` for another server to stop; returns null if it still
 * has the store. Programs that run alongside a server take no lock.
 */
export function lockStore(url: URL, waitMs = 0): FolderLock | null {
  return lockFolder(path.dirname(fileOf(url)), waitMs);
}

/**
 * Removes copies of the store that killed backups and restores left in its folder and among the backups. Only call it in the
 * process that owns the store (`lockStore`).
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
