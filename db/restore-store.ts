import { fileURLToPath } from "node:url";
import { prepareRestore } from "@/db/sqlite/restore/restore";
import type { Progress } from "@/domain/operations/maintenance";

/** Prepares a backup to replace a store that no server has open (`prepareRestore`). In its own module, since no server needs it. */
export function restoreStore(url: URL, backup: string, onProgress: (progress: Progress | "checking") => void) {
  return prepareRestore(fileURLToPath(url), backup, onProgress);
}
