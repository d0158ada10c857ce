import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBuild } from "@/scripts/project.mjs";
import { assault } from "@/testing/servers/assault";
import { startServer } from "@/testing/servers/server";
import { ADMIN_ENV } from "@/testing/servers/sign-in";
import { TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";
import { readArguments, readCount, say } from "./arguments";

const USAGE = `Sends hostile requests to a server of its own, and says which answers should not have been: a 5xx, a leak, or none.

  npm run fuzz
  npm run fuzz -- --requests 1_000 --seed 7

  --requests N   default 100_000
  --seed N       the same requests for the same seed, default 1`;

const EXAMPLES_MAX = 20;
/** Requests per server, so that none holds too much of the list in memory. */
const REQUESTS_PER_ROUND = 10_000;

const { values } = readArguments(
  { requests: { type: "string", default: "100_000" }, seed: { type: "string", default: "1" } },
  USAGE,
);
ensureBuild();
await fuzz(readCount("requests", values.requests), readCount("seed", values.seed));

async function fuzz(requests: number, seed: number): Promise<void> {
  let faults = 0;
  for (let done = 0, round = 0; done < requests; done += REQUESTS_PER_ROUND, round++) {
    faults += await fuzzOnce(Math.min(REQUESTS_PER_ROUND, requests - done), seed + round);
  }
  say(faults === 0 ? "No 5xx, no leak, nothing unanswered." : `${faults} answers should not have been.`);
  process.exitCode = faults === 0 ? 0 : 1;
}

async function fuzzOnce(requests: number, seed: number): Promise<number> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "relink-fuzz-"));
  const env = { RELINK_DATA_DIR: dataDir, OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT, LOG_LEVEL: "silent", ...ADMIN_ENV };
  const server = await startServer(env);
  try {
    const { faults, timings, statuses } = await assault({ origin: server.origin, dataDir }, { requests, seed });
    const at = (share: number) => (timings[Math.floor((timings.length - 1) * share)] ?? 0).toFixed(0);
    const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
    say(`${timings.length} answers; p50 ${at(0.5)} ms, p99 ${at(0.99)}, p99.9 ${at(0.999)}, slowest ${at(1)}`);
    say(`  ${counts.join("  ")}`);
    for (const fault of faults.slice(0, EXAMPLES_MAX)) say(fault);
    return faults.length;
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
