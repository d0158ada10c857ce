import { readdirSync, readFileSync } from "node:fs";

/** A process's usage including its children, according to the system; all 0 without `/proc`. */
export type Usage = { readonly residentBytes: number; readonly cpuMs: number };

/** `sysconf(_SC_CLK_TCK)` is 100 on every Linux that Node runs on. */
const TICK_MS = 10;
/** The positions of `utime` and `stime` after the name in `/proc/<pid>/stat`, see proc(5). */
const USER_TIME = 11;
const SYSTEM_TIME = 12;

export function usageOf(pid: number): Usage {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const residentBytes = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const cpuMs = (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) * TICK_MS;
    return childrenOf(pid)
      .map(usageOf)
      .reduce((sum, child) => added(sum, child), { residentBytes, cpuMs });
  } catch {
    return { residentBytes: 0, cpuMs: 0 };
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
}

function added(a: Usage, b: Usage): Usage {
  return { residentBytes: a.residentBytes + b.residentBytes, cpuMs: a.cpuMs + b.cpuMs };
}
