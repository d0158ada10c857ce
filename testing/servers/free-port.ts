import { createServer, type Server } from "node:net";

/**
 * Below the range that systems use for outgoing connections, so that none of those can interfere, and above the last port that browsers
 * and the framework refuse, 10080: https://fetch.spec.whatwg.org/#port-blocking
 */
const FIRST_PORT = 10_100;
const LAST_PORT = 32_000;
const RANGE_SIZE = 50;

let range: Promise<number> | null = null;
let given = 0;

/**
 * Returns a free loopback port that no other process gets from here: each process claims a range of ports for its lifetime.
 * Rejects if all ranges, or all ports of this process's range, are taken.
 */
export async function freePort(): Promise<number> {
  range ??= claimRange();
  const first = await range;
  for (let tries = 0; tries < RANGE_SIZE; tries++) {
    // Round-robin, so that a port rests as long as possible after its server has stopped.
    const port = first + 1 + (given++ % (RANGE_SIZE - 1));
    const probe = await listen(port);
    if (!probe) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
  throw new Error(`No port from ${first} to ${first + RANGE_SIZE} is free.`);
}

/** Claims a range by listening on its first port. */
async function claimRange(): Promise<number> {
  for (let port = FIRST_PORT; port < LAST_PORT; port += RANGE_SIZE) {
    const guard = await listen(port);
    if (!guard) continue;
    guard.unref();
    return port;
  }
  throw new Error("All ranges of ports are taken.");
}

function listen(port: number): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" || error.code === "EACCES" ? resolve(null) : reject(error),
    );
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
