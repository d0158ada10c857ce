import { isDamaged, lockStore, removeStoreLeftovers } from "@/db/open-store";
import type { Store } from "@/db/store";
import type { Environment } from "@/env";
import { restoreAdvice } from "./backup-folder";
import { faultName } from "./faults";
import { onStopping } from "./lifecycle";
import { log } from "./log";
import { processWide } from "./process-wide";

/** What comes beside the time in which a server ends that was told to. */
const LOCK_GRACE_MS = 1_000;

const folderLock = () => processWide<{ release: (() => void) | null }>("folder lock", () => ({ release: null }));

/**
 * Keeps the data folder for this process: a second server would show lists of its own, and both would write. One that is
 * about to end has the time to. Throws with a sentence if the folder is taken, or can't be used.
 */
export function keepFolder({ databaseUrl, dataDir }: Environment, stopTimeoutMs: number): void {
  const lock = folderLock();
  try {
    // Kept already where the code was reloaded.
    lock.release ??= lockStore(databaseUrl, stopTimeoutMs + LOCK_GRACE_MS);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : cause;
    throw new Error(
      `Cannot use ${dataDir} as the data folder. Set RELINK_DATA_DIR to a folder that this user may write to. (${detail})`,
      { cause },
    );
  }
  if (lock.release) return;
  throw new Error(
    `Another Relink serves from ${dataDir}, or a restore is under way. Stop it first, or set RELINK_DATA_DIR to another folder.`,
  );
}

/** Removes whole copies of the database that killed processes left, which an erasure could not reach. A fault of the disk is only logged. */
export function tidyFolder({ databaseUrl, backups }: Environment): void {
  try {
    removeStoreLeftovers(databaseUrl, backups.folder);
  } catch (fault) {
    log().error({ fault: faultName(fault) }, "leftovers not removed");
  }
}

/** Lets another server have the data folder. */
export function leaveFolder(): void {
  folderLock().release?.();
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
      if (!controller.signal.aborted) log().error({ fault: faultName(fault) }, "not looked for damage");
    })
    .finally(forget);
}
