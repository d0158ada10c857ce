import { cpSync, existsSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { clock } from "@/clock";
import { auditWriter } from "@/db/sqlite/access/audit-log";
import { decompress, isCompressed, syncFolderOf } from "@/db/sqlite/backup/compress";
import { markOf, refuseLostCommits } from "@/db/sqlite/file/commit-mark";
import { isDamage } from "@/db/sqlite/file/damage/damage";
import { missesCommits } from "@/db/sqlite/file/damage/journal-witness";
import { inTransaction, openSqlite } from "@/db/sqlite/file/open";
import { checkBeside, checkEventsBeside } from "@/db/sqlite/file/side-process";
import { challenges, links, sessions } from "@/db/sqlite/schema/access-schema";
import { type By, CONSOLE } from "@/domain/access/audit";
import { formatForName } from "@/domain/operations/backup";
import type { Progress } from "@/domain/operations/maintenance";
import type { RestoreOutcome, RestorePlan } from "@/domain/operations/restore";
import { carryOverAccess } from "./restore-access";
import { eraseAgain } from "./restore-erasures";
import { surveyRestore } from "./restore-loss";

const SUFFIXES = ["", "-wal", "-shm", "-mark"] as const;
/** The suffixes of SQLite's two kinds of journal. */
const JOURNALS = ["-wal", "-journal"] as const;

type Prepared = {
  readonly plan: RestorePlan;
  /** Puts the backup in place, and reports where the previous database is kept. */
  readonly carryOut: () => Promise<RestoreOutcome>;
  /** Leaves the database as it is, and removes what was unpacked. */
  readonly giveUp: () => void;
};

/**
 * Unpacks a backup next to the database, checks it for damage and migrates it, all before touching the database. Throws with a
 * sentence if the backup is unusable. No server may run on the folder meanwhile.
 */
export async function prepareRestore(
  file: string,
  backup: string,
  onProgress: (progress: Progress | "checking") => void,
): Promise<Prepared> {
  const draft = `${file}.restoring`;
  const hadDatabase = existsSync(file);
  const giveUp = () => {
    // If there is no database in place, the draft may be needed, and the next start says so.
    if (existsSync(file) || !hadDatabase) remove(draft);
  };
  remove(draft);
  if (statSync(backup).size === 0) throw new Error(`${backup} is empty. Take another one.`);
  try {
    await decompress(backup, draft, { onProgress }).catch((cause) => refuseUnreadable(backup, cause));
    const lacksJournal = !(await isCompressed(backup)) && !takeJournal(backup, draft);
    onProgress("checking");
    await refuseDamaged(backup, draft);
    await refuseDamagedEvents(backup, draft);
    refuseIncomplete(backup, draft);
    bringUpToDate(draft, backup);
    const { erasures, ...survey } = surveyRestore(file, draft);
    const plan = { backup, lacksJournal, ...survey };
    const carryOut = async () => {
      const by = { author: CONSOLE, at: clock.now() };
      await eraseAgain(draft, erasures, by);
      const access = applyAccess(file, draft, plan.access);
      writeDown(draft, backup, by);
      return { ...(await putIntoPlace(file, draft)), access };
    };
    return { plan, giveUp, carryOut };
  } catch (problem) {
    giveUp();
    throw problem;
  }
}

/**
 * Copies the journal of a plain copy as well, since the newest events may only be there. Returns true if there is one. Throws if
 * it is incomplete.
 */
function takeJournal(backup: string, draft: string): boolean {
  if (missesCommits(backup)) {
    throw new Error(
      `${backup} is incomplete: events are missing from its journal, ${backup}-wal. Copy relink.db, relink.db-wal and relink.db-shm again, from a Relink that is stopped.`,
    );
  }
  const journals = JOURNALS.filter(
    (suffix) => (statSync(`${backup}${suffix}`, { throwIfNoEntry: false })?.size ?? 0) > 0,
  );
  for (const suffix of journals) cpSync(`${backup}${suffix}`, `${draft}${suffix}`);
  return journals.length > 0;
}

function refuseUnreadable(backup: string, cause: unknown): never {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code.startsWith("Z_")) throw new Error(`${backup} is damaged or incomplete: it can't be unpacked.`, { cause });
  throw cause;
}

async function refuseDamaged(backup: string, draft: string): Promise<void> {
  const finding = await checkBeside({ file: draft, isQuick: false }).catch((cause) => {
    throw new Error(
      `${backup} is no backup of Relink's, or damaged (${cause instanceof Error ? cause.message : cause}).`,
    );
  });
  if (finding !== null) throw new Error(`${backup} is damaged: ${finding}. Take another one.`);
}

async function refuseDamagedEvents(backup: string, draft: string): Promise<void> {
  const { count, ids } = await checkEventsBeside({ file: draft });
  if (count === 0) return;
  const events = count === 1 ? `event ${ids[0]} doesn't` : `${count.toLocaleString("en")} events don't`;
  throw new Error(`${backup} is damaged: ${events} match the checksum. Take another one.`);
}

/** Refuses a plain copy with fewer rows than its mark says. */
function refuseIncomplete(backup: string, draft: string): void {
  const client = new BetterSqlite3(draft, { readonly: true });
  try {
    refuseLostCommits(client, backup);
  } finally {
    client.close();
  }
}

/** Migrates an older database while a fault does no harm yet, and refuses one that isn't ours. */
function bringUpToDate(draft: string, backup: string): void {
  try {
    openSqlite(draft).$client.close();
  } catch (problem) {
    const sentence = problem instanceof Error ? problem.message : String(problem);
    throw new Error(sentence.replaceAll(draft, backup), { cause: problem });
  }
}

/** Runs after the erasures, which would delete the block of someone who was erased and came back. */
function applyAccess(file: string, draft: string, planned: RestorePlan["access"]): RestorePlan["access"] {
  const db = openSqlite(draft);
  try {
    return carryOverAccess(db, file, planned);
  } finally {
    db.$client.close();
  }
}

/** Ends the backup's sessions, links and challenges: some may have been ended or used since. */
function writeDown(draft: string, backup: string, by: By): void {
  const db = openSqlite(draft);
  const write = auditWriter(db);
  inTransaction(db, () => {
    for (const table of [sessions, links, challenges]) db.delete(table).run();
    write({ deed: "restored", subject: path.basename(backup) }, by);
  });
  // A single file again, which can be renamed as a whole.
  db.$client.pragma("journal_mode = DELETE");
  db.$client.close();
  rmSync(markOf(draft), { force: true });
}

/**
 * Moves the database away first, so that a crash halfway leaves none, which the next start notices. Its journal must not stay:
 * SQLite would use it for the new one. If anything fails before the new one is in place, the old one is put back.
 */
async function putIntoPlace(file: string, draft: string): Promise<Pick<RestoreOutcome, "keptAs">> {
  const kept = path.join(path.dirname(file), `relink.replaced-${formatForName(clock.now())}.db`);
  emptyJournal(file);
  const there = SUFFIXES.filter((suffix) => existsSync(`${file}${suffix}`));
  const moved: (typeof SUFFIXES)[number][] = [];
  try {
    for (const suffix of there) {
      renameSync(`${file}${suffix}`, `${kept}${suffix}`);
      moved.unshift(suffix);
    }
    await syncFolderOf(file);
    renameSync(draft, file);
  } catch (cause) {
    for (const suffix of moved) putBack(`${kept}${suffix}`, `${file}${suffix}`, draft);
    throw new Error(`The backup could not take its place (${messageOf(cause)}). The database is as it was.`, { cause });
  }
  await syncFolderOf(file);
  return { keptAs: there.includes("") ? kept : null };
}

function putBack(kept: string, file: string, draft: string): void {
  try {
    renameSync(kept, file);
  } catch (cause) {
    throw new Error(
      `Neither could the backup take its place nor the database come back (${messageOf(cause)}). The database is kept as ${kept}, and the unpacked backup as ${draft}: name one of them ${file}.`,
      { cause },
    );
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Merges the journal into the database if that can be read; otherwise its parts are kept side by side. */
function emptyJournal(file: string): void {
  if (!existsSync(file)) return;
  try {
    const client = new BetterSqlite3(file, { timeout: 5_000 });
    client.pragma("wal_checkpoint(TRUNCATE)");
    client.close();
  } catch (fault) {
    if (!isDamage(fault)) throw fault;
  }
}

function remove(draft: string): void {
  for (const suffix of [...SUFFIXES, "-journal"]) rmSync(`${draft}${suffix}`, { force: true });
}
