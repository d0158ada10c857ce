import path from "node:path";
import { CONSOLE } from "@/domain/access/audit";
import { BACKUP_STEP_WORDS, type BackupProblem, type BackupReport } from "@/domain/operations/backup";
import { formatBytes } from "@/domain/values/byte-size";
import { makeBackup } from "@/server/process/backup-folder";
import { fail, failOnFaults, readArguments, readCount, say } from "./arguments";
import { openDatabase } from "./open-database";
import { settings } from "./settings";
import { clearProgress, showProgress } from "./show-progress";
import { toldToEnd } from "./told-to-end";

const EXIT_CODES: Record<BackupProblem | "none", number> = {
  none: 2,
  no_room: 3,
  not_writable: 4,
  damaged: 5,
  differs: 6,
  too_slow: 7,
};

const USAGE = `Copies the database as it is at one moment, verifies the copy, and compresses it. Runs beside a server that is up.

  npm run backup

  --dir DIR    where to; otherwise RELINK_BACKUP_DIR, or backups in RELINK_DATA_DIR
  --keep N     how many stay there, the newest; otherwise RELINK_BACKUP_KEEP

Ends with 0 when it is made; 2: there is no database yet; 3: no room; 4: the folder can't be written to; 5: the copy or the
database is damaged; 6: states differ from the fold of their events; 7: the disk is too slow; 1: anything else.`;

failOnFaults();
const { values } = readArguments({ dir: { type: "string" }, keep: { type: "string" } }, USAGE);
await backup();

async function backup(): Promise<void> {
  const { backups } = settings();
  const folder = values.dir === undefined ? backups.folder : path.resolve(values.dir);
  const keep = values.keep === undefined ? backups.keep : readCount("keep", values.keep);
  const store = openDatabase(EXIT_CODES.none);
  const { file, outcome } = await makeBackup(
    store,
    { ...backups, folder, keep },
    {
      author: CONSOLE,
      sample: null,
      signal: toldToEnd(),
      onProgress: ({ step, ...progress }) => showProgress(wordsOf(step), progress),
    },
  ).catch((fault) => fail(`The backup failed: ${fault instanceof Error ? fault.message : fault}`));
  clearProgress();
  store.close();
  if (outcome.kind === "failed") fail(outcome.sentence, EXIT_CODES[outcome.problem]);
  if (outcome.kind === "cancelled") fail("Cancelled: nothing of it is left.");
  tell(file, outcome.report);
}

function tell(file: string, { events, bytes, databaseBytes, compared, tookMs }: BackupReport): void {
  const seconds = (tookMs / 1000).toFixed(1);
  say(`Backed up ${events.toLocaleString("en")} events in ${seconds} s, to`);
  say(`  ${file} (${formatBytes(bytes)}, unpacked ${formatBytes(databaseBytes)})`);
  say(
    `Verified: the copy is undamaged, and ${compared.toLocaleString("en")} connections equal the fold of their events.`,
  );
}

function wordsOf(step: keyof typeof BACKUP_STEP_WORDS): string {
  const { label, unit } = BACKUP_STEP_WORDS[step];
  return unit ? `${label}, in ${unit}:` : label;
}
