import { methodNotAllowed } from "@/app/api/answer";
import { getStore } from "@/db";
import { onStopping } from "@/lifecycle";

export const dynamic = "force-dynamic";

/** However many deliveries commit, a browser hears of them at most this often. */
const QUIET_MS = 1_000;
/** Keeps proxies from closing a stream on which nothing happens. */
const HEARTBEAT_MS = 25_000;

/** Server-sent events: says "change" after commits that changed something. What changed, the page asks for itself. */
export function GET(request: Request): Response {
  let end = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      end = follow(controller, request.signal);
    },
    cancel() {
      end();
    },
  });
  return new Response(stream, {
    // "no-transform" keeps Next from compressing, and so from holding back, the stream.
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;

function follow(controller: ReadableStreamDefaultController<Uint8Array>, signal: AbortSignal): () => void {
  let pending: NodeJS.Timeout | null = null;
  let isOver = false;
  const encoder = new TextEncoder();
  const send = (text: string) => {
    if (!isOver) controller.enqueue(encoder.encode(text));
  };
  const unsubscribe = getStore().subscribe(() => {
    pending ??= setTimeout(() => {
      pending = null;
      send("event: change\ndata: {}\n\n");
    }, QUIET_MS);
  });
  const heartbeat = setInterval(() => send(": still here\n\n"), HEARTBEAT_MS);
  const forget = onStopping(() => end());

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

  signal.addEventListener("abort", end);
  send("retry: 3000\n\n");
  return end;
}
