import { spawn } from "node:child_process";
import { closeSync, cpSync, existsSync, fsyncSync, mkdtempSync, openSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fail, readCount, say } from "@/scripts/commands/arguments";
import { startServer } from "@/testing/servers/server";
import { TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";
import { benchDatabase } from "./databases";
import { beginLoad } from "./load-process";
import { formatTable } from "./measure";

const ALONE_MS = 10_000;
const WAIT_MS = 100;
const BACKUP_TIMEOUT_MS = 300_000;

type Given = { readonly connections: string; readonly events: string; readonly deliveries: string };
type Row = readonly [name: string, seconds: number, p50: number, p95: number];

/**
 * Measures how long deliveries wait while a backup is made: without one, with the command alongside the server, and with the
 * server's own.
 */
export async function benchBackup(given: Given): Promise<void> {
  const perSecond = readCount("deliveries", given.deliveries);
  const original = await benchDatabase(readCount("connections", given.connections), readCount("events", given.events));
  const dataDir = mkdtempSync(path.join(tmpdir(), "relink-bench-"));
  process.once("exit", () => rmSync(dataDir, { recursive: true, force: true }));
  cpSync(original, dataDir, { recursive: true });
  // Unwritten data would count toward the first backup.
  const copied = openSync(path.join(dataDir, "relink.db"), "r");
  fsyncSync(copied);
  closeSync(copied);
  const rows = [
    await underLoad(dataDir, perSecond, {}, "no backup", () => pause(ALONE_MS)),
    await underLoad(dataDir, perSecond, {}, "npm run backup", () => runCommand(dataDir)),
    await underLoad(dataDir, perSecond, { RELINK_BACKUP_HOURS: "1" }, "the server's own", () => whenMade(dataDir)),
  ];
  say(formatTable([["Deliveries beside", "s", "p50 ms", "p95 ms"], ...rows.map(cellsOf)]));
}

async function underLoad(
  dataDir: string,
  perSecond: number,
  env: Readonly<Record<string, string>>,
  name: string,
  work: () => Promise<unknown>,
): Promise<Row> {
  rmSync(path.join(dataDir, "backups"), { recursive: true, force: true });
  const secret = { OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT, LOG_LEVEL: "warn" };
  const server = await startServer({ RELINK_DATA_DIR: dataDir, ...secret, ...env });
  say(`Deliveries beside ${name} …`);
  const load = beginLoad(server.origin, perSecond);
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const { p50, p95 } = await load.stop();
  await server.stop();
  say(`  ${p50.toFixed(1)} ms in the middle, 95 of 100 within ${p95.toFixed(1)} ms`);
  return [name, seconds, p50, p95];
}

function runCommand(dataDir: string): Promise<void> {
  const env = { ...process.env, RELINK_DATA_DIR: dataDir };
  const child = spawn(process.execPath, ["scripts/run.mjs", "scripts/commands/backup.ts"], { env, stdio: "inherit" });
  return new Promise((resolve) =>
    child.once("exit", (code) => (code === 0 ? resolve() : fail(`The backup ended with ${code}.`))),
  );
}

async function whenMade(dataDir: string): Promise<void> {
  const folder = path.join(dataDir, "backups");
  const isMade = () => existsSync(folder) && readdirSync(folder).some((name) => name.endsWith(".gz"));
  for (let waited = 0; !isMade(); waited += WAIT_MS) {
    if (waited > BACKUP_TIMEOUT_MS) fail("The server made no backup.");
    await pause(WAIT_MS);
  }
}

function cellsOf([name, ...numbers]: Row): string[] {
  return [name, ...numbers.map((number) => number.toFixed(1))];
}
