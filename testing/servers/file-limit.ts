import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";

/**
 * Lets no file of a running process grow beyond what its write-ahead log has now, as a full disk would; answers how to make room
 * again. The limit is the kernel's own, set from outside by util-linux.
 */
export function fillDisk(pid: number, dataDir: string): () => void {
  limitFiles(pid, String(statSync(path.join(dataDir, "relink.db-wal")).size));
  return () => limitFiles(pid, "unlimited");
}

function limitFiles(pid: number, soft: string): void {
  const result = spawnSync("prlimit", ["--pid", String(pid), `--fsize=${soft}:unlimited`], { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`prlimit: ${result.error ?? result.stderr}`);
}
