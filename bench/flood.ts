import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readCount, say } from "@/scripts/commands/arguments";
import { signedHeaders } from "@/testing/servers/front-door";
import { startServer } from "@/testing/servers/server";
import { ADMIN_ENV, signIn } from "@/testing/servers/sign-in";
import { TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";
import { beginLoad } from "./load-process";
import { formatTable } from "./measure";

type Options = { readonly seconds: string; readonly rate: string };

const TICK_MS = 20;
/** More in parallel would wait in this process, not at the server. */
const UNDERWAY_MAX = 100;
const EVENTS_PER_SECOND = 20;
const GENUINE = "Svix-Webhooks/1.2";
const GENUINE_SHOWN = /Svix-Webhooks\/1\.23?/g;

/**
 * Sends forged deliveries at a steady rate alongside genuine ones, and measures what is stored of them and what they cost the
 * others.
 */
export async function benchFlood({ seconds, rate }: Options): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "relink-flood-"));
  const server = await startServer({
    RELINK_DATA_DIR: dataDir,
    OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT,
    LOG_LEVEL: "silent",
    ...ADMIN_ENV,
  });
  try {
    const headers = { cookie: await signIn(server.origin) };
    const url = new URL("/api/webhooks/ofauth", server.origin);
    const before = folderBytes(dataDir);
    const load = beginLoad(server.origin, EVENTS_PER_SECOND);
    await refuse(url, GENUINE);
    const forged = await flood(url, readCount("rate", rate), readCount("seconds", seconds) * 1_000);
    await refuse(url, `${GENUINE}3`);
    const { p50, p95 } = await load.stop();
    await pause(1_000);
    const log = `${server.origin}/deliveries?outcome=refused&cause=signature_mismatch`;
    const page = await (await fetch(log, { headers })).text();
    say(
      formatTable([
        ["what", "measured"],
        ["forged deliveries refused", forged.toLocaleString("en")],
        ["a second", Math.round(forged / readCount("seconds", seconds)).toLocaleString("en")],
        ["the folder grew by, MB, genuine events included", ((folderBytes(dataDir) - before) / 1e6).toFixed(1)],
        ["refusals of the genuine sender shown, of 2", String(new Set(page.match(GENUINE_SHOWN)).size)],
        ["genuine events acknowledged, p50 and p95 ms", `${p50.toFixed(1)} ${p95.toFixed(1)}`],
      ]),
    );
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Sends half of them under unique names. Returns how many were refused. */
async function flood(url: URL, perSecond: number, forMs: number): Promise<number> {
  const startedAt = performance.now();
  const underway = new Set<Promise<void>>();
  let sent = 0;
  while (performance.now() - startedAt < forMs) {
    const due = ((performance.now() - startedAt) / 1000) * perSecond;
    for (; sent < due && underway.size < UNDERWAY_MAX; sent++) {
      const agent = sent % 2 === 0 ? "flood" : `flood ${nameOf(sent)}`;
      const post = refuse(url, agent);
      underway.add(post);
      void post.finally(() => underway.delete(post));
    }
    await pause(TICK_MS);
  }
  await Promise.all(underway);
  return sent;
}

async function refuse(url: URL, agent: string): Promise<void> {
  const forged = { "svix-signature": "v1,Zm9yZ2Vk" };
  const headers = { ...signedHeaders("{}"), ...forged, "user-agent": agent };
  const response = await fetch(url, { method: "POST", headers, body: "{}" });
  if (response.status !== 401) throw new Error(`The front door answered ${response.status}`);
  await response.arrayBuffer();
}

/** Returns a name without digits, which don't distinguish senders. */
function nameOf(index: number): string {
  return [...index.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join("");
}

function folderBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
}
