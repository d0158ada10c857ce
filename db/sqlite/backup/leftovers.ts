import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { clock } from "@/clock";

/** Identifies this process together with its id, which containers reuse at each start. */
const ORIGIN = Math.floor(performance.timeOrigin);
/** A copy of the database, or the draft of a backup. Older versions did not name the origin, or a draft's process. */
const UNFINISHED =
  /^(?:relink\.copy-(?<copier>\d+)-(?:(?<copied>\d+)-)?\d+\.db(?:-journal|-wal|-shm)?|relink-.*\.db\.gz\.(?:(?<packer>\d+)-(?<packed>\d+)\.)?partial)$/;
/** An older version's draft that was not written for this long belongs to a killed process. */
const UNSIGNED_LIFE_MS = 3_600_000;
const RESTORE_SUFFIXES = ["", "-wal", "-shm", "-mark", "-journal"];

/** Names the copy that a backup works on, to distinguish it from leftovers of killed processes. */
export function copyNameOf(startedAt: number): string {
  return `relink.copy-${process.pid}-${ORIGIN}-${startedAt}.db`;
}

/** Names a backup that is not verified yet. */
export function draftOf(file: string): string {
  return `${file}.${process.pid}-${ORIGIN}.partial`;
}

/** Removes copies of the database that killed backups left behind. Keeps those of a running backup. */
export function removeLeftovers(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (isLeftover(file, UNFINISHED.exec(name)?.groups)) rmSync(file, { force: true });
  }
}

/**
 * Removes what a killed restore left next to the database. Only call it in the process that owns the folder, when no restore is
 * running.
 */
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
    // Another user's process is alive, but can't be signaled.
    return fault instanceof Error && "code" in fault && fault.code === "EPERM";
  }
}
