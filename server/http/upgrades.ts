import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { ANSWER_HEADERS, DATA_HEADERS } from "./answer-headers";

const NO_TUNNEL_BODY = JSON.stringify({
  error: "method_not_allowed",
  message: "Relink is no proxy: there is no tunnel to be had here. Use GET or POST.",
});
const NO_TUNNEL_HEADERS = [
  ...ANSWER_HEADERS,
  ...DATA_HEADERS,
  ["cache-control", "no-store"],
  ["content-type", "application/json"],
  ["content-length", String(Buffer.byteLength(NO_TUNNEL_BODY))],
  ["allow", "GET, HEAD, POST"],
  ["connection", "close"],
];
const NO_TUNNEL = [
  "HTTP/1.1 405 Method Not Allowed",
  ...NO_TUNNEL_HEADERS.map(([name, value]) => `${name}: ${value}`),
  "",
  NO_TUNNEL_BODY,
].join("\r\n");

/**
 * Handles requests that offer a protocol upgrade, as curl and Java's client do for HTTP/2, as the plain requests they also are.
 * Node takes the offer if anybody listens for it; the framework does, for its development server, and hangs up.
 * Channel: https://nodejs.org/api/diagnostics_channel.html#tcp-socket
 */
export function ignoreUpgrades(): void {
  // Done for each connection, so before its first request: the server itself isn't available any sooner.
  subscribe("net.server.socket", (message) => {
    // Safe: node:net publishes the socket with the server that accepted it.
    const { socket } = message as { readonly socket: Socket & { readonly server?: Server } };
    socket.server?.removeAllListeners("upgrade");
  });
}

/** Refuses tunnel requests (CONNECT) with a 405. Node would hang up without a response. */
export function refuseTunnels(): void {
  const known = new WeakSet<Server>();
  subscribe("net.server.socket", (message) => {
    // Safe: as above.
    const { server } = (message as { readonly socket: Socket & { readonly server?: Server } }).socket;
    if (!server || known.has(server)) return;
    known.add(server);
    server.on("connect", (_request, socket: Duplex) => {
      // Without a listener, a client that hangs up first would end the process.
      socket.on("error", () => socket.destroy());
      socket.end(NO_TUNNEL);
    });
  });
}
