import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeAll, expect, test } from "vitest";
import { ignoreUpgrades, refuseTunnels } from "./upgrades";

const servers: Server[] = [];

beforeAll(() => {
  ignoreUpgrades();
  refuseTunnels();
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server that echoes, and hangs up on a client that offers an upgrade, as the framework does. */
async function listening(): Promise<number> {
  const server = createServer((request, response) => request.pipe(response));
  server.on("upgrade", (_request, socket) => socket.end());
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port");
  return address.port;
}

test.each(["h2c", "websocket"])(
  "an offer to upgrade to %s gets a plain HTTP response, even as the first request",
  async (protocol) => {
    const socket = connect(await listening(), "127.0.0.1");
    const offer = `connection: Upgrade, HTTP2-Settings\r\nupgrade: ${protocol}\r\nhttp2-settings: AAMAAABkAAQAAP__`;
    const post = `POST / HTTP/1.1\r\nhost: x\r\n${offer}\r\ncontent-length: 2\r\n\r\nab`;
    let said = "";
    socket.on("data", (piece) => (said += piece));
    socket.write(post);
    await expect.poll(() => said).toMatch(/^HTTP\/1\.1 200 .*ab/s);
    socket.write(post);
    await expect.poll(() => said.match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
    socket.destroy();
  },
);

test("a tunnel request is refused with a response, and its client may hang up first", async () => {
  const port = await listening();
  const socket = connect(port, "127.0.0.1");
  let said = "";
  socket.on("data", (piece) => (said += piece));
  socket.write("CONNECT example.com:443 HTTP/1.1\r\nhost: example.com\r\n\r\n");
  await once(socket, "close");
  expect(said).toMatch(/^HTTP\/1\.1 405 .*allow: GET, HEAD, POST.*"error":"method_not_allowed"/s);
  const hasty = connect(port, "127.0.0.1");
  hasty.write("CONNECT example.com:443 HTTP/1.1\r\nhost: example.com\r\n\r\n");
  await once(hasty, "connect");
  hasty.resetAndDestroy();
  expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(200);
});
