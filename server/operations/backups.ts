import { z } from "zod";
import { clock } from "@/clock";
import type { Store } from "@/db/store";
import { type Author, BY_THE_CLOCK } from "@/domain/access/audit";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import type { ListedBackup } from "@/domain/operations/backup";
import { type BackupStanding, standingOf } from "@/domain/operations/backup-standing";
import { environment } from "@/env";
import { listBackups, makeBackup } from "@/server/process/backup-folder";
import { onStopping } from "@/server/process/lifecycle";
import { log } from "@/server/process/log";
import { processWide } from "@/server/process/process-wide";
import { startJob } from "./maintenance-job";

/** Connections compared with the fold, some tens of milliseconds at a time, while deliveries come in; the command compares all. */
const SAMPLE = 5_000;
const FIRST_LOOK_MS = 5_000;
const LOOK_EVERY_MS = 60_000;

const facts = z.object({ events: z.number(), compared: z.string(), took: z.string() });

type Memory = {
  newestAt: number | null;
  failure: { readonly at: number; readonly sentence: string } | null;
  timer: NodeJS.Timeout | null;
};

const memory = () => processWide<Memory>("backups", () => ({ newestAt: null, failure: null, timer: null }));

/** Returns the state of the backups from memory, since the folder may be on a slow remote disk. */
export function backupStanding(now: number): BackupStanding {
  return standingOf(memory(), environment().backups.everyHours, now);
}

/** Checks every minute whether a backup is due, until the process stops. */
export function beginBackups(store: Store): void {
  const { folder } = environment().backups;
  memory().newestAt = listBackups(folder)[0]?.madeAt ?? null;
  if (memory().timer) return;
  const look = () => {
    if (backupStanding(clock.now()).isDue) startBackup(store, BY_THE_CLOCK);
  };
  const first = clock.setTimeout(look, FIRST_LOOK_MS).unref();
  const timer = clock.setInterval(look, LOOK_EVERY_MS).unref();
  memory().timer = timer;
  onStopping(() => {
    clock.clearTimeout(first);
    clock.clearInterval(timer);
  });
}

/** Lists the existing backups with the facts recorded when they were made. */
export async function keptBackups(store: Store): Promise<ListedBackup[]> {
  const { rows } = await store.audit.search({ ...WHOLE_AUDIT, deed: ["backup_made"] }, clock.now());
  const factsOf = new Map(rows.map(({ subject, details }) => [subject, facts.safeParse(details).data ?? null]));
  return listBackups(environment().backups.folder).map((kept) => ({ ...kept, facts: factsOf.get(kept.name) ?? null }));
}

/** Starts a backup in this process, unless another job runs. Returns true if it started. */
export function startBackup(store: Store, author: Author): boolean {
  const settings = environment().backups;
  return startJob({ kind: "backup" }, async (options) => {
    try {
      const { outcome } = await makeBackup(store, settings, { author, sample: SAMPLE, ...options });
      if (outcome.kind === "failed") noteFailure(outcome.sentence);
      if (outcome.kind === "made") Object.assign(memory(), { newestAt: outcome.report.madeAt, failure: null });
      return outcome;
    } catch (fault) {
      noteFailure("It ended early; the server's log names the fault.");
      throw fault;
    }
  });
}

function noteFailure(sentence: string): void {
  memory().failure = { at: clock.now(), sentence };
  log().error({ sentence }, "backup failed");
}
