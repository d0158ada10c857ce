import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@/e2e/deployment";
import { ROOT, run } from "@/e2e/programs";
import { holdWriteLock, pretendNewer } from "@/testing/break-store";
import { freePort } from "@/testing/servers/free-port";
import { receiptOf } from "@/testing/servers/front-door";
import { startServer } from "@/testing/servers/server";
import { docsBody, TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";

test.describe("with a server of its own", () => {
  test.use({ ownServer: true });

  test("nothing acknowledged with 2xx is lost when the process is killed", async ({ relink }) => {
    const acknowledged = new Set<string>();
    const killAt = 200;
    const senders = Array.from({ length: 8 }, async (_, sender) => {
      for (let count = 0; ; count++) {
        const connection = `conn_${sender}_${count}`;
        const answer = await relink.post(docsBody("created", { connection, occurredAt: 1_000 })).catch(() => null);
        if (!answer) return;
        if (answer.ok) acknowledged.add(connection);
        if (acknowledged.size === killAt) relink.server().process.kill("SIGKILL");
      }
    });
    await Promise.all(senders);
    expect(acknowledged.size).toBeGreaterThanOrEqual(killAt);
    await relink.restart();
    const kept = new Set<string>();
    for (let path: string | null = "/connections?size=100"; path; ) {
      const page = await relink.read(path);
      for (const id of page.texts("table a[data-row-link]")) kept.add(id);
      path = page.texts("nav[aria-label=Pages] a").includes("Next") ? page.href("Next") : null;
    }
    expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
  });
});

test.describe("with a port for deliveries alone", () => {
  test.use({ ownServer: true, hasWebhookPort: true });

  test("a signal ends both ports, though a sender keeps its connection open", async ({ relink }) => {
    await relink.tell("created");
    // Kept alive by fetch: the server must not wait for it.
    expect((await fetch(`${relink.door}/api/health`)).status).toBe(200);
    expect([0, 143]).toContain(await relink.server().stop("SIGTERM"));
    await expect(fetch(`${relink.door}/api/health`)).rejects.toThrow("fetch failed");
    await expect(fetch(`${relink.origin}/api/health`)).rejects.toThrow("fetch failed");
  });
});

test("a port for deliveries that is taken stops the start with a sentence", async ({ relink }) => {
  const taken = new URL(relink.origin).port;
  const env = { ...process.env, PORT: String(await freePort()), HOST: "127.0.0.1", RELINK_WEBHOOK_PORT: taken };
  const result = spawnSync(process.execPath, ["scripts/start.mjs"], { cwd: ROOT, env, encoding: "utf8" });
  expect([result.status, result.stderr]).toEqual([1, expect.stringContaining(`Port ${taken} is taken`)]);
  expect(result.stderr).toContain("RELINK_WEBHOOK_PORT");
});

test("while another program holds the database, deliveries are deferred, and stored when resent", async ({
  relink,
}) => {
  const release = holdWriteLock(relink.dataDir);
  const body = docsBody("created", { occurredAt: 1_000 });
  const held = await relink.post(body, { messageId: "msg_held" });
  expect([held.status, held.headers.get("retry-after"), (await held.json()).error]).toEqual([503, "30", "not_kept"]);
  release();
  const again = await relink.post(body, { messageId: "msg_held" });
  expect([again.status, receiptOf(again)?.outcome]).toEqual([200, "stored"]);
});

test("while another program holds the database, pages still load, and deliveries wait for it together", async ({
  relink,
}) => {
  await relink.tell("created");
  const release = holdWriteLock(relink.dataDir);
  let answered = 0;
  const posts = Array.from({ length: 20 }, async (_, index) => {
    const response = await relink.post(docsBody("created", { connection: `conn_${index}`, occurredAt: 1_000 }));
    answered += 1;
    return response.status;
  });
  const page = await relink.ask(`/connections`);
  expect(page.status).toBe(200);
  expect(answered).toBe(0);
  release();
  expect(new Set(await Promise.all(posts))).toEqual(new Set([200]));
});

test("a HEAD request for the live stream opens none", async ({ relink }) => {
  const response = await relink.ask(`/api/live`, { method: "HEAD" });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
});

test.describe("with a server of its own", () => {
  test.use({ ownServer: true });

  test("on a signal, it closes live streams and exits within five seconds", async ({ relink }) => {
    const stream = await relink.ask(`/api/live`);
    const reader = stream.body?.getReader();
    await reader?.read();
    const startedAt = Date.now();
    await relink.server().stop("SIGTERM");
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    await expect(async () => expect((await reader?.read())?.done).toBe(true)).toPass();
  });
});

test("an invalid configuration stops the start and names every problem at once", async () => {
  const problem = await startServer({
    RELINK_DATA_DIR: path.join(tmpdir(), "relink-never"),
    OFAUTH_WEBHOOK_SECRET: "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3,whsec_***",
    RELINK_SIGNATURE_TOLERANCE_SECONDS: "soon",
    LOG_LEVEL: "loud",
  }).catch((error: Error) => error.message);
  expect(problem).toContain("Relink did not start.");
  expect(problem).toContain("OFAUTH_WEBHOOK_SECRET: secret 2 starts with");
  expect(problem).toContain("RELINK_SIGNATURE_TOLERANCE_SECONDS: must be a whole number from 1 to 86400");
  expect(problem).toContain("LOG_LEVEL: must be one of debug, info, warn, error, silent");
  expect(problem).not.toContain("MDEyMzQ1");
});

test("a database from a newer version is refused with a sentence, and stays unchanged", async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "relink-newer-"));
  const env = { RELINK_DATA_DIR: dataDir, OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT };
  await (await startServer(env)).stop();
  pretendNewer(dataDir);
  const file = path.join(dataDir, "relink.db");
  const before = readFileSync(file);
  const problem = await startServer(env).catch((error: Error) => error.message);
  expect(problem).toContain("was made by a newer version of Relink");
  expect(readFileSync(file).equals(before)).toBe(true);
  rmSync(dataDir, { recursive: true });
});

test("a port that is in use is named in a sentence", async ({ relink }) => {
  const env = { ...process.env, PORT: new URL(relink.origin).port, HOST: "127.0.0.1" };
  const result = spawnSync(process.execPath, ["scripts/start.mjs"], { cwd: ROOT, env, encoding: "utf8" });
  expect(result.status).toBe(1);
  expect(result.stderr).toContain(`Port ${env.PORT} is taken`);
});

test("npm start refuses an invalid port and invalid proxies itself, before the framework reports that it is ready", () => {
  const env = { ...process.env, PORT: "http", RELINK_TRUSTED_PROXIES: "proxy" };
  const result = spawnSync(process.execPath, ["scripts/start.mjs"], { cwd: ROOT, env, encoding: "utf8" });
  expect(result.status).toBe(1);
  expect(result.stderr).toContain("Relink did not start. The configuration is wrong");
  expect(result.stderr).toContain("PORT: must be a whole number from 0 to 65535");
  expect(result.stderr).toContain("RELINK_TRUSTED_PROXIES: must be addresses or networks");
  expect(result.stdout).not.toContain("Ready");
});

test("the demo's data is gone when it ends, however many signals a terminal sends", async () => {
  const tmp = mkdtempSync(path.join(tmpdir(), "relink-demo-test-"));
  const args = ["scripts/demo.mjs", "--connections", "5", "--port", String(await freePort())];
  const env = { ...process.env, TMPDIR: tmp };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, detached: true });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk));
  const ended = new Promise((resolve) => child.once("close", resolve));
  await expect.poll(() => said, { timeout: 60_000 }).toContain("Events keep coming");
  expect(demoFolders(tmp)).toHaveLength(1);
  // To the whole process group, as a terminal does.
  for (let times = 0; times < 3; times++) process.kill(-(child.pid ?? Number.NaN), "SIGINT");
  await ended;
  await expect.poll(() => demoFolders(tmp)).toEqual([]);
  rmSync(tmp, { recursive: true });
});

test("npm run send signs, posts and prints the response, in either scheme and dialect", async ({ relink }) => {
  const send = (...args: string[]) => {
    const secret = ["--secret", TEST_SECRET_TEXT];
    return run(relink, "send", ...args, "--url", relink.origin, ...secret).said;
  };
  const told = send("connection.expired", "--user", "user_9", "--connection", "conn_9", "--times", "2", "--ago", "3h");
  expect(told).toMatch(/^200 stored, event \d+\n200 duplicate, event \d+/);
  expect(send("connection.created", "--scheme", "ofauth", "--dialect", "sdk", "--name", "Zoe")).toMatch(/^200 /);
  expect(send("connection.created", "--sent-ago", "10m")).toMatch(/^401 .*stale_timestamp/);
  expect(send("connection.created", "--ago", "yesterday")).toContain("--ago takes a length of time");
  expect(send("connection.created", "--scheme", "none")).toContain("--scheme is ofauth or svix");
});

test("npm run send says what to do if nothing is listening", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = [
    "scripts/run.mjs",
    "scripts/commands/send.ts",
    "connection.created",
    "--secret",
    TEST_SECRET_TEXT,
    "--url",
    url,
  ];
  const result = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  expect(result.status).toBe(1);
  expect(result.stderr).toContain("Start Relink first");
});

function demoFolders(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith("relink-demo-"));
}
