import { renameSync } from "node:fs";
import { expect, test } from "@/e2e/deployment";
import { breakTable, repairTable } from "@/testing/break-store";
import { startCollector } from "@/testing/servers/collector";
import { startFakeProxy } from "@/testing/servers/fake-proxy";
import { fillDisk } from "@/testing/servers/file-limit";
import { docsBody } from "@/testing/worlds/deliveries";

const TOKEN = "a-token-that-only-prometheus-has";
const ALL_WELL = {
  running: "ok",
  in_place: "ok",
  undamaged: "ok",
  readable: "ok",
  writable: "ok",
  index: "ok",
  secret: "ok",
};

test.describe("the health", () => {
  test("reports that all is well, and the result of each check", async ({ relink }) => {
    for (const path of ["/api/health", "/api/health/ready"]) {
      await expect(async () => {
        const response = await fetch(`${relink.origin}${path}`);
        expect([response.status, await response.json()]).toEqual([
          200,
          { status: "ready", backup: "off", damagedEvents: 0, checks: ALL_WELL },
        ]);
      }).toPass();
    }
    const live = await fetch(`${relink.origin}/api/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: "live" }]);
  });

  test("reports that the database can't be read, while the process lives on", async ({ relink }) => {
    breakTable(relink.dataDir, "events");
    await expect(async () => {
      const response = await fetch(`${relink.origin}/api/health/ready`);
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ error: "database_unavailable", checks: { secret: "ok" } });
    }).toPass();
    expect((await fetch(`${relink.origin}/api/health/live`)).status).toBe(200);
    repairTable(relink.dataDir, "events");
    await expect(async () => expect((await fetch(`${relink.origin}/api/health`)).status).toBe(200)).toPass();
  });

  test.describe("with a server of its own", () => {
    test.use({ ownServer: true });

    test("reports a full disk while deliveries are refused, and recovers when there is room again", async ({
      relink,
    }) => {
      await relink.tell("created");
      const makeRoom = fillDisk(relink.server().process.pid ?? 0, relink.dataDir);
      await expect(async () => {
        const response = await fetch(`${relink.origin}/api/health`);
        expect([response.status, (await response.json()).error]).toEqual([503, "database_not_writable"]);
      }).toPass({ timeout: 60_000 });
      const refused = await relink.post(docsBody("created", { connection: "conn_2", occurredAt: 1_000 }));
      expect([refused.status, (await refused.json()).error]).toEqual([503, "not_kept"]);
      expect((await relink.ask("/connections")).status).toBe(200);
      makeRoom();
      await expect(async () => expect((await fetch(`${relink.origin}/api/health`)).status).toBe(200)).toPass({
        timeout: 60_000,
      });
      await relink.tell("created", { connection: "conn_2" });
    });
  });

  test.describe("with a server of its own", () => {
    test.use({ ownServer: true });

    test("reports that the data folder was moved, as deliveries are refused, and recovers when it is back", async ({
      relink,
    }) => {
      await relink.tell("created");
      renameSync(relink.dataDir, `${relink.dataDir}-moved`);
      const refused = await relink.post(docsBody("created", { connection: "conn_2" }));
      expect([refused.status, (await refused.json()).error]).toEqual([503, "not_kept"]);
      const response = await fetch(`${relink.origin}/api/health`);
      expect([response.status, (await response.json()).error]).toEqual([503, "database_gone"]);
      renameSync(`${relink.dataDir}-moved`, relink.dataDir);
      await expect(async () => expect((await fetch(`${relink.origin}/api/health`)).status).toBe(200)).toPass();
      await relink.tell("created", { connection: "conn_2" });
    });
  });

  test.describe("without a secret", () => {
    test.use({ env: { OFAUTH_WEBHOOK_SECRET: "" } });

    test("is good enough to let people in, but not to receive deliveries", async ({ relink }) => {
      await expect(async () => {
        const health = await fetch(`${relink.origin}/api/health`);
        expect([health.status, (await health.json()).status]).toEqual([200, "no_secret"]);
        const ready = await fetch(`${relink.origin}/api/health/ready`);
        expect([ready.status, (await ready.json()).error]).toEqual([503, "no_secret"]);
      }).toPass();
    });
  });
});

test.describe("with a token", () => {
  test.use({ env: { RELINK_METRICS_TOKEN: TOKEN } });

  test("the metrics are for anyone who has the token", async ({ relink }) => {
    const ask = (headers: Record<string, string>) => fetch(`${relink.origin}/metrics`, { headers });
    for (const headers of [{}, { authorization: `Bearer ${TOKEN}x` }, { cookie: relink.cookie }]) {
      const response = await ask({ ...headers });
      expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
      expect(await response.json()).toMatchObject({ error: "not_allowed" });
    }
    const answer = await ask({ authorization: `Bearer ${TOKEN}` });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/plain")]);
  });
});

test("without a token, only programs on this machine read the metrics", async ({ relink }) => {
  expect((await fetch(`${relink.origin}/metrics`)).status).toBe(200);
  for (const added of [
    { "x-forwarded-for": "203.0.113.7" },
    { "x-forwarded-for": "127.0.0.1" },
    { via: "1.1 proxy" },
  ]) {
    const proxy = await startFakeProxy(relink.origin, added);
    const response = await fetch(`${proxy.origin}/metrics`, { headers: { "x-relink-direct": "yes" } });
    expect([added, response.status]).toEqual([added, 401]);
    await proxy.close();
  }
});

test.describe("behind an unlisted proxy", () => {
  test.use({ env: { RELINK_PUBLIC_URL: "https://relink.example.com" } });

  test("no request counts as coming from this machine", async ({ relink }) => {
    const proxy = await startFakeProxy(relink.origin, {});
    expect((await fetch(`${proxy.origin}/metrics`)).status).toBe(401);
    await proxy.close();
  });
});

test("the metrics count deliveries by outcome, and no label identifies anyone", async ({ relink }) => {
  await relink.tell("created", {
    user: "user_private",
    connection: "conn_private",
    account: { id: "9", name: "Jane Private", username: "janeprivate" },
  });
  await relink.post(docsBody("created"), { sentAt: Date.now() - 360_000 });
  await relink.ask("/connections?q=Jane+Private");
  await relink.ask("/users/user_private");
  const text = await (await fetch(`${relink.origin}/metrics`)).text();
  for (const series of [
    'relink_deliveries_total{outcome="stored",cause=""} 1',
    'relink_deliveries_total{outcome="refused",cause="stale_timestamp"} 1',
    'relink_query_seconds_count{method="connections.search"}',
    'relink_commits_total{outcome="kept"}',
    "relink_up 1",
    "relink_last_event_age_seconds",
    "nodejs_eventloop_lag_p99_seconds",
  ])
    expect(text).toContain(series);
  expect(text).not.toMatch(/private/i);
});

test.describe("with a server of its own", () => {
  test.use({ ownServer: true });

  test("traces hold neither names nor bodies nor what was typed", async ({ relink }) => {
    const collector = await startCollector();
    await relink.restart({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin });
    await relink.tell("created", {
      user: "user_private",
      connection: "conn_private",
      account: { id: "9", name: "Jane Private", username: "janeprivate" },
    });
    expect((await relink.ask("/connections?q=Jane+Private")).status).toBe(200);
    expect((await relink.ask("/users/user_private")).status).toBe(200);
    expect((await relink.ask("/nowhere/private")).status).toBe(404);
    expect((await relink.ask("/api/find?q=private")).status).toBe(200);
    breakTable(relink.dataDir, "events");
    await relink.ask("/users/user_private");
    repairTable(relink.dataDir, "events");
    await expect(async () => {
      expect(collector.spanNames()).toEqual(
        expect.arrayContaining(["verify", "parse", "commit", "POST /api/webhooks/ofauth", "GET /users/[userId]"]),
      );
    }).toPass({ timeout: 60_000 });
    expect(collector.received()).not.toMatch(/private/i);
    await collector.close();
  });
});
