import { subscribe } from "node:diagnostics_channel";
import type { Server, ServerResponse } from "node:http";
import { isStopping } from "./lifecycle";

/**
 * Once the process is told to end, no connection outlives the answer at hand. The server ends when the last one is closed, and a
 * sender that keeps its own alive, with one request after the other or with none, would hold it up until it is cut off.
 * The channels: https://nodejs.org/api/diagnostics_channel.html#http
 */
export function hangUpWhenStopping(): void {
  subscribe("http.server.request.start", (message) => {
    // Safe: it is what node:http says that it publishes there. So it is below.
    const { response } = message as { readonly response: ServerResponse };
    if (isStopping()) response.setHeader("connection", "close");
  });
  subscribe("http.server.response.finish", (message) => {
    const { server } = message as { readonly server: Server };
    // Not at once: the connection counts as busy until those who wait for this very event have run.
    if (isStopping()) setImmediate(() => server.closeIdleConnections());
  });
}
