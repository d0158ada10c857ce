import { Agent, request } from "node:http";
import { signedHeaders } from "@/testing/servers/front-door";
import type { Message } from "./story";

/** The response to one attempt. */
export type Answer = {
  /** 0 if there was none within the time that OFAuth waits. */
  readonly status: number;
  readonly ms: number;
};

/** OFAuth waits this long for a 2xx. */
export const OFAUTH_TIMEOUT_MS = 10_000;

const agent = new Agent({ keepAlive: true, maxSockets: 1_024 });

/** Makes one attempt to deliver a message, with a new signature. The status line is the acknowledgement. */
export function attempt(origin: string, message: Message, sentAt = Date.now()): Promise<Answer> {
  const { id: messageId, scheme, body } = message;
  const headers = signedHeaders(body, { messageId, scheme, sentAt });
  return post(origin, Buffer.from(body), headers);
}

/** Posts a body to the front door. Never rejects: any fault counts as no response. */
export function post(origin: string, body: Uint8Array, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const ended = (status: number) => resolve({ status, ms: performance.now() - startedAt });
    const outgoing = request(new URL("/api/webhooks/ofauth", origin), {
      ...{ agent, method: "POST", signal: AbortSignal.timeout(OFAUTH_TIMEOUT_MS) },
      headers: { "content-type": "application/json", "content-length": String(body.length), ...headers },
    });
    outgoing.once("response", (response) => {
      ended(response.statusCode ?? 0);
      response.on("error", () => {}).resume();
    });
    outgoing.on("error", () => ended(0));
    outgoing.end(body);
  });
}
