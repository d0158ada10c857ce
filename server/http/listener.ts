import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";
import { answerError } from "./answer";
import { ANSWER_HEADERS, DATA_HEADERS } from "./answer-headers";
import type { RequestParts } from "./read-bytes";

/** Connections that may wait while the process is busy; the kernel caps it (net.core.somaxconn). */
const BACKLOG = 4_096;
/** Longer than proxies keep a connection open, so that we never close one while they send. */
const KEEP_ALIVE_MS = 65_000;

/** Handles a request to a path, without its query and trailing slash. */
export type Handle = (method: string, path: string, incoming: RequestParts) => Promise<Response>;

export type Listener = { readonly port: number; readonly close: () => void };

/**
 * Listens on a separate port with plain node:http, and responds with what `handle` returns. Rejects if the port is taken.
 * Requests pass through the same diagnostics channels as on the framework's port: forwarded headers, stopping, stalled readers.
 */
export async function listen(address: { host: string; port: number }, handle: Handle): Promise<Listener> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void answer(request, response, handle);
  });
  server.listen({ ...address, backlog: BACKLOG });
  await once(server, "listening");
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : address.port;
  return { port, close: () => void server.close() };
}

async function answer(request: IncomingMessage, response: ServerResponse, handle: Handle): Promise<void> {
  const { method = "", url = "" } = request;
  const [path = ""] = url.split("?");
  const answered = await handle(method, path.replace(/\/$/, ""), partsOf(request)).catch(answerFault);
  const text = answered.body === null ? "" : await answered.text();
  response.statusCode = answered.status;
  for (const [name, value] of [...ANSWER_HEADERS, ...DATA_HEADERS, ...answered.headers])
    response.setHeader(name, value);
  response.end(text);
}

/** A rejection nobody handles would end the process. */
function answerFault(fault: unknown): Response {
  log().error({ fault: faultName(fault) }, "request failed");
  return answerError(500, { error: "failed", message: "This failed; see the log. Try again." });
}

function partsOf(request: IncomingMessage): RequestParts {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, String(value));
  return { headers, body: { getReader: () => readerOf(request) } };
}

/** Keeps the connection open when reading stops early, so that the sender gets its response. */
function readerOf(request: IncomingMessage): ReturnType<NonNullable<RequestParts["body"]>["getReader"]> {
  const pieces = request.iterator({ destroyOnReturn: false });
  return {
    read: () => pieces.next(),
    cancel: async () => {
      await pieces.return?.();
      request.resume();
    },
  };
}
