import { createHash } from "node:crypto";
import {
  asAddress,
  asBoolean,
  asId,
  asInstant,
  asRecord,
  asShown,
  asWord,
  asWords,
  decodeUtf8,
  firstText,
  isRecord,
  isTooLong,
  parseJson,
  read,
} from "@/domain/values/body-fields";
import type { Environment } from "@/domain/values/environment";
import { shorten } from "@/domain/values/shorten";
import { misdatedBy } from "./event-time";
import type { SignatureScheme, VerifiedDelivery } from "./signature";

/**
 * The sender's envelopes, all of which have been documented at some time: `docs` is today's page (`type`), `sdk` what its
 * SDKs declare (`eventType`), `flat` the older forms that put the connection's id beside it instead of inside.
 */
export type Dialect = "docs" | "sdk" | "flat";

/** Every change that OFAuth reports of a connection. Whatever depends on the change is in a table typed by this list. */
export const CONNECTION_CHANGES = ["created", "updated", "expired", "disconnected"] as const;
export type ConnectionChange = (typeof CONNECTION_CHANGES)[number];

type ChangeRules = {
  /** Stage of life: orders events at the same instant. The numbers under which events are stored must rise with it. */
  readonly stage: number;
  /** The status after it, whatever its status word; null if the word decides. */
  readonly status: string | null;
  /** It carries neither permissions nor an account. */
  readonly isThin: boolean;
};

export const CHANGE_RULES: Readonly<Record<ConnectionChange, ChangeRules>> = {
  created: { stage: 0, status: null, isThin: false },
  updated: { stage: 1, status: null, isThin: false },
  expired: { stage: 2, status: "expired", isThin: true },
  disconnected: { stage: 3, status: "disconnected", isThin: true },
};

/** The remote profile. Null: this event, or all of them, said nothing of it. */
export type Account = {
  readonly id: string | null;
  readonly name: string | null;
  readonly username: string | null;
  readonly avatar: string | null;
};

/** Why a signed body could not be understood. */
export const UNRECOGNISED_REASONS = [
  "not_utf8",
  "not_json",
  "not_an_object",
  "no_type",
  "unknown_type",
  "no_connection_id",
  "id_too_long",
] as const;
export type UnrecognisedReason = (typeof UNRECOGNISED_REASONS)[number];

type Envelope = {
  /** The sender's own word, such as `connection.created`. Null where the body has none. */
  readonly type: string | null;
  readonly dialect: Dialect | null;
  /** The body's own time in milliseconds; null where its dialect has none. */
  readonly bodyTime: number | null;
  readonly connectionId: string | null;
};

/** What a body says. Null in a field means that it says nothing of it, and never that the value is gone. */
export type Reading = Envelope &
  (
    | {
        readonly kind: "connection";
        readonly connectionId: string;
        readonly change: ConnectionChange;
        readonly status: string | null;
        readonly user: string | null;
        readonly account: Account | null;
        readonly permissions: readonly string[] | null;
        readonly environment: Environment;
        /** Names of fields whose value had an unexpected form and was passed over. */
        readonly ignoredFields: readonly string[];
      }
    | { readonly kind: "rules"; readonly revision: string | null }
    | { readonly kind: "sign_of_life" }
    | { readonly kind: "unrecognised"; readonly reason: UnrecognisedReason }
  );

export type ConnectionReading = Extract<Reading, { kind: "connection" }>;

/** A verified delivery, understood as far as possible and ready to be kept. */
export type IncomingEvent = {
  readonly identity: string;
  readonly messageId: string | null;
  readonly scheme: SignatureScheme;
  readonly sentAt: number;
  /** True if somebody here sent it as a test, signed by a clock of ours: then it proves nothing of the time. */
  readonly isTest: boolean;
  readonly reading: Reading;
  /** What is kept: the exact bytes, but for `rules.*`, whose values are signing material. */
  readonly body: Uint8Array;
};

const CHANGES_BY_TYPE = new Map(CONNECTION_CHANGES.map((change) => [`connection.${change}`, change]));
const MESSAGE_ID_PREFIX = "id:";
/** 43 characters of base64url hold 256 bits. */
const DIGEST_OF_REUSED = /#[\w-]{43}$/;
/** Shorter than any two true expiries of one connection, longer than the first retries. */
const SAME_EVENT_MS = 3_600_000;
const SIGN_OF_LIFE_TYPES = /^(?:realtime|of\.websocket)\./i;
const RULES_TYPES = /^rules\./i;

/** Turns a verified delivery into an event of ours. Never throws: what it can't understand is `unrecognised`. */
export function parseEvent(delivery: VerifiedDelivery): IncomingEvent {
  const reading = readBody(delivery.body);
  return {
    identity: identityOf(delivery, reading),
    messageId: delivery.messageId,
    scheme: delivery.scheme,
    sentAt: delivery.sentAt,
    isTest: false,
    reading,
    body: keptBodyOf(reading, delivery.body),
  };
}

/** What may be kept of a body: all of it, but for signing material. */
export function keptBodyOf(reading: Reading, body: Uint8Array): Uint8Array {
  return reading.kind === "rules" ? withoutSigningMaterial(reading) : body;
}

/** Reads a body, as it came or as it was kept. Never throws. */
export function readBody(body: Uint8Array): Reading {
  const nothing = { type: null, dialect: null, bodyTime: null, connectionId: null };
  const decoded = decodeUtf8(body);
  if (decoded === null) return { ...nothing, kind: "unrecognised", reason: "not_utf8" };
  const json = parseJson(decoded);
  if (json === undefined) return { ...nothing, kind: "unrecognised", reason: "not_json" };
  if (!isRecord(json)) return { ...nothing, kind: "unrecognised", reason: "not_an_object" };
  return readEnvelope(json);
}

/**
 * When an event occurred: its own time, or else the first attempt's. If its own time can't be true, it is placed at its first
 * receipt, which is stored: so its place depends on nothing else, and a wrong clock never hides what really came later.
 */
export function occurredAtOf(
  { reading, sentAt }: Pick<IncomingEvent, "reading" | "sentAt">,
  receivedAt: number,
): number {
  if (reading.bodyTime === null) return sentAt;
  return misdatedBy(reading, receivedAt) === 0 ? reading.bodyTime : receivedAt;
}

function readEnvelope(json: Record<string, unknown>): Reading {
  const data = asRecord(json.data);
  const connection = asRecord(data.connection);
  const ignored: string[] = [];
  const type = typeOf(json);
  const connectionId = firstText(connection.id, data.connectionId);
  const hasLongId = isTooLong(type) || isTooLong(connectionId);
  const envelope: Envelope = {
    type: type && shorten(type),
    dialect: dialectOf(json, data),
    bodyTime: read(asInstant, json.timestamp, "timestamp", ignored),
    connectionId: isTooLong(connectionId) ? null : connectionId,
  };
  if (type === null) return { ...envelope, kind: "unrecognised", reason: "no_type" };
  // First of all: whatever else is wrong with these two, their bodies must not be kept as they are.
  if (RULES_TYPES.test(type)) {
    const revision = firstText(data.revision, asRecord(data.rules).revision);
    return { ...envelope, kind: "rules", revision: isTooLong(revision) ? null : revision };
  }
  if (SIGN_OF_LIFE_TYPES.test(type)) return { ...envelope, kind: "sign_of_life" };
  if (hasLongId) {
    return { ...envelope, type: null, connectionId: null, kind: "unrecognised", reason: "id_too_long" };
  }
  const change = CHANGES_BY_TYPE.get(type);
  if (!change) return { ...envelope, kind: "unrecognised", reason: "unknown_type" };
  if (!envelope.connectionId) return { ...envelope, kind: "unrecognised", reason: "no_connection_id" };
  const user = read(asId, data.clientReferenceId ?? connection.clientReferenceId, "clientReferenceId", ignored);
  // Written out: spreading two objects into a third costs more than all the rest of the reading.
  return {
    kind: "connection",
    type,
    dialect: envelope.dialect,
    bodyTime: envelope.bodyTime,
    connectionId: envelope.connectionId,
    change,
    status: read(asWord, connection.status ?? data.status, "status", ignored) || null,
    user: user || null,
    account: readAccount(data, connection, ignored),
    permissions: read(asWords, connection.permissions ?? data.permissions, "permissions", ignored),
    environment: environmentOf(read(asBoolean, json.live, "live", ignored)),
    ignoredFields: ignored,
  };
}

/** The first of the three keys that dialects use; but any of them is enough to make a body one that must not be kept. */
function typeOf(json: Record<string, unknown>): string | null {
  const types = [json.type, json.eventType, json.event].flatMap((value) => firstText(value) ?? []);
  return types.find((type) => RULES_TYPES.test(type) || SIGN_OF_LIFE_TYPES.test(type)) ?? types[0] ?? null;
}

function readAccount(
  data: Record<string, unknown>,
  connection: Record<string, unknown>,
  ignored: string[],
): Account | null {
  const told = connection.userData ?? data.userData;
  if (told !== undefined && told !== null && !isRecord(told)) ignored.push("userData");
  const profile = asRecord(told);
  const accountId = profile.id ?? profile.userId ?? connection.platformUserId ?? data.userId;
  const account = {
    id: read(asId, accountId, "userData.id", ignored),
    name: read(asShown, profile.name ?? connection.displayName, "userData.name", ignored),
    username: read(asShown, profile.username ?? connection.username, "userData.username", ignored),
    avatar: read(asAddress, profile.avatar, "userData.avatar", ignored),
  };
  return Object.values(account).every((value) => value === null) ? null : account;
}

function dialectOf(json: Record<string, unknown>, data: Record<string, unknown>): Dialect | null {
  if (data.connectionId !== undefined || json.event !== undefined) return "flat";
  if (json.type !== undefined) return "docs";
  return json.eventType === undefined ? null : "sdk";
}

function environmentOf(live: boolean | null): Environment {
  if (live === null) return "unknown";
  return live ? "live" : "sandbox";
}

/**
 * The message id names the event where the scheme signs one. Else the exact body does; where the body has no time,
 * together with the hour of the attempt, since the same connection may truly expire again with the very same bytes.
 */
function identityOf(delivery: VerifiedDelivery, reading: Reading): string {
  if (delivery.messageId) return identityOfMessage(delivery.messageId);
  const digest = bodyDigest(delivery.body);
  if (reading.bodyTime !== null) return `body:${digest}`;
  return `body:${digest}@${Math.floor(delivery.sentAt / SAME_EVENT_MS)}`;
}

/** The identity of an event that came with a message id. */
export function identityOfMessage(messageId: string): string {
  return `${MESSAGE_ID_PREFIX}${messageId}`;
}

/**
 * Returns the identity of an event whose message id another event had used before: it adds a digest of the body.
 * @param identity the identity of a message
 */
export function identityOfReused(identity: string, body: Uint8Array): string {
  return `${identity}#${bodyDigest(body)}`;
}

/** Returns the message id with which an event came, of another event or not; null if it came without one. */
export function messageIdOf(identity: string): string | null {
  if (!identity.startsWith(MESSAGE_ID_PREFIX)) return null;
  return identity.slice(MESSAGE_ID_PREFIX.length).replace(DIGEST_OF_REUSED, "");
}

/** SHA-256 of the exact bytes, base64url. */
export function bodyDigest(body: Uint8Array): string {
  return createHash("sha256").update(body).digest("base64url");
}

function withoutSigningMaterial(reading: Extract<Reading, { kind: "rules" }>): Uint8Array {
  const typeKey = reading.dialect === "docs" ? "type" : "eventType";
  const timestamp = reading.bodyTime === null ? {} : { timestamp: new Date(reading.bodyTime).toISOString() };
  return Buffer.from(JSON.stringify({ [typeKey]: reading.type, ...timestamp, data: { revision: reading.revision } }));
}
