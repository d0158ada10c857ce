import { once } from "node:events";
import { createServer, type RequestListener, request as requestTo, type Server } from "node:http";
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
async function listening(
  changed: Partial<Ahead> = {},
  handle: RequestListener = (_request, response) => response.end("framework"),
): Promise<{ readonly origin: string; readonly port: number }> {
  const server = createServer(handle);
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

test.each(["TRACE", "PROPFIND", "M-SEARCH"])(
  "a request by the method %s is refused ahead of the framework",
  async (method) => {
    const { port } = await listening();
    const asked = requestTo({ port, method, path: "/", host: "127.0.0.1" });
    asked.end();
    const [response] = await once(asked, "response");
    response.resume();
    expect([response.statusCode, response.headers.allow]).toEqual([
      405,
      "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
    ]);
  },
);

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

/** Reads a body late and by events, as the framework does, and answers what arrived. */
const echo: RequestListener = async (request, response) => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  const pieces: Buffer[] = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => response.end(Buffer.concat(pieces)));
};

/** Sends raw text, and returns all that comes back within a while. */
async function exchange(port: number, ...pieces: readonly string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let said = "";
  socket.on("data", (piece) => (said += piece)).on("error", () => {});
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await new Promise((resolve) => setTimeout(resolve, 150));
  socket.destroy();
  return said;
}

const CHUNKED = "POST /page HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";

test("the framework gets a body whole and byte for byte, however it was sent", async () => {
  const { origin, port } = await listening({}, echo);
  const large = "x".repeat(900_000);
  expect(await (await fetch(`${origin}/page`, { method: "POST", body: large })).text()).toBe(large);
  expect(await (await fetch(`${origin}/page`, { method: "POST", body: "" })).text()).toBe("");
  const streamed = { method: "POST", body: new Blob([large]).stream(), duplex: "half" } as const;
  expect(await (await fetch(new Request(`${origin}/page`, streamed))).text()).toBe(large);
  expect(await exchange(port, CHUNKED, "2\r\nab\r\n", "1\r\nc\r\n", "0\r\n\r\n")).toMatch(/\r\n\r\nabc$|\r\nabc\r\n/);
  expect(await exchange(port, `${CHUNKED}2\r\nab\r\n0\r\n\r\n`)).toMatch(/ab/);
  expect(await exchange(port, `${CHUNKED}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200/);
  expect(await exchange(port, CHUNKED, "0\r\n\r\n")).toMatch(/^HTTP\/1\.1 200/);
});

test("a route handler gets its body unread", async () => {
  const { origin } = await listening({}, (request, response) => {
    response.end(JSON.stringify(request.readableDidRead));
  });
  const post = async (path: string) => (await fetch(`${origin}${path}`, { method: "POST", body: "format=csv" })).json();
  for (const path of ["/api/connections/export", "/metrics", "/metrics?x", "/icon.svg"])
    expect([path, await post(path)]).toEqual([path, false]);
  expect(await post("/page")).toBe(true);
});

test("requests on one connection are answered one after the other", async () => {
  const { port } = await listening({}, echo);
  const post = "POST /page HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nab";
  const said = await exchange(port, `${post}${post}GET /page HTTP/1.1\r\nhost: x\r\n\r\n`);
  expect(said.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
});

test.each([
  ["a declared length", `POST /page HTTP/1.1\r\nhost: x\r\ncontent-length: ${2 * 1024 * 1024}\r\n\r\n`],
  ["no declared length", `${CHUNKED}200000\r\n${"x".repeat(2 * 1024 * 1024)}\r\n0\r\n\r\n`],
  [
    "an action's",
    CHUNKED.replace("host: x", "host: x\r\nnext-action: a").concat(`200000\r\n${"x".repeat(2 * 1024 * 1024)}`),
  ],
])("a body that is too large is refused before the framework sees it: %s", async (_, sent) => {
  let seen = 0;
  const { port } = await listening({}, (_request, response) => {
    seen += 1;
    response.end();
  });
  expect(await exchange(port, sent)).toMatch(/^HTTP\/1\.1 413 .*"error":"too_large"/s);
  expect(seen).toBe(0);
});

test("a browser whose form is too large gets the page that says so", async () => {
  const { port } = await listening();
  const form = `content-type: multipart/form-data; boundary=x\r\ncontent-length: ${2 * 1024 * 1024}`;
  const said = await exchange(port, `POST /doctor HTTP/1.1\r\nhost: x\r\n${form}\r\n\r\n`);
  expect(said).toMatch(/^HTTP\/1\.1 303 .*location: \/doctor\?too_large=1/is);
});

test("a body that doesn't come is given up, and the framework never hears of it", async () => {
  let seen = 0;
  const { port } = await listening({ bodySecondsMax: 0.05 }, (_request, response) => {
    seen += 1;
    response.end();
  });
  expect(await exchange(port, CHUNKED, "2\r\nxx\r\n")).toMatch(/^HTTP\/1\.1 408 .*"error":"too_slow"/s);
  expect(seen).toBe(0);
});

test("who hangs up in the middle of a form harms nobody, and the framework never hears of it", async () => {
  let seen = 0;
  const { origin, port } = await listening({}, (_request, response) => {
    seen += 1;
    response.end();
  });
  for (const head of [CHUNKED, CHUNKED.replace("transfer-encoding: chunked", "content-length: 100")]) {
    const socket = connect(port, "127.0.0.1");
    socket.write(`${head}2\r\nxx`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
  }
  expect((await fetch(`${origin}/page`, { method: "POST", body: "whole" })).status).toBe(200);
  expect(seen).toBe(1);
});

test("forms that are never finished share a bounded memory, and small ones and deliveries always have room", async () => {
  const { origin, port } = await listening({ bodySecondsMax: 5 }, echo);
  const sockets = Array.from({ length: 40 }, () => {
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    let said = "";
    socket.on("data", (piece) => (said += piece));
    socket.write(`${CHUNKED}fff00\r\n${"x".repeat(0xfff00)}\r\n`);
    return { socket, said: () => said };
  });
  const refused = () => sockets.filter(({ said }) => said().includes('"crowded"')).length;
  await expect.poll(refused, { timeout: 20_000 }).toBeGreaterThan(5);
  expect((await fetch(`${origin}/page`, { method: "POST", body: "small" })).status).toBe(200);
  expect((await fetch(`${origin}/door`, { method: "POST", body: "x".repeat(1000) })).status).toBe(202);
  for (const { socket } of sockets) socket.destroy();
  const large = () => fetch(`${origin}/page`, { method: "POST", body: "x".repeat(500_000) });
  await expect.poll(async () => (await large()).status, { timeout: 20_000 }).toBe(200);
}, 60_000);
