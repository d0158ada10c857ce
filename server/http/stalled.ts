import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

/** No network stays silent this long while somebody still waits for the rest. */
const STALLED_MS = 30_000;

/**
 * Cuts off clients that take nothing of a pending response for 30 seconds. Otherwise they could hold its resources, such as an
 * export's place, for as long as they like. Slow readers that keep reading are waited for.
 * Channel: https://nodejs.org/api/diagnostics_channel.html#http
 */
export function cutOffStalledReaders(): void {
  subscribe("http.server.request.start", (message) => {
    // Safe: node:http documents this payload.
    const { response } = message as { readonly response: ServerResponse };
    cutOffWhenStalled(response, STALLED_MS);
  });
}

export function cutOffWhenStalled(response: ServerResponse, stalledMs: number): void {
  // Node reports a silent connection once, and not while any of what was written is still being taken.
  response.setTimeout(stalledMs, () => {
    const { socket } = response;
    if (!socket) return;
    if (socket.writableLength > 0) socket.destroy();
    else socket.setTimeout(stalledMs);
  });
}
