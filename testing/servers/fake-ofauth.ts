import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request to `POST /v2/link/init`. */
export type SessionAsked = {
  readonly apiKey: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
};

/** How to respond to the next requests, in order; the last one applies from then on. */
export type Behaviour =
  | { readonly kind: "session" }
  | { readonly kind: "error"; readonly status: number; readonly type: string; readonly retryAfter?: number }
  | { readonly kind: "silence" }
  | { readonly kind: "nonsense" }
  | { readonly kind: "words"; readonly status: number; readonly body: string }
  /** A response that starts well and never ends. */
  | { readonly kind: "endless" }
  /** The same, one byte at a time. */
  | { readonly kind: "drip" }
  /** The connection breaks before or during the response. */
  | { readonly kind: "broken"; readonly when: "before" | "within" }
  | { readonly kind: "redirect"; readonly to: string };

export type FakeOfauth = {
  readonly origin: string;
  readonly asked: SessionAsked[];
  /** Paths of loaded hosted pages, once per load. A session is valid for one. */
  readonly shown: string[];
  /** Returns how many bytes of endless responses were read. */
  taken(): number;
  behave(...behaviours: readonly Behaviour[]): void;
  close(): Promise<void>;
};

const API_KEY = "sk_sandbox_test";
const DRIP_MS = 20;
const PIECE = Buffer.alloc(64 * 1024, " ");
const POURED_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Starts a server that behaves like OFAuth's documented sessions (https://docs.ofauth.com/api-reference/link/init): it requires
 * the key in `apikey`, and returns the URL of a hosted page, whose buttons lead back to `redirectUrl`.
 */
export async function startFakeOfauth(): Promise<FakeOfauth> {
  const asked: SessionAsked[] = [];
  const shown: string[] = [];
  let taken = 0;
  let behaviours: readonly Behaviour[] = [{ kind: "session" }];
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://ofauth.test");
    if (request.method === "GET" && url.pathname.startsWith("/cs_")) {
      shown.push(url.pathname);
      return showHostedPage(url, response);
    }
    if (request.method !== "POST" || url.pathname !== "/v2/link/init")
      return send(response, 404, { type: "ROUTE_NOT_FOUND" });
    const body = JSON.parse((await readText(request)) || "{}");
    asked.push({ apiKey: String(request.headers.apikey), body });
    const [now = { kind: "session" }, ...later] = behaviours;
    if (later.length > 0) behaviours = later;
    if (now.kind === "silence") return;
    if (now.kind === "nonsense")
      return void response.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome to nginx");
    if (now.kind === "words") return void response.writeHead(now.status).end(now.body);
    if (now.kind === "redirect") return void response.writeHead(307, { location: now.to }).end();
    if (now.kind === "broken" && now.when === "before") return void request.socket.destroy();
    if (now.kind === "broken") return void beginAnswer(response).write(" ", () => request.socket.destroy());
    if (now.kind === "drip") return drip(beginAnswer(response));
    if (now.kind === "endless") {
      taken += await pour(beginAnswer(response));
      return;
    }
    if (now.kind === "error") return send(response, now.status, { error: "no", type: now.type }, now.retryAfter);
    if (request.headers.apikey !== API_KEY) return send(response, 401, { error: "bad key", type: "UNAUTHORIZED" });
    const hosted = new URL(`/cs_${asked.length}`, originOf(server));
    hosted.searchParams.set("back", String(body.redirectUrl));
    hosted.searchParams.set("connection", String(body.connectionId ?? ""));
    send(response, 200, {
      mode: "hosted",
      url: hosted.href,
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: originOf(server),
    asked,
    shown,
    taken: () => taken,
    behave: (...next) => {
      behaviours = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const OFAUTH_ENV = { OFAUTH_API_KEY: API_KEY } as const;

/** Shows the hosted page, with a link for each documented way back. */
function showHostedPage(url: URL, response: ServerResponse): void {
  const back = url.searchParams.get("back") ?? "";
  const connection = url.searchParams.get("connection") ?? "";
  const way = (words: string, parameters: Readonly<Record<string, string>>) => {
    const href = `${back}?${new URLSearchParams(parameters)}`;
    return `<p><a href="${href.replaceAll("&", "&amp;")}">${words}</a></p>`;
  };
  const page = [
    "<!doctype html><title>OFAuth</title><h1>Sign in</h1>",
    way("Finish", { status: "success", connection_id: connection }),
    way("Finish with another", { status: "success", connection_id: "conn_other" }),
    way("Give up at 2FA", { status: "cancelled", step: "2fa" }),
    way("Wrong password", { status: "error", error_code: "invalid_credentials" }),
  ];
  response.writeHead(200, { "content-type": "text/html" }).end(page.join("\n"));
}

function beginAnswer(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { "content-type": "application/json" });
}

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(" "), DRIP_MS);
  response.once("close", () => clearInterval(timer));
}

/** Writes as fast as it is read, up to far more than anyone should read. Returns how much that was. */
async function pour(response: ServerResponse): Promise<number> {
  let bytes = 0;
  const closed = once(response, "close");
  while (bytes < POURED_BYTES_MAX && !response.destroyed) {
    bytes += PIECE.length;
    if (!response.write(PIECE)) await Promise.race([once(response, "drain"), closed]);
  }
  response.end();
  return bytes;
}

function send(response: ServerResponse, status: number, body: object, retryAfter?: number): void {
  const headers = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

function originOf(server: Server): string {
  // Safe: it listens on a local port.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
