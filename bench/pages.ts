import { constants, cpSync, rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { docsBody, TEST_SECRET_TEXT } from "@/testing/deliveries";
import { postSigned } from "@/testing/front-door";
import { startServer } from "@/testing/server";
import { measure, percentile, type Timings } from "./measure";

const PAGES = ["", "?status=expired", "?q=jane", "?status=active&lacks=messages:read", "?q=rose&sort=name&order=asc"];
const ROUNDS = 100;
const EVENTS_PER_SECOND = 500;
const TICK_MS = 20;
/** A process that has just started is slow at everything it does for the first time. */
const WARM_UP_MS = 4_000;

/** The page as a browser gets it, with nothing else going on and while events come in. Needs the production build. */
export async function measurePages(folder: string): Promise<string[][]> {
  // On a copy, so that the next run asks the same data.
  const dataDir = `${folder}.copy`;
  cpSync(folder, dataDir, { recursive: true, force: true, mode: constants.COPYFILE_FICLONE });
  const server = await startServer({
    RELINK_DATA_DIR: dataDir,
    OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT,
    LOG_LEVEL: "silent",
  });
  try {
    await (await fetch(`${server.origin}/connections`)).text();
    const quiet = await measureOnce(server.origin);
    const load = beginLoad(server.origin);
    await pause(WARM_UP_MS);
    const busy = await measureOnce(server.origin);
    const rate = await load.stop();
    return [
      ["while", "p50 ms", "p95 ms"],
      ["nothing else goes on", ...figures(quiet)],
      [`${Math.round(rate)} events a second come in`, ...figures(busy)],
    ];
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function measureOnce(origin: string): Promise<Timings> {
  return measure(ROUNDS, async (round) => {
    const response = await fetch(`${origin}/connections${PAGES[round % PAGES.length]}`);
    if (response.status !== 200) throw new Error(`The page answered ${response.status}`);
    await response.text();
  });
}

/** Signed events at a steady rate; answers how to stop, and how many a second were taken. */
function beginLoad(origin: string): { readonly stop: () => Promise<number> } {
  const startedAt = performance.now();
  const underway = new Set<Promise<unknown>>();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1000) * EVENTS_PER_SECOND;
    for (; sent < due; sent++) {
      const connection = `conn_bench_${sent % 5_000}`;
      const kind = sent % 2 === 0 ? "updated" : "expired";
      const post = postSigned(origin, docsBody(kind, { connection, occurredAt: Date.now() })).then(async (response) => {
        if (response.status !== 200) throw new Error(`The front door answered ${response.status}`);
        await response.arrayBuffer();
      });
      underway.add(post);
      void post.finally(() => underway.delete(post));
    }
  }, TICK_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(underway);
      return sent / ((performance.now() - startedAt) / 1000);
    },
  };
}

function figures(timings: Timings): [string, string] {
  return [percentile(timings, 50).toFixed(1), percentile(timings, 95).toFixed(1)];
}
