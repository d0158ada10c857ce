import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { ANSWER_HEADERS, DATA_HEADERS } from "./answer-headers";
import { beginDrawing } from "./drawing";
import type { Incoming } from "./read-bytes";
import { awaitBody, hasBody } from "./whole-body";

/** What is answered ahead of the framework: posts to one address, in the spelling that it is given in. */
export type Ahead = {
  /** Such as /api/…; a slash at its end and a query change nothing. */
  readonly path: string;
  readonly answer: (incoming: Incoming) => Promise<Response>;
  /** For what `answer` throws. */
  readonly answerFault: (fault: unknown) => Response;
  /** How long any other body may take before the framework sees its request; half a minute unless it is said. */
  readonly bodySecondsMax?: number;
};

const BODY_SECONDS_MAX = 30;
/** The framework throws on any other method and returns 500. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * From now on, posts to an address are answered before the framework sees them; it answers all else. It needs several times as long for a
 * request as taking in a delivery does (decision 0016).
 */
export function answerAhead(ahead: Ahead): void {
  const known = new WeakSet<Server>();
  // Published before any handler runs: https://nodejs.org/api/diagnostics_channel.html#http
  subscribe("http.server.request.start", (message) => {
    // Safe: it is what node:http says that it publishes there.
    const { server } = message as { readonly server: Server };
    if (known.has(server)) return;
    known.add(server);
    putAhead(server, ahead);
  });
}

/** The server's own handlers then run for what is not answered ahead of them; for pages, once the body has arrived. */
export function putAhead(server: Server, ahead: Ahead): void {
  // Safe: it is what the event "request" is emitted with.
  const handlers = server.listeners("request") as Handler[];
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const handOn = () => {
      beginDrawing(response);
      for (const handle of handlers) handle.call(server, request, response);
    };
    if (!METHODS.includes(request.method ?? "")) refuseMethod(response);
    else if (isFor(request, ahead.path)) void answerTo(request, response, ahead);
    else if (hasBody(request) && isForPage(request)) void handOnWhole(request, response, handOn, ahead);
    else handOn();
  });
}

function refuseMethod(response: ServerResponse): void {
  for (const [name, value] of [...ANSWER_HEADERS, ...DATA_HEADERS]) response.setHeader(name, value);
  response.setHeader("cache-control", "no-store");
  response.setHeader("allow", METHODS.join(", "));
  response.writeHead(405, { "content-type": "application/json", connection: "close" });
  response.end(
    JSON.stringify({ error: "method_not_allowed", message: "Relink knows no such method. Use GET or POST." }),
  );
}

async function handOnWhole(
  request: IncomingMessage,
  response: ServerResponse,
  handOn: () => void,
  { bodySecondsMax = BODY_SECONDS_MAX }: Ahead,
): Promise<void> {
  if (await awaitBody(request, response, bodySecondsMax)) handOn();
}

/** Route handlers read no body before they know who asks, and the framework gives them none of which something was read already. */
function isForPage({ url = "" }: IncomingMessage): boolean {
  return !/^\/(?:api\/|_next\/static\/|(?:metrics|icon\.svg)(?:\?|$))/.test(url);
}

function isFor({ method, url = "" }: IncomingMessage, path: string): boolean {
  if (method !== "POST" || !url.startsWith(path)) return false;
  const rest = url.slice(path.length);
  return rest === "" || rest === "/" || rest.startsWith("?") || rest.startsWith("/?");
}

async function answerTo(request: IncomingMessage, response: ServerResponse, ahead: Ahead): Promise<void> {
  const answered = await answerOf(request, ahead);
  const text = answered.body === null ? "" : await answered.text();
  response.statusCode = answered.status;
  for (const [name, value] of [...ANSWER_HEADERS, ...DATA_HEADERS, ...answered.headers])
    response.setHeader(name, value);
  response.end(text);
}

async function answerOf(request: IncomingMessage, { answer, answerFault }: Ahead): Promise<Response> {
  try {
    return await answer(incomingFrom(request));
  } catch (fault) {
    return answerFault(fault);
  }
}

function incomingFrom(request: IncomingMessage): Incoming {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, String(value));
  return { headers, body: { getReader: () => piecesOf(request) } };
}

/** When reading stops, the connection stays as it is, so that the sender can be answered. */
function piecesOf(request: IncomingMessage): ReturnType<NonNullable<Incoming["body"]>["getReader"]> {
  const pieces = request.iterator({ destroyOnReturn: false });
  return {
    read: () => pieces.next(),
    cancel: async () => {
      await pieces.return?.();
      request.resume();
    },
  };
}
