import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { freshFolder } from "@/testing/fresh-store";
import { freePort } from "@/testing/servers/free-port";
import { postSigned, receiptOf } from "@/testing/servers/front-door";
import { readPage } from "@/testing/servers/html";
import { startServer } from "@/testing/servers/server";
import { ADMIN, ADMIN_ENV, signIn } from "@/testing/servers/sign-in";
import { docsBody, TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";

const ROOT = path.dirname(import.meta.dirname);
const MADE_UP_ADDRESS = "203.0.113.9";
/** In bytes: below the proxies' limit, above Relink's. */
const LARGE = 3_000_000;

beforeEach(() => {
  // The proxies use self-signed certificates. Only this process trusts them, and it connects to nothing else.
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  return () => vi.unstubAllEnvs();
});

type Ports = { readonly https: number; readonly http: number; readonly relink: number };
type Proxy = { readonly command: string; readonly args: string[]; readonly env?: Readonly<Record<string, string>> };

test.each([
  ["nginx", nginx],
  ["Caddy", caddy],
])(
  "with the shipped file %s passes deliveries, forms, streams and large bodies to Relink, and keeps the rest out",
  async (_, proxyOf) => {
    const ports = { https: await freePort(), http: await freePort(), relink: await freePort() };
    const origin = `https://localhost:${ports.https}`;
    const server = await startServer(
      {
        ...ADMIN_ENV,
        OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT,
        RELINK_DATA_DIR: freshFolder(),
        RELINK_PUBLIC_URL: origin,
        RELINK_TRUSTED_PROXIES: "loopback",
      },
      ports.relink,
    );
    onTestFinished(async () => void (await server.stop()));
    await startProxy(proxyOf(freshFolder(), ports), origin);

    const delivered = await postSigned(origin, docsBody("created", { connection: "conn_1", occurredAt: Date.now() }));
    expect([delivered.status, receiptOf(delivered)?.outcome]).toEqual([200, "stored"]);

    // A form whose Origin has the port, as browsers send it.
    const cookie = await signIn(origin);
    const page = await fetch(`${origin}/connections/conn_1`, { headers: { cookie } });
    expect([page.status, page.headers.get("strict-transport-security") === null]).toEqual([200, false]);
    expect(await page.text()).toContain("conn_1");

    const stream = await fetch(`${origin}/api/live`, { headers: { cookie } });
    const reader = stream.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
    await reader?.cancel();

    expect((await fetch(`${origin}/metrics`)).status).toBe(404);
    const large = await fetch(`${origin}/api/webhooks/ofauth`, { method: "POST", body: "x".repeat(LARGE) });
    expect([large.status, await large.text()]).toEqual([413, expect.stringContaining("too_large")]);

    const foreign = { origin: "https://elsewhere.example", "x-forwarded-host": "elsewhere.example" };
    const form = (await readPage(await fetch(`${origin}/sign-in`))).form("Sign in", { ...ADMIN, password: "wrong" });
    expect((await fetch(`${origin}/sign-in`, { method: "POST", body: form, headers: foreign })).status).toBe(403);

    const claimed = { origin, "x-forwarded-for": MADE_UP_ADDRESS };
    const again = (await readPage(await fetch(`${origin}/sign-in`))).form("Sign in", { ...ADMIN, password: "wrong" });
    await fetch(`${origin}/sign-in`, { method: "POST", body: again, headers: claimed });
    const audit = await (await fetch(`${origin}/api/audit/export`, { headers: { cookie } })).text();
    expect(audit).toContain("127.0.0.1");
    expect(audit).not.toContain(MADE_UP_ADDRESS);
  },
);

/** Runs the shipped file with this test's ports and certificate, inside a minimal nginx configuration. */
function nginx(folder: string, { https, http, relink }: Ports): Proxy {
  const certificate = ["-keyout", path.join(folder, "key.pem"), "-out", path.join(folder, "certificate.pem")];
  const made = spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"],
    ...certificate,
  ]);
  expect(made.status).toBe(0);
  const shipped = readFileSync(path.join(ROOT, "deploy", "nginx.conf"), "utf8");
  const changed = shipped
    .replaceAll(/^ *listen \[::\].*$/gm, "")
    .replace("listen 443 ssl;", `listen 127.0.0.1:${https} ssl;`)
    .replace("listen 80;", `listen 127.0.0.1:${http};`)
    .replaceAll("server_name relink.example.com;", "server_name localhost;")
    .replace("server 127.0.0.1:3000;", `server 127.0.0.1:${relink};`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${path.join(folder, "certificate.pem")};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${path.join(folder, "key.pem")};`);
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${path.join(folder, name)};`,
  );
  const file = path.join(folder, "nginx.conf");
  writeFileSync(file, `events {}\nhttp {\n${places.join("\n")}\n${changed}\n}\n`);
  // nginx's workers run as another user, who needs to read this folder.
  chmodSync(folder, 0o755);
  const settings = `daemon off; pid ${path.join(folder, "pid")}; error_log stderr;`;
  return { command: "nginx", args: ["-p", folder, "-c", file, "-g", settings] };
}

/** Runs the shipped file with options that keep Caddy away from the machine's own ports and certificates. */
function caddy(folder: string, { https, http, relink }: Ports): Proxy {
  const options = `admin off\nskip_install_trust\nlocal_certs\nhttp_port ${http}\ndefault_bind 127.0.0.1`;
  const file = path.join(folder, "Caddyfile");
  const shipped = readFileSync(path.join(ROOT, "deploy", "Caddyfile"), "utf8");
  writeFileSync(file, `{\n${options}\n}\n${shipped}`);
  mkdirSync(path.join(folder, "data"));
  const env = {
    RELINK_DOMAIN: `https://localhost:${https}`,
    RELINK_UPSTREAM: `127.0.0.1:${relink}`,
    XDG_DATA_HOME: path.join(folder, "data"),
    XDG_CONFIG_HOME: path.join(folder, "data"),
  };
  return { command: "caddy", args: ["run", "--config", file, "--adapter", "caddyfile"], env };
}

/** Starts a proxy, and waits until Relink responds through it. */
async function startProxy({ command, args, env = {} }: Proxy, origin: string): Promise<void> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  child.on("error", () => output.push(`There is no ${command}: install it (apt-get install nginx-light caddy).`));
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(String(chunk)));
  onTestFinished(() => ended(child));
  const answers = () =>
    fetch(`${origin}/api/health/live`).then(
      (response) => response.status,
      () => output.join(""),
    );
  await expect.poll(answers, { timeout: 60_000, interval: 200 }).toBe(200);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const end = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await end;
}
