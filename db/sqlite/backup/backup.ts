import { closeSync, openSync, rmSync, statfsSync, statSync } from "node:fs";
import { rename } from "node:fs/promises";
import path from "node:path";
import { clock } from "@/clock";
import { makeFolder } from "@/db/sqlite/file/make-folder";
import { type SqliteDatabase, WAL_CHECKPOINT_PAGES } from "@/db/sqlite/file/open";
import { checkBeside, checkEventsBeside, copyBeside } from "@/db/sqlite/file/side-process";
import { checkFold } from "@/db/sqlite/rebuild/fold-check";
import type { BackupOptions } from "@/db/store";
import type { BackupOutcome, BackupProblem, BackupReport, BackupStep } from "@/domain/operations/backup";
import { DIFFERENCE_ADVICE, damagedEventsWords, type Progress } from "@/domain/operations/maintenance";
import { formatBytes } from "@/domain/values/byte-size";
import { commandLine } from "@/domain/values/command-line";
import { compress, proveReadable, syncFolderOf } from "./compress";
import { copyNameOf, draftOf, removeLeftovers } from "./leftovers";

/** What must stay free besides the copy, for events that arrive meanwhile. */
const ROOM_LEFT_BYTES = 64 * 1024 * 1024;
/** While copying, the journal may grow to this, or to the size of the database. */
const JOURNAL_BYTES_MAX = 1024 * 1024 * 1024;

type Work = {
  readonly db: SqliteDatabase;
  readonly source: string;
  /** The file's name until it is verified. */
  readonly draft: string;
  readonly sample: number | null;
  readonly signal: AbortSignal | undefined;
  readonly tell: (step: BackupStep) => { readonly onProgress: (progress: Progress) => void };
};

/** A failure that isn't a bug, in words for the admin. */
type Failure = Extract<BackupOutcome, { kind: "failed" }>;

/**
 * Copies the database in a separate process, verifies the copy, compresses it, and renames it to its final name only if all of
 * that succeeded. Calls `onDamage` if the database itself is damaged.
 */
export async function backup(
  db: SqliteDatabase,
  file: string,
  options: BackupOptions,
  onDamage: (finding: string) => void,
): Promise<BackupOutcome> {
  const { sample = null, onProgress = () => {}, signal } = options;
  const source = db.$client.name;
  const startedAt = clock.now();
  const draft = draftOf(file);
  const tell = (step: BackupStep) => {
    onProgress({ step, done: 0, total: 0 });
    return { onProgress: (progress: Progress) => onProgress({ step, ...progress }) };
  };
  const work: Work = { db, source, draft, sample, signal, tell };
  const unwritable = openDraft(draft);
  if (unwritable) return unwritable;
  const folders = [path.dirname(source), path.dirname(file)];
  for (const one of folders) removeLeftovers(one);
  const folder = folders.find((one) => roomIn(one) > roomFor(source));
  const scratch = path.join(folder ?? "", copyNameOf(startedAt));
  try {
    if (folder === undefined) return noRoom(source, file);
    const outcome = await copyAndVerify(work, scratch, onDamage);
    if (outcome.kind !== "made") return outcome;
    await rename(draft, file);
    await syncFolderOf(file);
    return { kind: "made", report: { ...outcome.report, tookMs: clock.now() - startedAt } };
  } catch (fault) {
    if (signal?.aborted) return { kind: "cancelled" };
    if (codeOf(fault).startsWith("SQLITE_CORRUPT")) return damagedItself(String(fault), onDamage);
    const failure = failureOf(fault, source, file);
    if (failure) return failure;
    throw fault;
  } finally {
    for (const one of [draft, scratch, `${scratch}-journal`]) rmSync(one, { force: true });
  }
}

async function copyAndVerify(
  work: Work,
  scratch: string,
  onDamage: (finding: string) => void,
): Promise<Failure | { kind: "made"; report: Omit<BackupReport, "tookMs"> }> {
  const { draft, sample, signal, tell } = work;
  const madeAt = await copy(work, scratch);
  tell("checking");
  const finding = await checkBeside({ file: scratch, isQuick: false }, { signal });
  if (finding !== null) return damaged(work, finding, onDamage);
  const damagedEvents = await checkEventsBeside({ file: scratch }, { signal });
  if (damagedEvents.count > 0) return failed("damaged", damagedEventsWords(damagedEvents));
  const fold = await checkFold(scratch, { sample, ...(signal ? { signal } : {}), ...tell("folding") });
  signal?.throwIfAborted();
  if (fold.differing > 0) return differs(fold.differing);
  await compress(scratch, draft, { signal, ...tell("packing") });
  const databaseBytes = statSync(scratch).size;
  const readBack = await proveReadable(draft, { signal, ...tell("proving") });
  if (readBack !== databaseBytes) throw new Error("The compressed file holds something else than was written.");
  const { differing: _none, ...facts } = fold;
  return { kind: "made", report: { madeAt, ...facts, bytes: statSync(draft).size, databaseBytes } };
}

/**
 * Copies the database with checkpoints off: they can't empty the journal during the copy, and the separate process runs one
 * afterwards.
 */
async function copy({ db, source, signal, tell }: Work, scratch: string): Promise<number> {
  closeSync(openSync(scratch, "wx", 0o600));
  const journalBytesMax = Math.max(JOURNAL_BYTES_MAX, statSync(source).size);
  db.$client.pragma("wal_autocheckpoint = 0");
  try {
    return await copyBeside({ source, target: scratch, journalBytesMax }, { signal, ...tell("copying") });
  } finally {
    if (db.$client.open) db.$client.pragma(`wal_autocheckpoint = ${WAL_CHECKPOINT_PAGES}`);
  }
}

function openDraft(draft: string): Failure | null {
  try {
    makeFolder(path.dirname(draft));
    closeSync(openSync(draft, "w", 0o600));
    return null;
  } catch (fault) {
    return failed("not_writable", `Nothing can be written to ${path.dirname(draft)} (${codeOf(fault)}).`);
  }
}

/** Finds out whether the database is damaged as well, or only its copy. */
async function damaged(
  { source, signal, tell }: Work,
  inCopy: string,
  onDamage: (finding: string) => void,
): Promise<Failure> {
  tell("checking");
  const finding = await checkBeside({ file: source, isQuick: false }, { signal });
  if (finding === null) {
    return failed("damaged", `The copy came out damaged (${inCopy}), though the database is not: look after the disk.`);
  }
  return damagedItself(finding, onDamage);
}

function damagedItself(finding: string, onDamage: (finding: string) => void): Failure {
  onDamage(finding);
  return failed(
    "damaged",
    `The database is damaged: ${finding}. Restore an earlier backup: ${commandLine("restore")}.`,
  );
}

function differs(connections: number): Failure {
  const count = connections === 1 ? "One connection differs" : `${connections.toLocaleString("en")} connections differ`;
  return failed("differs", `${count} from the fold of the events. ${DIFFERENCE_ADVICE}`);
}

function noRoom(source: string, file: string): Failure {
  const folders = [...new Set([path.dirname(source), path.dirname(file)])];
  const rooms = folders.map((folder) => `${formatBytes(roomIn(folder))} in ${folder}`).join(", ");
  return failed("no_room", `A copy needs ${formatBytes(roomFor(source))} of room; there is ${rooms}.`);
}

/** Returns the failure of a fault that isn't a bug; null for a bug. */
function failureOf(fault: unknown, source: string, file: string): Failure | null {
  const code = codeOf(fault);
  if (code === "ENOSPC" || code === "EDQUOT" || code === "SQLITE_FULL") {
    const folders = `${path.dirname(source)} or ${path.dirname(file)}`;
    return failed("no_room", `The disk became full on the way: a backup needs more room in ${folders}.`);
  }
  if (code === "EACCES" || code === "EROFS" || code === "EPERM")
    return failed("not_writable", `Nothing can be written to ${path.dirname(file)} (${code}).`);
  if (code !== "TOO_SLOW") return null;
  return failed(
    "too_slow",
    "Events came faster than the disk could copy. Back up when less comes in, or to another disk.",
  );
}

function failed(problem: BackupProblem, sentence: string): Failure {
  return { kind: "failed", problem, sentence };
}

function roomFor(source: string): number {
  const journal = statSync(`${source}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return statSync(source).size + journal + ROOM_LEFT_BYTES;
}

function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function codeOf(fault: unknown): string {
  return fault instanceof Error && "code" in fault ? String(fault.code) : "unknown";
}
