import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { cutOffWhenStalled } from "./stalled";

const STALLED_MS = 50;
/** More than the buffers of both sides hold. */
const BYTES = 24 * 1024 * 1024;
const ASK = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listening(handle: RequestListener, stalledMs = STALLED_MS): Promise<number> {
  const server = createServer((request, response) => {
    cutOffWhenStalled(response, stalledMs);
    handle(request, response);
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port");
  return address.port;
}

test("a reader that takes nothing of a response is cut off, and the response ends", async () => {
  let isOver = false;
  const port = await listening((_request, response) => {
    response.on("close", () => {
      isOver = true;
    });
    response.end(Buffer.alloc(BYTES));
  });
  const reader = connect(port, "127.0.0.1").on("error", () => {});
  reader.pause();
  reader.write(ASK);
  await expect.poll(() => isOver).toBe(true);
  reader.destroy();
});

test("a reader that takes a little at a time gets the whole response", async () => {
  const port = await listening((_request, response) => response.end(Buffer.alloc(BYTES)), 40 * STALLED_MS);
  const reader = connect(port, "127.0.0.1");
  let taken = 0;
  reader.on("data", (piece) => {
    taken += piece.length;
    reader.pause();
    setTimeout(() => reader.resume(), 1);
  });
  reader.write(ASK);
  await expect.poll(() => taken).toBeGreaterThanOrEqual(BYTES);
  reader.destroy();
});

test("a reader is not cut off while there is nothing to take", async () => {
  const port = await listening((_request, response) => {
    response.flushHeaders();
    setTimeout(() => response.end("late"), 5 * STALLED_MS);
  });
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe("late");
});
