import { constants, cpSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readCount, say } from "@/scripts/commands/arguments";
import { openDatabase } from "@/scripts/commands/open-database";
import { rebuildInParts } from "@/scripts/commands/rebuild-parts";
import { startServer } from "@/testing/servers/server";
import { ADMIN_ENV } from "@/testing/servers/sign-in";
import { TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";
import { benchDatabase } from "./databases";
import type { LoadReport } from "./load";
import { beginLoad } from "./load-process";
import { formatTable } from "./measure";

type Options = { readonly connections: string; readonly rounds: string };
type Fold = { readonly perSecond: number; readonly beside: LoadReport | null };

const EVENTS_EACH = 10;
const EVENTS_PER_SECOND = 100;
const WARM_UP_MS = 3_000;

/** Measures how fast all events are folded again, by how many processes, and how long deliveries to a server wait meanwhile. */
export async function benchFold({ connections, rounds }: Options): Promise<void> {
  const count = readCount("connections", connections);
  const dataDir = mkdtempSync(path.join(tmpdir(), "relink-bench-"));
  cpSync(await benchDatabase(count, EVENTS_EACH), dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
  // The parts read the environment, as the command does.
  process.env.RELINK_DATA_DIR = dataDir;
  try {
    const rows: string[][] = [["while", "processes", "events a second", "event p50 ms", "p99"]];
    for (let round = 0; round < readCount("rounds", rounds); round++) {
      for (const processes of [...new Set([1, availableParallelism()])]) {
        rows.push(rowOf("idle", processes, await fold(processes)));
      }
      rows.push(rowOf("a server ingests events", availableParallelism(), await foldBesideServer(dataDir)));
    }
    say(`\n${count.toLocaleString("en")} connections of ${(count * EVENTS_EACH).toLocaleString("en")} events:\n`);
    say(formatTable(rows));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function foldBesideServer(dataDir: string): Promise<Fold> {
  const server = await startServer({
    ...ADMIN_ENV,
    RELINK_DATA_DIR: dataDir,
    OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT,
    LOG_LEVEL: "silent",
  });
  try {
    const load = beginLoad(server.origin, EVENTS_PER_SECOND);
    await pause(WARM_UP_MS);
    const { perSecond } = await fold(availableParallelism());
    return { perSecond, beside: await load.stop() };
  } finally {
    await server.stop();
  }
}

/** Like the command, it checks all events first. */
async function fold(processes: number): Promise<Fold> {
  const store = openDatabase();
  try {
    const startedAt = performance.now();
    const { events } = await rebuildInParts(store, processes, false, () => {});
    return { perSecond: events / ((performance.now() - startedAt) / 1000), beside: null };
  } finally {
    store.close();
  }
}

function rowOf(words: string, processes: number, { perSecond, beside }: Fold): string[] {
  const waits = beside ? [beside.p50.toFixed(1), beside.p99.toFixed(1)] : ["", ""];
  return [words, String(processes), Math.round(perSecond).toLocaleString("en"), ...waits];
}
