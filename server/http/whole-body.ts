import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ANSWER_HEADERS, DATA_HEADERS } from "./answer-headers";
import { type BytesRefusal, type Incoming, poolOf, readBytes } from "./read-bytes";

/** As much as the framework takes for a form. */
const BODY_BYTES_MAX = 1024 * 1024;
/** Apart from what deliveries may hold: forms that nobody finishes keep no delivery out. */
const pool = poolOf(32 * 1024 * 1024);

const ANSWERS: Record<BytesRefusal, { readonly status: number; readonly message: string }> = {
  too_large: { status: 413, message: `The body is larger than ${BODY_BYTES_MAX / 1024} KiB.` },
  incomplete_body: { status: 400, message: "The body ended before it was complete." },
  too_slow: { status: 408, message: "The body did not arrive in time. Send it again." },
  crowded: { status: 503, message: "Too much is being received at once. Send it again in a moment." },
};

/**
 * Waits until the body of a request has arrived, and puts it back for the next reader. Refuses one that is larger than 1 MiB, declared
 * or not, that takes too long, or for which there is no memory now, and then returns false: the request is answered.
 */
export async function awaitBody(
  request: IncomingMessage,
  response: ServerResponse,
  secondsMax: number,
): Promise<boolean> {
  // A body may turn out to be empty, and to have ended with the headers: once that is noticed, nothing must be read of it.
  await null;
  const { body, unread } = await readWhole(request, secondsMax);
  if (unread !== null) {
    refuse(request, response, unread);
    return false;
  }
  if (body.length > 0) request.unshift(body);
  return true;
}

export function hasBody({ headers }: Pick<IncomingMessage, "headers">): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

type Whole =
  | { readonly body: Uint8Array; readonly unread: null }
  | { readonly body: null; readonly unread: BytesRefusal };

async function readWhole(request: IncomingMessage, secondsMax: number): Promise<Whole> {
  const read = await readBytes(incomingFrom(request), { bytesMax: BODY_BYTES_MAX, secondsMax, pool });
  return read.ok ? { body: read.body, unread: null } : { body: null, unread: read.refusal };
}

function incomingFrom(request: IncomingMessage): Incoming {
  const headers = new Headers({ "content-length": request.headers["content-length"] ?? "0" });
  return {
    headers,
    body: { getReader: () => ({ read: () => nextPiece(request), cancel: async () => request.resume() }) },
  };
}

/** Takes exactly what is there, so that the stream never notices its end: after that nothing could be put back. */
async function nextPiece(request: IncomingMessage): Promise<{ readonly value?: Uint8Array }> {
  while (request.readableLength === 0) {
    if (request.complete) return {};
    await once(request, "readable");
  }
  // Safe: no encoding is set, so what is there are bytes.
  return { value: request.read(request.readableLength) as Buffer };
}

function refuse(request: IncomingMessage, response: ServerResponse, refusal: BytesRefusal): void {
  const { status, message } = ANSWERS[refusal];
  for (const [name, value] of [...ANSWER_HEADERS, ...DATA_HEADERS]) response.setHeader(name, value);
  response.setHeader("cache-control", "no-store");
  if (refusal === "too_large" && isBrowserForm(request)) {
    response.writeHead(303, { location: "/doctor?too_large=1" }).end();
    return;
  }
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify({ error: refusal, message }));
}

/** Whether a browser that runs no scripts sends a form: it declares how long it is, and shows what it gets. */
function isBrowserForm({ headers }: IncomingMessage): boolean {
  const isForm = headers["content-type"]?.startsWith("multipart/form-data") === true;
  return isForm && headers["content-length"] !== undefined && headers["next-action"] === undefined;
}
