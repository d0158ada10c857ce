import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { constants, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { readCount, say } from "@/scripts/commands/arguments";
import { ensureBuild } from "@/scripts/project.mjs";
import { freePort } from "@/testing/servers/free-port";
import { startServer } from "@/testing/servers/server";
import { ADMIN_ENV, signIn } from "@/testing/servers/sign-in";
import { TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";
import { benchDatabase } from "./databases";
import { formatTable, percentile } from "./measure";
import type { PostOrder, PostReport } from "./post-load";
import { type Usage, usageOf } from "./process-usage";

type Options = {
  readonly stored: string;
  readonly rounds: string;
  readonly seconds: string;
  readonly "at-once": string;
};

/** A URL that accepts posts, and the process behind it. */
type Target = { readonly name: string; readonly url: string; readonly pid: number };
type Run = PostReport & { readonly target: string; readonly atOnce: number; readonly usage: Usage };

const BENCH_ENV = { RELINK_BENCH: "1", RELINK_STANDALONE: "" };
const EVENTS_EACH = 10;
const WARM_UP_MS = 4_000;
const PAGES = ["/connections", "/connections?status=expired", "/outreach?look=all", "/events"];
/** Loaded from the address bar, or navigated to by a link, a filter or a live update, for which the framework sends no HTML. */
const ASKED_AS: readonly { readonly name: string; readonly headers: Record<string, string> }[] = [
  { name: "loaded", headers: {} },
  { name: "navigated to", headers: { rsc: "1" } },
];
type Asked = { readonly name: string; readonly tookMs: number };
/** A process is slow at rendering its first pages. */
const PAGES_WARM_UP_ROUNDS = 10;
const PAGES_MS = 30_000;
const FRONT_DOOR = "route handler";
const FRAMEWORK = "empty route";

/**
 * Measures what the route handler and a port for deliveries alone take a second, next to what the framework and the work alone would, in one run: the
 * targets take turns, so that a machine that is slow for a while is slow for all of them.
 */
export async function benchIngest(options: Options): Promise<void> {
  ensureBuild(".cache/bench/next", BENCH_ENV);
  for (const stored of options.stored.split(",")) await measureWith(Number(stored.replaceAll("_", "")), options);
}

async function measureWith(stored: number, options: Options): Promise<void> {
  const folders = [await folderWith(stored), await folderWith(stored), await folderWith(stored)] as const;
  const server = await startServer({
    ...BENCH_ENV,
    ...ADMIN_ENV,
    RELINK_DATA_DIR: folders[0],
    OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT,
  });
  const webhookPort = String(await freePort());
  const apart = await startServer({
    ...BENCH_ENV,
    RELINK_DATA_DIR: folders[1],
    OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT,
    RELINK_WEBHOOK_PORT: webhookPort,
  });
  const bare = await startBare(folders[2]);
  const { origin } = server;
  const pid = server.process.pid ?? 0;
  const targets: Target[] = [
    { name: FRAMEWORK, url: `${origin}/api/bench/nothing`, pid },
    { name: FRONT_DOOR, url: `${origin}/api/webhooks/ofauth`, pid },
    { name: "the same, one transaction each", url: `${origin}/api/bench/one-by-one`, pid },
    {
      name: "a port of its own",
      url: `http://127.0.0.1:${webhookPort}/api/webhooks/ofauth`,
      pid: apart.process.pid ?? 0,
    },
    { name: "node:http alone", url: `${bare.origin}/`, pid: bare.process.pid ?? 0 },
  ];
  try {
    for (const target of targets) await run(target, 64, WARM_UP_MS);
    const runs: Run[] = [];
    for (const atOnce of options["at-once"].split(",").map((text) => readCount("at-once", text.trim()))) {
      for (let round = 0; round < readCount("rounds", options.rounds); round++) {
        for (const target of targets)
          runs.push(await run(target, atOnce, readCount("seconds", options.seconds) * 1_000));
      }
    }
    say(
      `\nWith ${stored.toLocaleString("en")} events stored: medians of ${options.rounds} rounds; ratios to the empty route.\n`,
    );
    say(formatTable(tableOf(targets, runs)));
    say(await pagesUnderLoad(origin, targets));
    say(`The server held ${(usageOf(pid).residentBytes / 1e6).toFixed(0)} MB at the end.`);
  } finally {
    await server.stop();
    await apart.stop();
    bare.process.disconnect();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns a data folder with this many events, for exclusive use. */
async function folderWith(stored: number): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "relink-bench-"));
  if (stored > 0) {
    const made = await benchDatabase(Math.ceil(stored / EVENTS_EACH), EVENTS_EACH);
    cpSync(made, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
  }
  return folder;
}

async function startBare(dataDir: string): Promise<{ readonly origin: string; readonly process: ChildProcess }> {
  const child = fork(path.join(import.meta.dirname, "bare-server.ts"), [dataDir]);
  const [address] = await once(child, "message");
  return { origin: `http://127.0.0.1:${z.object({ port: z.number() }).parse(address).port}`, process: child };
}

async function run({ name, url, pid }: Target, atOnce: number, forMs: number): Promise<Run> {
  const before = usageOf(pid);
  const report = await postFor({ url, atOnce, forMs, first: Math.floor(Math.random() * 1e6) });
  const after = usageOf(pid);
  const usage = { residentBytes: after.residentBytes, cpuMs: after.cpuMs - before.cpuMs };
  return { target: name, atOnce, ...report, usage };
}

async function postFor(order: PostOrder): Promise<PostReport> {
  const child = fork(path.join(import.meta.dirname, "post-load.ts"));
  child.send(order);
  const told = await Promise.race([once(child, "message"), once(child, "exit")]);
  // Safe: `post-load.ts` sends one message of this type; an exit only comes first if it has failed.
  const [report] = told as [PostReport | number | null];
  if (typeof report !== "object" || report === null) throw new Error(`The sender ended by itself, with ${report}`);
  return report;
}

/** Requests pages as a browser does, one after the other, while the front door is as busy as possible. */
async function pagesUnderLoad(origin: string, targets: readonly Target[]): Promise<string> {
  const cookie = await signIn(origin);
  const door = targets.find(({ name }) => name === FRONT_DOOR);
  if (!door) throw new Error("There is no front door");
  for (let round = 0; round < PAGES_WARM_UP_ROUNDS; round++) await askAll(origin, cookie);
  let isOver = false;
  const load = run(door, 64, PAGES_MS).finally(() => {
    isOver = true;
  });
  const asked: Asked[] = [];
  while (!isOver) asked.push(...(await askAll(origin, cookie)));
  const { perSecond, p50, p99 } = await load;
  return [
    `While ${perSecond.toFixed(0)} events a second come in, acknowledged after ${p50.toFixed(0)} ms (p50) and ${p99.toFixed(0)} (p99):\n`,
    formatTable([["pages", "so many", "p50 ms", "p95"], ...ASKED_AS.map(({ name }) => rowOf(name, asked))]),
  ].join("\n");
}

/** Requests each page in each way, one after the other. */
async function askAll(origin: string, cookie: string): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const page of PAGES) {
    for (const { name, headers } of ASKED_AS) {
      const askedAt = performance.now();
      const response = await fetch(`${origin}${page}`, { headers: { ...headers, cookie } });
      if (response.status !== 200) throw new Error(`The page answered ${response.status}`);
      await response.text();
      asked.push({ name, tookMs: performance.now() - askedAt });
    }
  }
  return asked;
}

function rowOf(name: string, asked: readonly Asked[]): string[] {
  const timings = asked.flatMap((one) => (one.name === name ? [one.tookMs] : [])).sort((a, b) => a - b);
  return [name, `${timings.length}`, ...[50, 95].map((percent) => percentile(timings, percent).toFixed(0))];
}

function tableOf(targets: readonly Target[], runs: readonly Run[]): string[][] {
  const atOnces = [...new Set(runs.map(({ atOnce }) => atOnce))];
  const rows = atOnces.flatMap((atOnce) => {
    const of = (name: string) => runs.filter((one) => one.target === name && one.atOnce === atOnce);
    const framework = of(FRAMEWORK);
    return targets.map(({ name }) => {
      const theirs = of(name);
      const median = (of: (one: Run) => number) => medianOf(theirs.map(of));
      // Compares round by round, so that both saw the machine in the same state.
      const ratio = medianOf(theirs.map((one, round) => one.perSecond / (framework[round]?.perSecond ?? Number.NaN)));
      return [
        `${name}, ${atOnce} at once`,
        median(({ perSecond }) => perSecond).toFixed(0),
        ratio.toFixed(2),
        median(({ p50 }) => p50).toFixed(1),
        median(({ p99 }) => p99).toFixed(1),
        median(({ usage, posts }) => usage.cpuMs / posts).toFixed(2),
        (median(({ usage }) => usage.residentBytes) / 1e6).toFixed(0),
      ];
    });
  });
  return [["target", "per second", "ratio", "p50 ms", "p99", "CPU ms each", "MB"], ...rows];
}

function medianOf(values: readonly number[]): number {
  return percentile(
    [...values].sort((a, b) => a - b),
    50,
  );
}
