import { once } from "node:events";
import { request as requestTo } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Handle, type Listener, listen } from "./listener";
import { type BytesRead, readBytes } from "./read-bytes";

const LIMITS = { bytesMax: 1024, secondsMax: 0.2 };

const listeners: Listener[] = [];

beforeEach(() => {
  vi.stubEnv("LOG_LEVEL", "silent");
});

afterEach(() => {
  for (const listener of listeners.splice(0)) listener.close();
  vi.unstubAllEnvs();
  globalThis.relink?.clear();
});

async function listening(handle: Handle): Promise<{ readonly origin: string; readonly port: number }> {
  const listener = await listen({ host: "127.0.0.1", port: 0 }, handle);
  listeners.push(listener);
  return { origin: `http://127.0.0.1:${listener.port}`, port: listener.port };
}

test("a path comes without its query and trailing slash", async () => {
  const { origin } = await listening(async (method, path) => Response.json([method, path]));
  for (const path of ["/door", "/door/", "/door?x=1", "/door/?x=1"])
    expect(await (await fetch(`${origin}${path}`, { method: "POST" })).json()).toEqual(["POST", "/door"]);
});

test("status, headers and body are those of the response, with the headers that every response has", async () => {
  const headers = { "retry-after": "5" };
  const { origin } = await listening(async () => Response.json({ error: "x" }, { status: 503, headers }));
  const response = await fetch(origin);
  expect([response.status, await response.json()]).toEqual([503, { error: "x" }]);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "application/json",
    "retry-after": "5",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "content-length": "13",
  });
});

test("headers arrive as they were sent, and the body byte for byte in however many pieces", async () => {
  const { port } = await listening(async (_method, _path, incoming) => {
    const read = await readBytes(incoming, { ...LIMITS, secondsMax: 60 });
    return Response.json([incoming.headers.get("x-name"), read.ok && Buffer.from(read.body).toString("hex")]);
  });
  const sending = requestTo({ port, host: "127.0.0.1", method: "POST", headers: { "X-Name": "caf\u00e9" } });
  sending.write(Buffer.from([0, 255]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  sending.end(Buffer.from([10, 13]));
  const [response] = await once(sending, "response");
  const pieces = await response.toArray();
  expect(JSON.parse(Buffer.concat(pieces).toString())).toEqual(["caf\u00e9", "00ff0a0d"]);
});

test("a sender of too much, or of nothing further, gets its response while the rest is still on its way", async () => {
  const { port } = await listening(async (_method, _path, incoming) =>
    Response.json(await readBytes(incoming, LIMITS)),
  );
  const responseTo = async (firstPiece: string) => {
    const socket = connect(port, "127.0.0.1");
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${firstPiece}`);
    const [response] = await once(socket, "data");
    socket.destroy();
    return String(response);
  };
  expect(await responseTo(`800\r\n${"x".repeat(2048)}\r\n`)).toContain("too_large");
  expect(await responseTo("2\r\nxx\r\n")).toContain("too_slow");
});

test("a sender that hangs up in the middle of a body harms nobody", async () => {
  const reads: BytesRead[] = [];
  const { origin, port } = await listening(async (_method, _path, incoming) => {
    reads.push(await readBytes(incoming, { ...LIMITS, secondsMax: 60 }));
    return Response.json({});
  });
  const socket = connect(port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf");
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await expect.poll(() => reads).toEqual([{ ok: false, refusal: "incomplete_body", bytes: 4 }]);
  expect((await fetch(origin, { method: "POST", body: "{}" })).status).toBe(200);
});

test("a fault gets a response, and the next request is handled", async () => {
  let isBroken = true;
  const { origin } = await listening(async () => {
    if (isBroken) throw new Error("broken");
    return new Response(null, { status: 204 });
  });
  const failed = await fetch(origin);
  expect([failed.status, await failed.text()]).toEqual([500, expect.not.stringContaining("broken")]);
  isBroken = false;
  expect((await fetch(origin)).status).toBe(204);
});

test("a port that is taken is a rejection", async () => {
  const { port } = await listening(async () => new Response(null));
  await expect(listen({ host: "127.0.0.1", port }, async () => new Response(null))).rejects.toThrow("EADDRINUSE");
});
