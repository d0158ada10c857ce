import { clock } from "@/clock";
import type { Store } from "@/db/store";
import { isStopping, onStopping } from "@/server/process/lifecycle";

/** A browser gets at most one revision per interval, however many deliveries commit. */
const QUIET_MS = 1_000;
/** Keeps proxies from closing a stream on which nothing happens. */
const HEARTBEAT_MS = 25_000;

/** Sends revisions until the browser disconnects or the process stops. Returns how to end the stream. */
export function follow(
  changes: Store["changes"],
  controller: Pick<ReadableStreamDefaultController<Uint8Array>, "enqueue" | "close">,
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
    clock.clearInterval(heartbeat);
    if (pending) clock.clearTimeout(pending);
    try {
      controller.close();
    } catch {
      // The browser closed it first.
    }
  }

  const unsubscribe = changes.subscribe(() => {
    pending ??= clock.setTimeout(sendRevision, QUIET_MS);
  });
  const heartbeat = clock.setInterval(() => send(": still here\n\n"), HEARTBEAT_MS);
  const forget = onStopping(end);
  signal.addEventListener("abort", end);
  if (signal.aborted || isStopping()) end();
  send("retry: 3000\n\n");
  sendRevision();
  return end;
}
