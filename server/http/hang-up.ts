import { subscribe } from "node:diagnostics_channel";
import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { clock } from "@/clock";
import { isStopping, onStopping } from "@/server/process/lifecycle";

/** Long enough for a request that is on its way. */
const SILENT_MS = 500;

/**
 * Once the process is told to end, no connection outlives the answer at hand. The server ends when the last one is closed, and a
 * sender that keeps its own alive, with one request after the other or with none, would hold it up until it is cut off. So would a
 * connection that was opened ahead of need, as browsers do: to Node it waits for its first request, and is not idle.
 * The channels: https://nodejs.org/api/diagnostics_channel.html#http
 */
export function hangUpWhenStopping(): void {
  subscribe("net.server.socket", (message) => {
    // Safe: it is what node:net says that it publishes there. So it is below, of node:http.
    const { socket } = message as { readonly socket: Socket };
    const hangUpIfSilent = () => void (socket.bytesRead === 0 && socket.destroy());
    socket.once(
      "close",
      onStopping(() => clock.setTimeout(hangUpIfSilent, SILENT_MS).unref()),
    );
  });
  subscribe("http.server.request.start", (message) => {
    const { response } = message as { readonly response: ServerResponse };
    if (isStopping()) response.setHeader("connection", "close");
  });
  subscribe("http.server.response.finish", (message) => {
    const { server } = message as { readonly server: Server };
    // Not at once: the connection counts as busy until those who wait for this very event have run.
    if (isStopping()) setImmediate(() => server.closeIdleConnections());
  });
}
