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
 * Lists a folder's backups, newest first; empty if there is no such folder. Backups dated in the future come last: they were made
 * while the clock was ahead, and must neither pass for the newest nor push out correctly dated ones.
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

/** Makes a backup and records it in the audit log. If it succeeds, removes the oldest backups beyond those to keep. */
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

/** Returns advice for a damaged database, with the command to restore the newest backup if there is one. */
export function restoreAdvice({ folder }: BackupSettings): string {
  const [newest] = listBackups(folder);
  if (!newest) return `There is no backup in ${folder}. If you have one elsewhere: ${commandLine("restore", "FILE")}`;
  return `Restore the newest backup: ${commandLine("restore", path.join(folder, newest.name))}`;
}

/**
 * Records a failed backup; ignores a failure to write, since the process's log reports it as well and a database that can't be
 * copied may not be writable either.
 */
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
