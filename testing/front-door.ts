import { randomUUID } from "node:crypto";
import { signDelivery, type WebhookSecret } from "@/domain/signature";
import { type Sent, testSecret } from "./deliveries";

/** Signs a body as OFAuth would, posts it to a running server, and answers what came back. */
export function postSigned(
  origin: string,
  body: string | Uint8Array,
  sent: Sent & { readonly secret?: WebhookSecret } = {},
): Promise<Response> {
  const bytes = Buffer.from(body);
  const { scheme = "svix", secret = testSecret(), sentAt = Date.now() } = sent;
  const messageId = sent.messageId ?? `msg_${randomUUID().replaceAll("-", "")}`;
  const headers = { "content-type": "application/json", ...signDelivery(bytes, { scheme, secret, messageId, sentAt }) };
  return fetch(new URL("/api/webhooks/ofauth", origin), { method: "POST", headers, body: bytes });
}
