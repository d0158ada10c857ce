import { guarded } from "@/app/access/guarded";
import { methodNotAllowed } from "@/app/api/answer";
import type { Store } from "@/db/store";
import { problemsOfNoQuery } from "@/domain/query-problems";
import { isStopping, onStopping } from "@/server/lifecycle";

export const dynamic = "force-dynamic";

/** However many deliveries commit, a browser hears of them at most this often. */
const QUIET_MS = 1_000;
/** Keeps proxies from closing a stream on which nothing happens. */
const HEARTBEAT_MS = 25_000;

/**
 * Server-sent events: the store's revision, at once and after commits that made a new one. A page compares it with the one
 * that it was drawn with, so nothing that happened before the stream was open is missed. What changed, it asks for itself.
 */
export const GET = guarded("viewer", problemsOfNoQuery, (request, { store }) => {
  let end = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      end = follow(store, controller, request.signal);
    },
    cancel() {
      end();
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream",
      // "no-transform" keeps Next from compressing, and so from holding back, the stream.
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
});

const wrongMethod = methodNotAllowed("GET");
// Next would run GET for it, and never read the stream nor end it.
export const HEAD = wrongMethod;
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;

function follow(
  { changes }: Store,
  controller: ReadableStreamDefaultController<Uint8Array>,
  signal: AbortSignal,
): () => void {
  const encoder = new TextEncoder();
  let pending: NodeJS.Timeout | null = null;
  let isOver = false;

  function send(text: string): void {
    if (!isOver) controller.enqueue(encoder.encode(text));
  }

  function sendRevision(): void {
    pending = null;
    send(`data: ${JSON.stringify(changes.revision())}\n\n`);
  }

  function end(): void {
    if (isOver) return;
    isOver = true;
    unsubscribe();
    forget();
    clearInterval(heartbeat);
    if (pending) clearTimeout(pending);
    try {
      controller.close();
    } catch {
      // The browser closed it first.
    }
  }

  const unsubscribe = changes.subscribe(() => {
    pending ??= setTimeout(sendRevision, QUIET_MS);
  });
  const heartbeat = setInterval(() => send(": still here\n\n"), HEARTBEAT_MS);
  const forget = onStopping(end);
  signal.addEventListener("abort", end);
  if (signal.aborted || isStopping()) end();
  send("retry: 3000\n\n");
  sendRevision();
  return end;
}
