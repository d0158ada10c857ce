import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { lockStore } from "@/db/open-store";
import { restoreStore } from "@/db/restore-store";
import { DEED_WORDS } from "@/domain/access/audit";
import type { RestoreLoss, RestorePlan } from "@/domain/operations/restore";
import { formatBytes } from "@/domain/values/byte-size";
import { formatInstant } from "@/domain/values/duration";
import { listBackups } from "@/server/process/backup-folder";
import { fail, failOnFaults, readArguments, say } from "./arguments";
import { settings } from "./settings";
import { clearProgress, showProgress } from "./show-progress";

const USAGE = `Puts a backup in the place of the database, and keeps that beside it. Says first what will be lost, and asks. Stop the server
before, and start it afterwards.

  npm run restore                  lists the backups
  npm run restore -- FILE          a backup's name in that list, or any file's path

  --yes            does not ask
  --dir DIR        where the backups are; otherwise RELINK_BACKUP_DIR, or backups in RELINK_DATA_DIR`;

failOnFaults();
const { values, positionals } = readArguments({ yes: { type: "boolean" }, dir: { type: "string" } }, USAGE, 1);
const { databaseUrl, dataDir, backups } = settings();
const folder = values.dir === undefined ? backups.folder : path.resolve(values.dir);
const [typed] = positionals;
if (typed === undefined) list();
else await restore(find(typed));

function list(): void {
  const kept = listBackups(folder);
  if (kept.length === 0) say(`There is no backup in ${folder}.`);
  for (const { name, madeAt, bytes } of kept) say(`${name}  ${formatInstant(madeAt)}  ${formatBytes(bytes)}`);
}

function find(name: string): string {
  const found = [path.resolve(name), path.join(folder, name)].find((file) => existsSync(file));
  if (found !== undefined && !statSync(found).isFile())
    fail(`Name a file: ${found} is a folder or a device. npm run restore lists the backups.`);
  return found ?? fail(`There is no ${name}, neither here nor in ${folder}. npm run restore lists the backups.`);
}

async function restore(backup: string): Promise<void> {
  const lock = lockStore(databaseUrl);
  if (!lock) return fail(`Relink runs on ${dataDir}. Stop it first: it would go on with what is replaced.`);
  const { plan, carryOut, giveUp } = await restoreStore(databaseUrl, backup, (progress) => {
    if (progress === "checking") showProgress("Reading it for damage", { done: 0, total: 0 });
    else showProgress("Unpacking, in MB:", progress);
  }).catch((problem) => fail(`Nothing was changed. ${problem instanceof Error ? problem.message : problem}`));
  clearProgress();
  // However it ends, leave nothing unneeded behind.
  process.once("exit", giveUp);
  for (const line of wordsOf(plan)) say(line);
  if (!(await isMeant())) fail("Nothing was changed.");
  const { keptAs, access } = await carryOut();
  lock.release();
  say("Restored. Everyone has to sign in again, and one-time links have to be made anew.");
  if (access !== plan.access) for (const line of accessWords(access)) say(line);
  if (access === "ended") say("All API tokens ended: make new ones under Settings, API tokens.");
  if (keptAs) say(`What was there is kept as ${keptAs}; delete it when you don't need it any more.`);
  if (!existsSync(path.join(dataDir, "secret.key"))) {
    say(
      "secret.key is not in the data folder: copy it there, or second steps can't be read (npm run admin makes links).",
    );
  }
  say("Start Relink. What OFAuth could not deliver meanwhile, it sends again.");
}

function wordsOf({ backup, lacksJournal, holds, loses, hasDatabase, access }: RestorePlan): string[] {
  const newest = holds.newestEventAt === null ? "" : `, the newest of ${formatInstant(holds.newestEventAt)}`;
  return [
    `${backup} is undamaged.`,
    ...(lacksJournal
      ? [
          `It is a plain copy without a journal. If it was copied while Relink ran, or after a crash, events are missing from it: copy its -wal and -shm as well.`,
        ]
      : []),
    `It holds ${count(holds.events, "event")}${newest}, and ${count(holds.people, "person", "people")}.`,
    ...accessWords(access),
    ...(hasDatabase ? lossWords(loses) : [`There is no database in ${dataDir} yet: nothing will be lost.`]),
  ];
}

function accessWords(access: RestorePlan["access"]): string[] {
  if (access === "kept")
    return [
      "People, passwords, second steps, passkeys and API tokens stay as they are now, and so do revoked reconnect links.",
    ];
  return [
    "The database is gone, damaged, or not what became of this backup. So all API tokens of the backup end, while people who were removed since can sign in again, and reconnect links that were revoked since are good again: remove and revoke them again.",
  ];
}

function lossWords(loses: RestoreLoss | null): string[] {
  if (!loses)
    return [
      "The database is damaged, so we can't list what will be lost: everything after the backup. Erase again anyone erased since then.",
    ];
  const { events, from, until, deeds, erased } = loses;
  const span =
    from === null || until === null ? "" : `, received from ${formatInstant(from)} to ${formatInstant(until)}`;
  return [
    events === 0 ? "No event will be lost." : `Will be lost: ${count(events, "event")}${span}.`,
    ...(deeds.length > 0 ? ["Will be undone, according to the audit log:"] : []),
    ...deeds.map(({ deed, count: times }) => `  ${DEED_WORDS[deed] ?? deed}: ${times.toLocaleString("en")}`),
    ...(erased.length > 0
      ? ["Stays erased, whether or not the backup holds it:", ...erased.map((one) => `  ${one}`)]
      : []),
  ];
}

async function isMeant(): Promise<boolean> {
  if (values.yes) return true;
  if (!process.stdin.isTTY) fail("Nothing was changed. Add --yes to restore without being asked.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Type "restore" to go on: ');
  terminal.close();
  return answer.trim() === "restore";
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
