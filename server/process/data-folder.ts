import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { clock } from "@/clock";
import { type FolderLock, isDamaged, lockStore, removeStoreLeftovers } from "@/db/open-store";
import type { Store } from "@/db/store";
import { DAY_MS } from "@/domain/operations/retention";
import type { Environment } from "@/env";
import { listBackups, restoreAdvice } from "./backup-folder";
import { faultName } from "./faults";
import { onStopping } from "./lifecycle";
import { log } from "./log";
import { processWide } from "./process-wide";

/** Allowance on top of the time a stopping server gets. */
const LOCK_GRACE_MS = 1_000;

/** Files that a database leaves behind. An interrupted restore is reported separately. */
const LEFT_BY_DATABASE = /^(?:secret\.key|relink\.(?:db-wal|db-shm|db-mark|replaced-.*|copy-.*))$/;

const folderLock = () => processWide<{ lock: FolderLock | null }>("folder lock", () => ({ lock: null }));

/**
 * Locks the data folder for this process: a second server would show its own lists, and both would write. Waits for a server that
 * is about to stop. Throws with a sentence if the folder is taken or unusable, or if its database is gone.
 */
export function keepFolder(settings: Environment, stopTimeoutMs: number): void {
  const { databaseUrl, dataDir } = settings;
  const kept = folderLock();
  try {
    // Already locked if the code was hot-reloaded.
    kept.lock ??= lockStore(databaseUrl, stopTimeoutMs + LOCK_GRACE_MS);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : cause;
    throw new Error(
      `Cannot use ${dataDir} as the data folder. Set RELINK_DATA_DIR to a folder that this user may write to. (${detail})`,
      { cause },
    );
  }
  if (!kept.lock) {
    throw new Error(
      `Another Relink serves from ${dataDir}, or a restore is under way. Stop it first, or set RELINK_DATA_DIR to another folder.`,
    );
  }
  if (!existsSync(databaseUrl)) refuseEmptyStart(settings, kept.lock);
}

/** Removes full copies of the database left by killed processes, which an erasure can't reach. A disk fault is only logged. */
export function tidyFolder({ databaseUrl, backups }: Environment): void {
  try {
    removeStoreLeftovers(databaseUrl, backups.folder);
  } catch (fault) {
    log().error({ fault: faultName(fault) }, "leftovers not removed");
  }
}

/** Unlocks the data folder for another server. */
export function leaveFolder(): void {
  folderLock().lock?.release();
}

/** Opens the store, and notes that there is one. If it is damaged, throws with a sentence on how to restore it. */
export function openOrAdvise(open: () => Store, { backups }: Environment): Store {
  try {
    const store = open();
    folderLock().lock?.noteStore();
    return store;
  } catch (problem) {
    if (!isDamaged(problem) || !(problem instanceof Error)) throw problem;
    throw new Error(`${problem.message}\n${restoreAdvice(backups)}`, { cause: problem });
  }
}

/** Throws if there was a database before: an empty one in its place would look like a fresh deployment, and hide the loss. */
function refuseEmptyStart({ dataDir, backups }: Environment, { hadStore }: FolderLock): void {
  const left = [
    ...(hadStore ? ["relink.lock"] : []),
    ...readdirSync(dataDir).filter((name) => LEFT_BY_DATABASE.test(name)),
    ...(listBackups(path.join(dataDir, "backups")).length > 0 ? ["backups"] : []),
  ].join(", ");
  if (left === "") return;
  throw new Error(
    [
      `The database ${path.join(dataDir, "relink.db")} is gone, though ${left} is there. Put it back, with its relink.db-wal if you have one.`,
      restoreAdvice(backups),
      `To start empty on purpose, move ${left} out of ${dataDir}, or set RELINK_DATA_DIR to an empty folder.`,
    ].join("\n"),
  );
}

/** Logs once when a write finds that a database file is gone or misplaced. */
export function logWhenGone(store: Store): void {
  let isLogged = false;
  store.vitals.onCommit(({ isKept }) => {
    const isGone = !isKept && store.misplaced() !== null;
    if (isGone && !isLogged) log().fatal("the database is gone: put it back, or restore a backup");
    // A lock or a full disk says nothing about where the file is.
    if (isGone || isKept) isLogged = isGone;
  });
}

/** Verifies all events' checksums at the start and once a day, until the process stops. */
export function checkEventsDaily(store: Store): void {
  const controller = new AbortController();
  const { signal } = controller;
  const check = () =>
    store.maintenance.checkEvents({ isQuiet: true, signal }).then(
      ({ count, ids }) => {
        if (count > 0) log().error({ count, events: ids }, "events are damaged: restore a backup from before");
      },
      (fault: unknown) => {
        if (!signal.aborted) log().error({ fault: faultName(fault) }, "events not checked");
      },
    );
  const timer = clock.setInterval(() => void check(), DAY_MS).unref();
  onStopping(() => {
    clock.clearInterval(timer);
    controller.abort();
  });
  void check();
}

/** Checks the parts of a large database that opening it left unread, while the first deliveries come in. */
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
