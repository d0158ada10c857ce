import { createServer, type IncomingMessage } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { openStore } from "@/db/open-store";
import { parseEvent } from "@/domain/intake/event";
import { receiptHeaders } from "@/domain/intake/receipt";
import { verifySignature } from "@/domain/intake/signature";
import { testSecret } from "@/testing/worlds/deliveries";

// The practical limit: the same durable work behind plain node:http, in a separate process that `ingest.ts` forks.
const [dataDir = ""] = process.argv.slice(2);
const store = openStore(pathToFileURL(path.join(dataDir, "relink.db")));

const server = createServer(async (request, response) => {
  const receivedAt = Date.now();
  const body = await bodyOf(request);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === "string") headers.set(name, value);
  const verdict = verifySignature(headers, body, { secrets: [testSecret()], now: receivedAt });
  if (!verdict.ok) {
    response.writeHead(401).end();
    return;
  }
  const event = parseEvent(verdict.delivery);
  const { outcome, eventId } = await store.events.ingest(event, receivedAt);
  response
    .writeHead(200, receiptHeaders({ outcome, eventId, isRecognised: event.reading.kind !== "unrecognised" }))
    .end();
});

server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
process.once("disconnect", () => {
  store.close();
  process.exit();
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
