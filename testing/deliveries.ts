import { type IncomingEvent, parseEvent } from "@/domain/event";
import {
  parseWebhookSecret,
  type SignatureScheme,
  signDelivery,
  type VerifiedDelivery,
  verifySignature,
  type WebhookSecret,
} from "@/domain/signature";

/** The secret of the golden vectors, and of everything that tests, the demo and generated data sign. */
export const TEST_SECRET_TEXT = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

export type EventKind = "created" | "updated" | "expired" | "disconnected";

/** What an event should say. Only what is given is in the body. */
export type Said = {
  readonly connection?: string;
  readonly user?: string | null;
  readonly status?: string;
  readonly permissions?: readonly string[];
  readonly account?: { id?: string; name?: string; username?: string; avatar?: string | null };
  readonly live?: boolean;
  /** Milliseconds; in the docs dialect the body's own time. */
  readonly occurredAt?: number;
};

export type Sent = {
  readonly scheme?: SignatureScheme;
  readonly messageId?: string;
  /** Milliseconds; when this attempt is signed. */
  readonly sentAt?: number;
};

const STATUSES: Record<EventKind, string> = {
  created: "active",
  updated: "active",
  expired: "expired",
  disconnected: "disconnected",
};

let messages = 0;

/** The test secret, parsed. */
export function testSecret(): WebhookSecret {
  return mustParse(TEST_SECRET_TEXT);
}

/** Parses a secret that is known to be well-formed. */
export function mustParse(text: string): WebhookSecret {
  const secret = parseWebhookSecret(text);
  if (!secret) throw new Error("The secret starts with whsec_, but the rest is not base64.");
  return secret;
}

/** A body in the documented dialect. */
export function docsBody(kind: EventKind, said: Said = {}): string {
  const { connection = "conn_abc123", user = "user_456", occurredAt = 0 } = said;
  return JSON.stringify({
    type: `connection.${kind}`,
    timestamp: new Date(occurredAt).toISOString(),
    data: {
      clientReferenceId: user,
      connection: {
        id: connection,
        status: said.status ?? STATUSES[kind],
        permissions: said.permissions,
        userData: said.account,
      },
    },
  });
}

/** A body in the SDKs' dialect, which has no time of its own. */
export function sdkBody(kind: EventKind, said: Said = {}): string {
  const { connection = "conn_abc123", user = "user_456", live = true } = said;
  const { id, ...profile } = said.account ?? {};
  return JSON.stringify({
    eventType: `connection.${kind}`,
    live,
    data: {
      connection: {
        id: connection,
        platformUserId: id,
        status: said.status ?? STATUSES[kind],
        userData: said.account && { userId: id, ...profile },
        permissions: said.permissions,
      },
      clientReferenceId: user,
    },
  });
}

/** Signs a body and lets the real verifier check it, as the front door does. */
export function verified(body: string | Uint8Array, sent: Sent = {}): VerifiedDelivery {
  const bytes = Buffer.from(body);
  const { scheme = "svix", sentAt = 0, messageId = `msg_${++messages}` } = sent;
  const secret = testSecret();
  const headers = new Headers(signDelivery(bytes, { scheme, secret, messageId, sentAt }));
  const verdict = verifySignature(headers, bytes, { secrets: [secret], now: sentAt });
  if (!verdict.ok) throw new Error(`The test's own delivery was refused: ${verdict.refusal}`);
  return verdict.delivery;
}

/** An event as the store takes it, from a body that was signed and verified. */
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
