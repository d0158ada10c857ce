import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { clock } from "@/clock";

/** A number of this process beside its id, which containers give again at each start. */
const ORIGIN = Math.floor(performance.timeOrigin);
/** A whole copy of the database, or the draft of a backup. Older versions did not name the origin, or the process of a draft. */
const UNFINISHED =
  /^(?:relink\.copy-(?<copier>\d+)-(?:(?<copied>\d+)-)?\d+\.db(?:-journal|-wal|-shm)?|relink-.*\.db\.gz\.(?:(?<packer>\d+)-(?<packed>\d+)\.)?partial)$/;
/** A draft of an older version that nobody has written to for so long was left by a process that was killed. */
const UNSIGNED_LIFE_MS = 3_600_000;
const RESTORE_SUFFIXES = ["", "-wal", "-shm", "-mark", "-journal"];

/** Names the copy that a backup works on, so that it can be told from what a killed process left. */
export function copyNameOf(startedAt: number): string {
  return `relink.copy-${process.pid}-${ORIGIN}-${startedAt}.db`;
}

/** Names what a backup is before it is good. */
export function draftOf(file: string): string {
  return `${file}.${process.pid}-${ORIGIN}.partial`;
}

/** Removes copies of the database that backups left behind when their process was killed. A backup under way keeps its own. */
export function removeLeftovers(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (isLeftover(file, UNFINISHED.exec(name)?.groups)) rmSync(file, { force: true });
  }
}

/** Removes what a killed restore left beside the database. For the process that owns the folder: no restore may be under way. */
export function removeUnfinishedRestore(file: string): void {
  if (!existsSync(file)) return;
  for (const suffix of RESTORE_SUFFIXES) rmSync(`${file}.restoring${suffix}`, { force: true });
}

function isLeftover(file: string, named: Readonly<Record<string, string | undefined>> | undefined): boolean {
  if (!named) return false;
  const pid = Number(named.copier ?? named.packer ?? Number.NaN);
  if (pid === process.pid) return Number(named.copied ?? named.packed) !== ORIGIN;
  if (!Number.isNaN(pid) && !isAlive(pid)) return true;
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.mtimeMs < clock.now() - UNSIGNED_LIFE_MS;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (fault) {
    // Another user's process lives, though it can't be signalled.
    return fault instanceof Error && "code" in fault && fault.code === "EPERM";
  }
}
