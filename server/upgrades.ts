import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import type { Socket } from "node:net";

/**
 * From now on, requests that offer to go on in another protocol, as curl and Java's client do with HTTP/2, are answered as the plain ones
 * that they also are. Node takes the offer if anybody listens for it; the framework does, for its development server, and hangs up.
 * Channel: https://nodejs.org/api/diagnostics_channel.html#tcp-socket
 */
export function ignoreUpgrades(): void {
  // With each connection, so before its first request: the server itself can't be had sooner.
  subscribe("net.server.socket", (message) => {
    // Safe: it is what node:net publishes there, with the server that took the connection.
    const { socket } = message as { readonly socket: Socket & { readonly server?: Server } };
    socket.server?.removeAllListeners("upgrade");
  });
}
