import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

/** Longer than any network is silent while somebody still waits for the rest. */
const STALLED_MS = 30_000;

/**
 * From now on, a client that takes nothing of an answer for half a minute, though there is some for it, is cut off: their answer would hold what
 * it reads, and an export its place, for as long as they like. A reader that takes a little at a time is waited for.
 * The channel: https://nodejs.org/api/diagnostics_channel.html#http
 */
export function cutOffStalledReaders(): void {
  subscribe("http.server.request.start", (message) => {
    // Safe: it is what node:http says that it publishes there.
    const { response } = message as { readonly response: ServerResponse };
    cutOffWhenStalled(response, STALLED_MS);
  });
}

export function cutOffWhenStalled(response: ServerResponse, stalledMs: number): void {
  // Node tells of a silent connection once, and not while any of what was written is still being taken.
  response.setTimeout(stalledMs, () => {
    const { socket } = response;
    if (!socket) return;
    if (socket.writableLength > 0) socket.destroy();
    else socket.setTimeout(stalledMs);
  });
}
