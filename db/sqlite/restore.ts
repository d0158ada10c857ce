import { chmodSync, cpSync, existsSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { CONSOLE } from "@/domain/audit";
import { formatForName } from "@/domain/backup";
import type { Progress } from "@/domain/maintenance";
import type { RestoreOutcome, RestorePlan } from "@/domain/restore";
import { challenges, links, sessions } from "./access-schema";
import { auditWriter } from "./audit-log";
import { isDamage } from "./damage";
import { missesCommits } from "./journal-witness";
import { inTransaction, openSqlite } from "./open";
import { isPacked, syncFolderOf, unpack } from "./pack";
import { whatIsLost } from "./restore-loss";
import { checkBeside } from "./side-process";

const SUFFIXES = ["", "-wal", "-shm"] as const;
/** Of SQLite's two ways to write. */
const JOURNALS = ["-wal", "-journal"] as const;

type Prepared = {
  readonly plan: RestorePlan;
  /** Puts the backup into its place; answers where the database is kept that was there. */
  readonly carryOut: () => Promise<RestoreOutcome>;
  /** Leaves all as it is. */
  readonly giveUp: () => void;
};

/**
 * Unpacks a backup beside the database, reads it for damage and brings it up to date, all before anything of the database is
 * touched. Throws with a sentence where the backup is no good. No server may run on the folder meanwhile.
 */
export async function prepareRestore(
  file: string,
  backup: string,
  onProgress: (progress: Progress | "checking") => void,
): Promise<Prepared> {
  const draft = `${file}.restoring`;
  const giveUp = () => remove(draft);
  giveUp();
  if (statSync(backup).size === 0) throw new Error(`${backup} is empty. Take another one.`);
  try {
    await unpack(backup, draft, { onProgress }).catch((cause) => refuseUnreadable(backup, cause));
    const lacksJournal = !(await isPacked(backup)) && !takeJournal(backup, draft);
    onProgress("checking");
    await refuseDamaged(backup, draft);
    bringUpToDate(draft, backup);
    const plan = { backup, lacksJournal, ...whatIsLost(file, draft) };
    const carryOut = () => {
      writeDown(draft, backup);
      return putIntoPlace(file, draft);
    };
    return { plan, giveUp, carryOut };
  } catch (problem) {
    giveUp();
    throw problem;
  }
}

/**
 * Copies the journal of a plain copy as well, since the newest events may be in it alone; whether there was one. Throws when the
 * journal is not whole.
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

/** An older database gets the tables of today, here, where a fault does no harm yet. What is no database of ours is refused. */
function bringUpToDate(draft: string, backup: string): void {
  try {
    openSqlite(draft).$client.close();
  } catch (problem) {
    const sentence = problem instanceof Error ? problem.message : String(problem);
    throw new Error(sentence.replaceAll(draft, backup), { cause: problem });
  }
}

/** Whoever was signed in then is not any more, and no link or challenge is good: some may have been ended or used since. */
function writeDown(draft: string, backup: string): void {
  const db = openSqlite(draft);
  const write = auditWriter(db);
  inTransaction(db, () => {
    for (const table of [sessions, links, challenges]) db.delete(table).run();
    write({ deed: "restored", subject: path.basename(backup) }, { author: CONSOLE, at: Date.now() });
  });
  // One file again, which can be renamed as a whole.
  db.$client.pragma("journal_mode = DELETE");
  db.$client.close();
}

/**
 * The database goes first, so that a crash on the way leaves none, which the next start sees. Its journal must not stay: SQLite would
 * take it for that of the new one.
 */
async function putIntoPlace(file: string, draft: string): Promise<RestoreOutcome> {
  const kept = path.join(path.dirname(file), `relink.replaced-${formatForName(Date.now())}.db`);
  emptyJournal(file);
  const there = SUFFIXES.filter((suffix) => existsSync(`${file}${suffix}`));
  for (const suffix of there) renameSync(`${file}${suffix}`, `${kept}${suffix}`);
  await syncFolderOf(file);
  renameSync(draft, file);
  chmodSync(file, 0o600);
  await syncFolderOf(file);
  return { keptAs: there.includes("") ? kept : null };
}

/** Where the database can still be read, it becomes one file; else its parts are kept beside each other. */
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
