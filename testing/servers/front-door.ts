import { randomUUID } from "node:crypto";
import { type Receipt, readReceipt } from "@/domain/intake/receipt";
import { signDelivery, type WebhookSecret } from "@/domain/intake/signature";
import { TEST_HEADER } from "@/domain/intake/test-connection";
import { type Sent, testSecret } from "@/testing/worlds/deliveries";

type Signing = Sent & { readonly secret?: WebhookSecret; readonly isTest?: boolean };

/** Returns the headers with which OFAuth would send a body. */
export function signedHeaders(body: string | Uint8Array, sent: Signing = {}): Record<string, string> {
  const { scheme = "svix", secret = testSecret(), sentAt = Date.now() } = sent;
  const messageId = sent.messageId ?? `msg_${randomUUID().replaceAll("-", "")}`;
  return signDelivery(Buffer.from(body), { scheme, secret, messageId, sentAt });
}

/** Returns a request as OFAuth would send it to the front door. */
export function signedRequest(body: string | Uint8Array, sent: Signing = {}): Request {
  const headers = { "content-type": "application/json", ...signedHeaders(body, sent) };
  return new Request("http://relink.test/api/webhooks/ofauth", { method: "POST", headers, body: Buffer.from(body) });
}

/** Signs a body as OFAuth would, posts it to a running server, and returns the response. */
export function postSigned(origin: string, body: string | Uint8Array, sent: Signing = {}): Promise<Response> {
  const test = sent.isTest ? { [TEST_HEADER]: "1" } : {};
  const headers = { "content-type": "application/json", ...test, ...signedHeaders(body, sent) };
  return fetch(new URL("/api/webhooks/ofauth", origin), { method: "POST", headers, body: Buffer.from(body) });
}

/** Returns the front door's receipt for an accepted delivery; null if the response has none. */
export function receiptOf({ headers }: Response): Receipt | null {
  return readReceipt(headers);
}
