import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, type RequestListener, request } from "node:http";
import { connect } from "node:net";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { beginStopping } from "@/server/process/lifecycle";
import { closeConnectionsWhenStopping } from "./close-connections";

beforeAll(() => closeConnectionsWhenStopping());

/** A value that is handed over later. */
function heldUp() {
  let resolve: (finish: () => void) => void = () => {};
  const promise = new Promise<() => void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A server, and a client that keeps its one connection alive. */
async function connected(listener: RequestListener) {
  globalThis.relink?.delete("lifecycle");
  const server = createServer(listener);
  // Node would close an idle connection by itself after five seconds.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => {
    globalThis.relink?.delete("lifecycle");
    agent.destroy();
  });
  const ask = () =>
    new Promise<IncomingMessage>((resolve, reject) =>
      get({ agent, port, host: "127.0.0.1" }, (response) => {
        response.resume().once("end", () => resolve(response));
      }).once("error", reject),
    );
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { ask, close, port };
}

test("a request under way at the stop is answered, and its connection does not linger", async () => {
  const underway = heldUp();
  const { ask, close } = await connected((_request, response) => underway.resolve(() => response.end("done")));
  const asked = ask();
  const finish = await underway.promise;
  beginStopping();
  const closed = close();
  finish();
  expect((await asked).statusCode).toBe(200);
  await closed;
});

test("a connection without a request does not hold up the stop", async () => {
  const { close, port } = await connected((_request, response) => response.end("here"));
  const socket = connect(Number(port), "127.0.0.1");
  await once(socket, "connect");
  beginStopping();
  await Promise.all([close(), once(socket, "close")]);
});

test("a client that keeps sending requests gets one more response, and the connection closes", async () => {
  const { ask, close } = await connected((_request, response) => response.end("here"));
  expect((await ask()).headers.connection).toBe("keep-alive");
  beginStopping();
  expect((await ask()).headers.connection).toBe("close");
  await close();
});

test("a body still arriving is read to its end, although others are answered meanwhile", async () => {
  const { ask, close, port } = await connected(async (incoming, response) => {
    let bytes = 0;
    for await (const chunk of incoming) bytes += chunk.length;
    response.end(String(bytes));
  });
  const outgoing = request({ port, host: "127.0.0.1", method: "POST", headers: { expect: "100-continue" } });
  const answered = new Promise<string>((resolve, reject) => {
    outgoing.once("response", (response) => response.setEncoding("utf8").once("data", resolve)).once("error", reject);
  });
  outgoing.write("first half, ");
  await new Promise((resolve) => outgoing.once("continue", resolve));
  beginStopping();
  await ask();
  const closed = close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  outgoing.end("second half");
  expect(await answered).toBe("23");
  await closed;
});
