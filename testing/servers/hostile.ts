import { readFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import fc from "fast-check";
import { TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";

/** A request that no legitimate client would send. */
export type Hostile = {
  readonly method: string;
  /** As sent over the wire; it may not be a path at all. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
};

export type Answered = { readonly status: number; readonly text: string; readonly ms: number };

/** What a response must never contain: traces of the program, its database or its secrets. */
const NEVER = [
  TEST_SECRET_TEXT,
  "SqliteError",
  "SQLITE_",
  "node_modules",
  ".next/server",
  "relink.db",
  "scrypt$",
  "at async ",
  "node:internal",
];

/** Above this Node responds with 431 and disconnects: a client still sending a body may see the reset before the response. */
const HEAD_BYTES_MAX = 16_000;

const METHODS = ["GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const PLACES = [
  "/",
  "/connections",
  "/connections/conn_1",
  "/users/user_1",
  "/events",
  "/events/1/body",
  "/deliveries",
  "/doctor",
  "/quarantine",
  "/replay",
  "/erase",
  "/audit",
  "/account",
  "/settings",
  "/settings/people",
  "/settings/tokens",
  "/settings/privacy",
  "/sign-in",
  "/sign-in/code",
  "/join/some",
  "/api/find",
  "/api/views",
  "/api/health",
  "/api/health/ready",
  "/metrics",
  "/api/connections/export",
  "/api/audit/export",
  "/api/outreach/results/export",
  "/api/sign-in/openid",
  "/api/webhooks/ofauth",
  "/_next/image",
  "/_next/data/x/connections.json",
];
const PARAMETERS =
  "q status notStatus has lacks user notUser sort order size columns after before open view expired created lastEvent zone type dialect value received event occurred deed when outcome cause span next problem connection reference kind format busy first_day last_day _rsc url w".split(
    " ",
  );
const EVIL_TEXTS = [
  "'; drop table connections; --",
  "%",
  "%00",
  "%ff%fe",
  "%E0%A4%A",
  "../../../../etc/passwd",
  "..%2f..%2fkey.pem",
  "<script>alert(1)</script>",
  "{{7*7}}",
  "__proto__",
  "constructor",
  "null",
  "-1",
  "1e309",
  "9".repeat(400),
  "a".repeat(5_000),
  "\u202Eevil",
  "🔥".repeat(200),
  "//evil.example",
  "javascript:alert(1)",
  "\r\nset-cookie: a=b",
  '["$K1"]',
  "eyJ9",
  "2026-01-01..2026-13-45",
  "Europe/../../x",
  "NaN..",
];

/** Returns the ids of the actions in the build, and some invalid ones. */
function actionIds(): string[] {
  const { node } = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8"));
  return [...Object.keys(node), "0".repeat(42), "not-an-id", "../../x"];
}

/**
 * Requests against every part of a server's surface: paths, parameters, headers, cookies and bodies. `cookies` are valid ones
 * among invalid ones, so that pages behind the sign-in are reached too.
 */
export function hostileRequests(origin: string, cookies: readonly string[]): fc.Arbitrary<Hostile> {
  const text = fc.oneof(
    fc.constantFrom(...EVIL_TEXTS),
    fc.string({ maxLength: 60, unit: "binary" }),
    fc.string({ maxLength: 30 }),
  );
  const place = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...PLACES) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom(...PLACES), text).map(([at, more]) => `${at}/${encodeLoosely(more)}`),
    },
    { weight: 1, arbitrary: text.map((wild) => `/${encodeLoosely(wild)}`) },
  );
  const query = fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...PARAMETERS), text), text), { maxLength: 4 })
    .map((pairs) => pairs.map(([name, value]) => `${encodeLoosely(name)}=${encodeLoosely(value)}`).join("&"));
  const header = text.map((value) => value.replaceAll(/[^\t\x20-\x7e]/g, "?").slice(0, 4_000));
  const headers = fc.record(
    {
      "next-action": fc.oneof(fc.constantFrom(...actionIds()), header),
      "next-router-state-tree": header,
      rsc: fc.constantFrom("1", "0", "x"),
      "next-router-prefetch": fc.constantFrom("1", "2", "x"),
      authorization: fc.oneof(
        header,
        header.map((value) => `Bearer relink_${value}`),
      ),
      "x-forwarded-for": header,
      "x-forwarded-host": fc.constantFrom("evil.example", "evil.example/x", "a b"),
      "x-forwarded-proto": fc.constantFrom("https", "gopher"),
      "x-relink-path": header,
      origin: fc.oneof(
        { weight: 5, arbitrary: fc.constant(origin) },
        { weight: 1, arbitrary: fc.constantFrom("https://evil.example", "null", "x") },
      ),
      referer: header,
      range: fc.constantFrom("bytes=0-1", "bytes=-9999999999"),
      "accept-encoding": fc.constantFrom("gzip", "br, *;q=0", "x"),
      "content-type": fc.constantFrom(
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "text/plain;charset=UTF-8",
        "application/octet-stream",
        "text/x-component",
      ),
      "svix-id": header,
      "svix-timestamp": header,
      "svix-signature": header,
      "ofauth-signature": header,
      "x-middleware-subrequest": fc.constantFrom("proxy:proxy:proxy:proxy:proxy", "src/middleware", "middleware"),
      "x-http-method-override": fc.constantFrom("DELETE", "PUT"),
    },
    { requiredKeys: [] },
  );
  const cookie = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom("", ...cookies) },
    { weight: 2, arbitrary: header.map((value) => `relink-session=${value}`) },
    { weight: 1, arbitrary: header },
  );
  const body = fc.oneof(
    fc.constant(null),
    fc.uint8Array({ maxLength: 600 }),
    text.map((value) => Buffer.from(value)),
    fc.json({ maxDepth: 4 }).map((value) => Buffer.from(value)),
    fc.constantFrom(
      Buffer.from('["$K1","$K1"]'),
      Buffer.from(`{"__proto__":{"role":"admin"},"constructor":{"prototype":{}}}`),
      Buffer.from("[".repeat(20_000)),
      Buffer.from('--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n["$K1"]\r\n--x--\r\n'),
      Buffer.from('--x\r\nContent-Disposition: form-data; name="1_$ACTION_ID_x"\r\n\r\n\r\n--x'),
      Buffer.from('--x\r\nContent-Disposition: form-data; name="$ACTION_REF_1"\r\n\r\n\r\n--x--'),
      Buffer.from('--x\r\nContent-Disposition: form-data; name="$ACTION_1:0"\r\n\r\n{"id":"x","bound":"$@1"}\r\n--x--'),
      Buffer.from(`q=${"a".repeat(300_000)}`),
    ),
  );
  return fc
    .tuple(fc.constantFrom(...METHODS), place, query, headers, cookie, body)
    .map(
      ([method, path, asked, more, kept, sent]): Hostile => ({
        method,
        path: asked === "" ? path : `${path}?${asked}`,
        headers: { ...withoutUndefined(more), ...(kept === "" ? {} : { cookie: kept }) },
        body: method === "GET" || method === "HEAD" ? null : sent,
      }),
    )
    .map((hostile) => (headBytesOf(hostile) > HEAD_BYTES_MAX ? { ...hostile, body: null } : hostile));
}

function headBytesOf({ path, headers }: Hostile): number {
  return (
    path.length + Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 200)
  );
}

/** Sends a request unchanged, by hand if the library refuses it. */
export function send(origin: string, hostile: Hostile, timeoutMs: number): Promise<Answered> {
  const startedAt = performance.now();
  const { hostname, port } = new URL(origin);
  const ended = (status: number, text: string): Answered => ({ status, text, ms: performance.now() - startedAt });
  const isPlain = /^[\x21-\x7e]+$/.test(hostile.path);
  if (!isPlain)
    return sendByHand(hostname, Number(port), hostile, timeoutMs).then(([status, text]) => ended(status, text));
  return new Promise((resolve, reject) => {
    const { method, path, headers, body } = hostile;
    const length = body ? { "content-length": String(body.length) } : {};
    const outgoing = request({
      hostname,
      port,
      method,
      path,
      headers: { ...headers, ...length },
      timeout: timeoutMs,
      // The framework normalizes some URLs by a redirect, which repeats a long URL twice.
      maxHeaderSize: 4 * HEAD_BYTES_MAX,
    });
    outgoing.once("timeout", () => outgoing.destroy(new Error(`No answer within ${timeoutMs} ms`)));
    outgoing.once("error", reject);
    // node:http emits `connect` for a tunnel, even a refused one.
    outgoing.once("connect", (response, socket) => {
      socket.destroy();
      resolve(ended(response.statusCode ?? 0, ""));
    });
    outgoing.once("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => resolve(ended(response.statusCode ?? 0, Buffer.concat(chunks).toString("latin1"))));
    });
    outgoing.end(body ?? undefined);
  });
}

/** Returns the words in a response that should not be there, except for those in the request. */
export function leaksIn({ text }: Answered, hostile: Hostile, secrets: readonly string[]): string[] {
  const asked = `${hostile.path} ${Object.values(hostile.headers).join(" ")}`;
  return [...NEVER, ...secrets].filter((word) => text.includes(word) && !asked.includes(word));
}

function sendByHand(
  host: string,
  port: number,
  { method, path, headers }: Hostile,
  timeoutMs: number,
): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(port, host, () =>
      socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n${lines.join("")}\r\n`),
    );
    let text = "";
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`No answer within ${timeoutMs} ms`)));
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.once("error", reject);
    socket.once("close", () => resolve([Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 400), text]));
  });
}

/** Encodes like a browser, except for percent signs, which stay as they are. */
function encodeLoosely(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll("%25", "%");
}

function withoutUndefined(record: object): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
