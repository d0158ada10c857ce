import { readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { clock } from "@/clock";
import type { Store } from "@/db/store";
import type { Author } from "@/domain/access/audit";
import { type BackupOutcome, backupName, type KeptBackup, parseBackupName } from "@/domain/operations/backup";
import { formatBytes } from "@/domain/values/byte-size";
import { commandLine } from "@/domain/values/command-line";
import { formatDuration } from "@/domain/values/duration";
import type { BackupSettings } from "@/env";
import manifest from "@/package.json" with { type: "json" };

type MakeOptions = {
  readonly author: Author;
  readonly sample: number | null;
} & NonNullable<Parameters<Store["maintenance"]["backup"]>[1]>;

/**
 * The backups in a folder, newest first; none where there is no such folder. Those dated after now come last: the clock that dated
 * them was ahead, and they must neither pass for the newest nor push out those of the right clock.
 */
export function listBackups(folder: string, now = clock.now()): KeptBackup[] {
  const isAhead = ({ madeAt }: KeptBackup) => Number(madeAt > now);
  return namesIn(folder)
    .flatMap((name) => {
      const told = parseBackupName(name);
      const stat = told && statSync(path.join(folder, name), { throwIfNoEntry: false });
      return told && stat ? [{ name, ...told, bytes: stat.size }] : [];
    })
    .sort((a, b) => isAhead(a) - isAhead(b) || b.madeAt - a.madeAt || (a.name < b.name ? 1 : -1));
}

/** Makes a backup, writes it down in the audit log, and removes the oldest beyond those to keep; only after a good one. */
export async function makeBackup(
  store: Store,
  { folder, keep }: BackupSettings,
  { author, ...options }: MakeOptions,
): Promise<{ readonly file: string; readonly outcome: BackupOutcome }> {
  const name = backupName(clock.now(), manifest.version);
  const file = path.join(folder, name);
  const outcome = await store.maintenance.backup(file, options).catch(async (fault: unknown) => {
    await writeFailure(store, author, "fault");
    throw fault;
  });
  if (outcome.kind === "failed") await writeFailure(store, author, outcome.problem);
  if (outcome.kind !== "made") return { file, outcome };
  for (const old of listBackups(folder).slice(keep)) rmSync(path.join(folder, old.name), { force: true });
  const { bytes, events, compared, connections, tookMs } = outcome.report;
  const details = {
    size: formatBytes(bytes),
    events,
    compared: `${compared} of ${connections}`,
    took: tookMs < 60_000 ? `${(tookMs / 1000).toFixed(1)} s` : formatDuration(tookMs),
  };
  await store.audit.write({ deed: "backup_made", subject: name, details }, { author, at: clock.now() });
  return { file, outcome };
}

/** How to go on where the database is damaged, with the newest backup where there is one. */
export function restoreAdvice({ folder }: BackupSettings): string {
  const [newest] = listBackups(folder);
  if (!newest) return `There is no backup in ${folder}. If you have one elsewhere: ${commandLine("restore", "FILE")}`;
  return `Restore the newest backup: ${commandLine("restore", path.join(folder, newest.name))}`;
}

/** That it failed stands in the log of the process as well: a database that can't be copied may not be written to either. */
async function writeFailure(store: Store, author: Author, problem: string): Promise<void> {
  await store.audit
    .write({ deed: "backup_failed", details: { problem } }, { author, at: clock.now() })
    .catch(() => undefined);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
