import { subscribe } from "node:diagnostics_channel";
import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { clock } from "@/clock";
import { isStopping, onStopping } from "@/server/process/lifecycle";

/** Long enough for a request in transit to arrive. */
const SILENT_MS = 500;

/**
 * Closes each connection after its current response once the process is stopping. The server ends when the last connection
 * closes, so a client that keeps its connection alive, busy or idle, would hold up the end until it is cut off. So would a
 * connection that a browser opened ahead of need: Node waits for its first request and doesn't count it as idle.
 * Channels: https://nodejs.org/api/diagnostics_channel.html#http
 */
export function closeConnectionsWhenStopping(): void {
  subscribe("net.server.socket", (message) => {
    // Safe: node:net documents this payload. The same goes for node:http below.
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
    // Deferred: the connection counts as busy until all listeners of this event have run.
    if (isStopping()) setImmediate(() => server.closeIdleConnections());
  });
}
