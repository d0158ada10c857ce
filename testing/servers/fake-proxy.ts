import { createServer, request } from "node:http";

export type FakeProxy = { readonly origin: string; readonly close: () => Promise<void> };

/** Forwards requests like a reverse proxy on the same machine, with the headers that it adds. */
export async function startFakeProxy(upstream: string, added: Readonly<Record<string, string>>): Promise<FakeProxy> {
  const server = createServer((incoming, response) => {
    const headers = { ...incoming.headers, ...added };
    const outgoing = request(new URL(incoming.url ?? "/", upstream), { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.writeHead(502).end());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The proxy has no port.");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
