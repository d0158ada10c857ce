import { createServer } from "node:http";

export type Collector = {
  readonly origin: string;
  /** Returns everything received so far, as text. */
  readonly received: () => string;
  /** Returns the names of the spans received so far. */
  readonly spanNames: () => string[];
  readonly close: () => Promise<void>;
};

type Sent = {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly { readonly name: string }[] }[];
  }[];
};

/** Starts a collector that stores traces for inspection. */
export async function startCollector(): Promise<Collector> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.url === "/v1/traces") bodies.push(Buffer.concat(chunks).toString());
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The collector has no port.");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    received: () => bodies.join("\n"),
    spanNames: () =>
      bodies.flatMap((body) => {
        const sent: Sent = JSON.parse(body);
        return sent.resourceSpans.flatMap(({ scopeSpans }) =>
          scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)),
        );
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
