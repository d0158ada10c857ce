import { constants, cpSync, rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { startServer } from "@/testing/servers/server";
import { ADMIN_ENV, signIn } from "@/testing/servers/sign-in";
import { TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";
import type { LoadReport } from "./load";
import { beginLoad } from "./load-process";
import { measure, percentile, type Timings } from "./measure";
import { usageOf } from "./process-usage";

export type PageReport = { readonly pages: readonly string[][]; readonly exports: readonly string[][] };
/** Requests a page like a signed-in browser. */
type Ask = (path: string) => Promise<Response>;
type Exported = { readonly seconds: number; readonly bytes: number; readonly memoryBytes: number };

const PAGES = ["", "?status=expired", "?q=jane", "?status=active&lacks=messages:read", "?q=rose&sort=name&order=asc"];
const ROUNDS = 100;
const EVENTS_PER_SECOND = 500;
/** A new process is slow at everything it does for the first time. */
const WARM_UP_MS = 4_000;
const MEMORY_POLL_MS = 200;

/** Measures a page as a browser gets it, and an export of all rows, idle and while events arrive. Needs the production build. */
export async function measurePages(folder: string): Promise<PageReport> {
  // Uses a copy, so that the next run sees the same data.
  const dataDir = `${folder}.copy`;
  cpSync(folder, dataDir, { recursive: true, force: true, mode: constants.COPYFILE_FICLONE });
  const server = await startServer({
    RELINK_DATA_DIR: dataDir,
    OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT,
    LOG_LEVEL: "silent",
    ...ADMIN_ENV,
  });
  const { origin } = server;
  const pid = server.process.pid ?? 0;
  try {
    const cookie = await signIn(origin);
    const ask: Ask = (path) => fetch(`${origin}${path}`, { headers: { cookie } });
    await (await ask("/connections")).text();
    const quietPages = await openPages(ask);
    const quietExport = await exportAll(ask, pid);
    const [busyPages, besidePages] = await underLoad(origin, () => openPages(ask));
    const [busyExport, besideExport] = await underLoad(origin, () => exportAll(ask, pid));
    return {
      pages: [
        ["while", "page p50 ms", "p95", "event p50 ms", "p95"],
        ["idle", ...figures(quietPages), "", ""],
        [
          `${Math.round(besidePages.perSecond)} events a second come in`,
          ...figures(busyPages),
          ...loadFigures(besidePages),
        ],
      ],
      exports: [
        ["while", "seconds", "MB", "memory MB", "event p50 ms", "p95"],
        ["idle", ...exportFigures(quietExport), "", ""],
        [
          `${Math.round(besideExport.perSecond)} events a second come in`,
          ...exportFigures(busyExport),
          ...loadFigures(besideExport),
        ],
      ],
    };
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function underLoad<T>(origin: string, run: () => Promise<T>): Promise<[T, LoadReport]> {
  const load = beginLoad(origin, EVENTS_PER_SECOND);
  await pause(WARM_UP_MS);
  const result = await run();
  return [result, await load.stop()];
}

function openPages(ask: Ask): Promise<Timings> {
  return measure(ROUNDS, async (round) => {
    const response = await ask(`/connections${PAGES[round % PAGES.length]}`);
    if (response.status !== 200) throw new Error(`The page answered ${response.status}`);
    await response.text();
  });
}

async function exportAll(ask: Ask, pid: number): Promise<Exported> {
  let memoryBytes = 0;
  const poll = setInterval(() => {
    memoryBytes = Math.max(memoryBytes, usageOf(pid).residentBytes);
  }, MEMORY_POLL_MS);
  const startedAt = performance.now();
  const response = await ask("/api/connections/export?format=csv");
  if (response.status !== 200 || !response.body) throw new Error(`The export answered ${response.status}`);
  let bytes = 0;
  for await (const chunk of response.body) bytes += chunk.length;
  clearInterval(poll);
  return { seconds: (performance.now() - startedAt) / 1000, bytes, memoryBytes };
}

function figures(timings: Timings): [string, string] {
  return [percentile(timings, 50).toFixed(1), percentile(timings, 95).toFixed(1)];
}

function loadFigures({ p50, p95 }: LoadReport): [string, string] {
  return [p50.toFixed(1), p95.toFixed(1)];
}

function exportFigures({ seconds, bytes, memoryBytes }: Exported): [string, string, string] {
  return [seconds.toFixed(1), (bytes / 1e6).toFixed(0), (memoryBytes / 1e6).toFixed(0)];
}
