import { expect, type Relink, test } from "@/e2e/deployment";
import { assault } from "@/testing/servers/assault";
import { send } from "@/testing/servers/hostile";

test.describe("with a server of its own", () => {
  test.use({ ownServer: true });

  test("hostile requests get a response without a leak, and no 5xx unless they imitate the framework's own scripts", async ({
    relink,
  }) => {
    test.setTimeout(900_000);
    const server = { origin: relink.origin, dataDir: relink.dataDir };
    const { faults, timings } = await assault(server, { requests: 500, seed: 42 });
    expect(faults).toEqual([]);
    expect(timings).toHaveLength(500);
    expect((await fetch(`${relink.origin}/api/health`)).status).toBe(200);
  });
});

test("a target that is no path is not found, and a doubled slash or an upgrade offer changes nothing", async ({
  relink,
}) => {
  const status = async (path: string, headers: Record<string, string> = {}) =>
    (await send(relink.origin, { method: "GET", path, headers, body: null }, 20_000)).status;
  expect(await status("*")).toBe(404);
  expect(await status("//api//health/live")).toBe(200);
  const offer = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAMAAABkAAQAAP__" };
  expect(await status("/api/health/live", offer)).toBe(200);
});

test("a form without a declared length that is too large is refused as too large", async ({ relink }) => {
  const form = { method: "POST", body: new Blob(["x".repeat(2 * 1024 * 1024)]).stream(), duplex: "half" } as const;
  const headers = { origin: relink.origin, "next-action": "0".repeat(42), "content-type": "text/plain" };
  const response = await fetch(new Request(`${relink.origin}/sign-in`, { ...form, headers }));
  expect([response.status, await response.json()]).toMatchObject([413, { error: "too_large" }]);
});

test("a form with twice as many fields takes about twice as long, whoever sends it", async ({ relink }) => {
  const action = /name="(\$ACTION_[^"]+)"/.exec(await (await fetch(`${relink.origin}/sign-in`)).text())?.[1] ?? "";
  expect(action).toMatch(/^\$ACTION_/);
  const headers = { origin: relink.origin, "content-type": "multipart/form-data; boundary=x" };
  const msFor = async (fields: number) => {
    const body = `--x\r\ncontent-disposition: form-data; name="${action}"\r\n\r\n\r\n`
      .repeat(fields)
      .concat("--x--\r\n");
    const timings: number[] = [];
    for (let round = 0; round < 3; round++) {
      const startedAt = performance.now();
      await (await fetch(`${relink.origin}/sign-in`, { method: "POST", headers, body, redirect: "manual" })).text();
      timings.push(performance.now() - startedAt);
    }
    return Math.min(...timings);
  };
  await msFor(1_000);
  const once = await msFor(5_000);
  // Quadratic time would take seconds here, and four times as long for twice as many.
  expect(await msFor(10_000)).toBeLessThan(Math.max(500, 2.5 * once));
});

test("pages restrict what browsers may do with them, and nothing caches a copy", async ({ relink }) => {
  const page = await relink.ask("/connections");
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/script-src 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic'(;|$)/);
  expect(policy).not.toMatch(/script-src[^;]*unsafe|style-src-elem[^;]*unsafe/);
  for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"])
    expect(policy).toContain(part);
  expect(page.headers.get("cache-control")).toContain("no-store");
  expect(page.headers.get("referrer-policy")).toBe("same-origin");
  expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  expect(page.headers.get("x-powered-by")).toBeNull();
  const html = await page.text();
  const nonce = /nonce-([^']+)/.exec(policy)?.[1] ?? "";
  const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  expect(scripts.length).toBeGreaterThan(1);
  expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
  expect(html).not.toMatch(/<[^>]+\son[a-z]+=/);
  const again = (await relink.ask("/connections")).headers.get("content-security-policy") ?? "";
  expect(again).not.toContain(nonce);
  for (const path of ["/api/find?q=x", "/api/views", "/events/1/body", "/api/connections/export?format=csv"])
    expect((await relink.ask(path)).headers.get("cache-control"), path).toContain("no-store");
});

test("a data response keeps the headers that its route sets, whatever applies to pages and to all of /api", async ({
  relink,
}) => {
  await relink.tell("created");
  const headersOf = async (path: string, names: readonly string[]) => {
    const response = await relink.ask(path);
    await response.body?.cancel();
    return names.map((name) => response.headers.get(name));
  };
  for (const path of ["/events/1/body", "/events/1/body/"]) {
    expect(await headersOf(path, ["content-security-policy", "content-type", "cache-control"])).toEqual([
      "default-src 'none'; frame-ancestors 'none'; sandbox",
      "text/plain; charset=utf-8",
      "no-store",
    ]);
  }
  const isData = "default-src 'none'; frame-ancestors 'none'";
  const names = ["content-security-policy", "cache-control", "x-content-type-options"];
  for (const path of ["/api/connections/export?format=csv", "/api/audit/export"])
    expect([path, ...(await headersOf(path, names))]).toEqual([path, isData, "no-store, no-transform", "nosniff"]);
  expect((await headersOf("/events/none/body", ["content-security-policy"]))[0]).toContain("sandbox");
});

test("a tunnel request, or one with an unsupported method, gets a response", async ({ relink }) => {
  const status = async (method: string, path: string) =>
    (await send(relink.origin, { method, path, headers: {}, body: null }, 20_000)).status;
  expect(await status("CONNECT", "example.com:443")).toBe(405);
  for (const method of ["TRACE", "OPTIONS", "PROPFIND"])
    for (const path of ["/sign-in", "/api/health", "*"]) {
      const answered = await status(method, path);
      expect([method, path, answered, answered >= 200 && answered < 500]).toEqual([method, path, answered, true]);
    }
});

test("a session is a secret that scripts can't read and other sites can't use", async ({ relink }) => {
  const path = "/api/views";
  expect((await relink.ask(path)).status).toBe(200);
  expect((await relink.ask(path, { headers: { cookie: relink.cookie.replace("session=", "session=x") } })).status).toBe(
    401,
  );
  for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }]) {
    const posted = await relink.ask("/account", { method: "POST", headers, body: new FormData() });
    expect([posted.status, await posted.json()]).toMatchObject([403, { error: "foreign_origin" }]);
  }
});

test.describe("behind a proxy that ends TLS", () => {
  test.use({ ownServer: true, env: { RELINK_TRUSTED_PROXIES: "loopback" } });

  test("forwarded headers are trusted for the address and for TLS", async ({ relink }) => {
    const headers = { "x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9, 127.0.0.1" };
    const response = await fetch(`${relink.origin}/sign-in`, { headers });
    expect(response.headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}$/);
    expect(await rename(relink, "Ana of the proxy")).toContain("from 203.0.113.9");
  });
});

test("without a trusted proxy, nobody chooses their own address or scheme", async ({ relink }) => {
  const response = await fetch(`${relink.origin}/sign-in`, { headers: { "x-forwarded-proto": "https" } });
  expect(response.headers.get("strict-transport-security")).toBeNull();
  expect(await rename(relink, "Ana herself")).toContain("from 127.0.0.1");
});

/** Changes the admin's name through a proxy that forwards for 203.0.113.9; returns what the audit log says about it. */
async function rename(relink: Relink, name: string): Promise<string> {
  const headers = { origin: relink.origin, "x-forwarded-for": "203.0.113.9" };
  const body = (await relink.read("/account")).form("Save the name", { name });
  const answer = await relink.ask("/account", { method: "POST", headers, body });
  expect(await answer.text()).toContain("Saved.");
  const entries = (await relink.read("/audit?deed=name_changed")).texts("main li");
  return entries.find((entry) => entry.includes(name)) ?? "";
}
