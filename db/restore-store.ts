import { fileURLToPath } from "node:url";
import { prepareRestore } from "@/db/sqlite/restore/restore";
import type { Progress } from "@/domain/operations/maintenance";

/** Gets a backup ready to take the place of a store, which no server may have open: see `prepareRestore`. Apart, as no server needs it. */
export function restoreStore(url: URL, backup: string, onProgress: (progress: Progress | "checking") => void) {
  return prepareRestore(fileURLToPath(url), backup, onProgress);
}
