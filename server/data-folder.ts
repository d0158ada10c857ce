import { isDamaged, lockStore } from "@/db/open-store";
import type { Store } from "@/db/store";
import type { Environment } from "@/env";
import { restoreAdvice } from "./backup-folder";
import { faultName } from "./faults";
import { isStopping, onStopping } from "./lifecycle";
import { log } from "./log";

declare global {
  var relinkFolderLock: (() => void) | null | undefined;
}

/** What comes beside the time in which a server ends that was told to. */
const LOCK_GRACE_MS = 1_000;

/**
 * Keeps the data folder for this process: a second server would show lists of its own, and both would write. One that is
 * about to end has the time to. Throws with a sentence where the folder is taken.
 */
export function keepFolder({ databaseUrl, dataDir }: Environment, stopTimeoutMs: number): void {
  // Kept already where the code was reloaded.
  globalThis.relinkFolderLock ??= lockStore(databaseUrl, stopTimeoutMs + LOCK_GRACE_MS);
  if (globalThis.relinkFolderLock) return;
  throw new Error(
    `Another Relink serves from ${dataDir}, or a restore is under way. Stop it first, or set RELINK_DATA_DIR to another folder.`,
  );
}

/** Opens the store; where it is damaged, the sentence says how to restore it. */
export function openOrAdvise(open: () => Store, { backups }: Environment): Store {
  try {
    return open();
  } catch (problem) {
    if (!isDamaged(problem) || !(problem instanceof Error)) throw problem;
    throw new Error(`${problem.message}\n${restoreAdvice(backups)}`, { cause: problem });
  }
}

/** Reads what opening a large database left unread, beside the first deliveries. */
export function lookForDamage(store: Store): void {
  const controller = new AbortController();
  const forget = onStopping(() => controller.abort());
  store.maintenance
    .lookForDamage(controller.signal)
    .then((finding) => finding && log().fatal({ finding }, "the database is damaged: restore a backup"))
    .catch((fault: unknown) => {
      if (!isStopping()) log().error({ fault: faultName(fault) }, "not looked for damage");
    })
    .finally(forget);
}
