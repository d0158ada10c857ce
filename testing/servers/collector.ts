import { createServer } from "node:http";

export type Collector = {
  readonly origin: string;
  /** All that it was sent so far, as text. */
  readonly received: () => string;
  /** The names of the spans so far. */
  readonly spanNames: () => string[];
  readonly close: () => Promise<void>;
};

type Sent = {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly { readonly name: string }[] }[];
  }[];
};

/** Takes traces as a collector does, and keeps them to be looked at. */
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
