import { type ConnectionChange, type IncomingEvent, parseEvent } from "@/domain/intake/event";
import { docsBody, type Said } from "@/domain/intake/event-body";
import {
  findSecretProblem,
  parseWebhookSecret,
  type SignatureScheme,
  signDelivery,
  type VerifiedDelivery,
  verifySignature,
  type WebhookSecret,
} from "@/domain/intake/signature";

/** The secret of the golden vectors, and of everything that tests, the demo and generated data sign. */
export const TEST_SECRET_TEXT = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

// biome-ignore lint/performance/noBarrelFile: browsers' tests may know this folder, and no domain
export { docsBody, type Said, sdkBody } from "@/domain/intake/event-body";
export type EventKind = ConnectionChange;

export type Sent = {
  readonly scheme?: SignatureScheme;
  readonly messageId?: string;
  /** Milliseconds; when this attempt is signed. */
  readonly sentAt?: number;
};

let messages = 0;

/** The test secret, parsed. */
export function testSecret(): WebhookSecret {
  return mustParse(TEST_SECRET_TEXT);
}

/** Parses a secret that is known to be well-formed. */
export function mustParse(text: string): WebhookSecret {
  const secret = parseWebhookSecret(text);
  if (!secret) throw new Error(`The secret ${findSecretProblem(text)}.`);
  return secret;
}

/** Signs a body and verifies it with the real verifier, as the front door does. */
export function verified(body: string | Uint8Array, sent: Sent = {}): VerifiedDelivery {
  const bytes = Buffer.from(body);
  const { scheme = "svix", sentAt = 0, messageId = `msg_${++messages}` } = sent;
  const secret = testSecret();
  const headers = new Headers(signDelivery(bytes, { scheme, secret, messageId, sentAt }));
  const verdict = verifySignature(headers, bytes, { secrets: [secret], now: sentAt });
  if (!verdict.ok) throw new Error(`The test's own delivery was refused: ${verdict.refusal}`);
  return verdict.delivery;
}

/** Returns an event for the store, from a signed and verified body. */
export function incoming(body: string | Uint8Array, sent: Sent = {}): IncomingEvent {
  return parseEvent(verified(body, sent));
}

export function created(said: Said = {}, sent: Sent = {}): IncomingEvent {
  return incoming(docsBody("created", said), sent);
}

export function updated(said: Said = {}, sent: Sent = {}): IncomingEvent {
  return incoming(docsBody("updated", said), sent);
}

export function expired(said: Said = {}, sent: Sent = {}): IncomingEvent {
  return incoming(docsBody("expired", said), sent);
}

export function disconnected(said: Said = {}, sent: Sent = {}): IncomingEvent {
  return incoming(docsBody("disconnected", said), sent);
}
