import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";

/**
 * Limits the files of a running process to the current size of its write-ahead log, like a full disk. Returns a function to
 * remove the limit, which is the kernel's own, set by util-linux.
 */
export function fillDisk(pid: number, dataDir: string): () => void {
  limitFiles(pid, String(statSync(path.join(dataDir, "relink.db-wal")).size));
  return () => limitFiles(pid, "unlimited");
}

function limitFiles(pid: number, soft: string): void {
  const result = spawnSync("prlimit", ["--pid", String(pid), `--fsize=${soft}:unlimited`], { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`prlimit: ${result.error ?? result.stderr}`);
}
