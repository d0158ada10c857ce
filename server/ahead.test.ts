import { once } from "node:events";
import { createServer, request as requestTo, type Server } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type Ahead, putAhead } from "./ahead";
import { readBytes } from "./read-bytes";

const LIMITS = { bytesMax: 1024, secondsMax: 0.2 };

const servers: Server[] = [];

afterEach(async () => {
  // Closed before the count goes: an answer that ends later would be counted down in another file's test.
  for (const server of servers.splice(0)) {
    const closed = once(server, "close");
    server.close().closeAllConnections();
    await closed;
  }
  globalThis.relink?.delete("drawing");
});

/** A server whose own handler answers "framework", and where posts to /door are answered ahead of it. */
async function listening(changed: Partial<Ahead> = {}): Promise<{ readonly origin: string; readonly port: number }> {
  const server = createServer((_request, response) => response.end("framework"));
  servers.push(server);
  putAhead(server, {
    path: "/door",
    answer: async (incoming) => Response.json(await readBytes(incoming, LIMITS), { status: 202 }),
    answerFault: () => Response.json({ error: "fault" }, { status: 503 }),
    ...changed,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port");
  return { origin: `http://127.0.0.1:${address.port}`, port: address.port };
}

test("posts to the address are answered ahead, all else by the framework", async () => {
  const { origin } = await listening();
  const whoAnswers = async (method: string, path: string) => {
    const response = await fetch(`${origin}${path}`, { method, ...(method === "POST" ? { body: "{}" } : {}) });
    return response.status === 202 ? "ahead" : await response.text();
  };
  for (const path of ["/door", "/door/", "/door?x=1", "/door/?x=1"])
    expect(await whoAnswers("POST", path)).toBe("ahead");
  for (const path of ["/doors", "/door/x", "/%64oor", "/DOOR", "//door", "/"])
    expect(await whoAnswers("POST", path)).toBe("framework");
  for (const method of ["GET", "PUT", "DELETE"]) expect(await whoAnswers(method, "/door")).toBe("framework");
});

test("status, headers and body are those of the answer, with the headers that every answer has", async () => {
  const headers = { "retry-after": "5", "x-content-type-options": "nosniff" };
  const { origin } = await listening({ answer: async () => Response.json({ error: "x" }, { status: 503, headers }) });
  const response = await fetch(`${origin}/door`, { method: "POST", body: "{}" });
  expect([response.status, await response.json()]).toEqual([503, { error: "x" }]);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "application/json",
    "retry-after": "5",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "content-length": "13",
  });
  const empty = await listening({ answer: async () => new Response(null, { status: 200 }) });
  const { headers: theirs } = await fetch(`${empty.origin}/door`, { method: "POST", body: "{}" });
  expect(theirs.get("content-length")).toBe("0");
});

test("headers arrive as they were sent, and the body byte for byte in however many pieces", async () => {
  const { port } = await listening({
    answer: async (incoming) => {
      const read = await readBytes(incoming, LIMITS);
      return Response.json([incoming.headers.get("x-name"), read.ok && Buffer.from(read.body).toString("hex")]);
    },
  });
  const sending = requestTo({
    port,
    host: "127.0.0.1",
    method: "POST",
    path: "/door",
    headers: { "X-Name": "caf\u00e9" },
  });
  sending.write(Buffer.from([0, 255]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  sending.end(Buffer.from([10, 13]));
  const [response] = await once(sending, "response");
  const pieces = await response.toArray();
  expect(JSON.parse(Buffer.concat(pieces).toString())).toEqual(["caf\u00e9", "00ff0a0d"]);
});

test("who sends too much, or too slowly, is told so while the rest is still on its way", async () => {
  const { port } = await listening();
  const told = async (firstPiece: string) => {
    const socket = connect(port, "127.0.0.1");
    socket.write(`POST /door HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${firstPiece}`);
    const [said] = await once(socket, "data");
    socket.destroy();
    return String(said);
  };
  expect(await told(`800\r\n${"x".repeat(2048)}\r\n`)).toContain("too_large");
  expect(await told("2\r\nxx\r\n")).toContain("too_slow");
});

test("who hangs up in the middle of a body harms nobody", async () => {
  const reads: unknown[] = [];
  const { origin, port } = await listening({
    answer: async (incoming) => {
      const read = await readBytes(incoming, LIMITS);
      reads.push(read);
      return Response.json({});
    },
  });
  const socket = connect(port, "127.0.0.1");
  socket.write("POST /door HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf");
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await expect.poll(() => reads).toEqual([{ ok: false, refusal: "incomplete_body", bytes: 4 }]);
  expect((await fetch(`${origin}/door`, { method: "POST", body: "{}" })).status).toBe(200);
});

test("a fault is answered", async () => {
  const faults: unknown[] = [];
  const { origin } = await listening({
    answer: () => Promise.reject(new Error("broken")),
    answerFault: (fault) => {
      faults.push(fault);
      return Response.json({ error: "not_kept" }, { status: 503 });
    },
  });
  const response = await fetch(`${origin}/door`, { method: "POST", body: "{}" });
  expect([response.status, await response.json(), faults]).toEqual([503, { error: "not_kept" }, [new Error("broken")]]);
});
