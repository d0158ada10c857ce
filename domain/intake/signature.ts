import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * The two schemes that OFAuth documents today: its own header, and Svix (the same as Standard Webhooks). Two older ones, an HMAC
 * under the API key and the plain secret in a header, are deliberately refused: neither covers the time of sending, so anyone who
 * sees one delivery could replay it forever.
 */
export type SignatureScheme = "ofauth" | "svix";

export const SIGNATURE_REFUSALS = [
  "missing_signature",
  "malformed_signature",
  "stale_timestamp",
  "future_timestamp",
  "signature_mismatch",
] as const;
export type SignatureRefusal = (typeof SIGNATURE_REFUSALS)[number];

/** One configured secret with every key it may stand for, and a fingerprint that is safe to show. */
export type WebhookSecret = {
  readonly fingerprint: string;
  readonly keys: Readonly<Record<SignatureScheme, readonly Buffer[]>>;
};

declare const verified: unique symbol;

/** A delivery whose signature was verified. Only `verifySignature` makes one, so nothing unsigned can be ingested. */
export type VerifiedDelivery = {
  readonly [verified]: true;
  readonly body: Uint8Array;
  readonly scheme: SignatureScheme;
  /** The sender's message id if the scheme signs one; the same for all attempts. */
  readonly messageId: string | null;
  /** The time at which this attempt was signed, in milliseconds. Not when the event occurred. */
  readonly sentAt: number;
};

export type Verdict =
  | { readonly ok: true; readonly delivery: VerifiedDelivery }
  | { readonly ok: false; readonly refusal: SignatureRefusal };

/** The claims of a request under one scheme, before anything is checked. */
export type Claim = {
  readonly scheme: SignatureScheme;
  readonly messageId: string | null;
  readonly timestamp: string;
  readonly signedPrefix: string;
  readonly signatures: readonly string[];
};

type HeaderReader = (name: string) => string | null;

/** A scheme whose signature header is present, with what its headers claim, or the names of missing or malformed ones. */
export type PresentedScheme = { readonly scheme: SignatureScheme } & (
  | { readonly claim: Claim }
  | { readonly claim: null; readonly wanting: readonly string[] }
);

export type SignatureEncoding = "hex" | "base64";

type Scheme = {
  readonly scheme: SignatureScheme;
  readonly encoding: SignatureEncoding;
  readonly isPresent: (header: HeaderReader) => boolean;
  /** Returns null if the headers don't have the scheme's form. */
  readonly readClaim: (header: HeaderReader) => Claim | null;
  /** Lists the missing or malformed parts of the headers. */
  readonly wantingIn: (header: HeaderReader) => string[];
  readonly headersFor: (signature: string, messageId: string, timestamp: string) => Record<string, string>;
};

export const DEFAULT_TOLERANCE_SECONDS = 300;
const SECRET_PREFIX = "whsec_";
/** Dots separate the signed parts: an id with a dot could take over a part of the time or of the body. */
const MESSAGE_ID = /^[^.\s]{1,255}$/;
const STRICT_SECONDS = /^[0-9]{1,11}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** The shortest key that Standard Webhooks allows. A shorter one was not copied completely. */
const DECODED_BYTES_MIN = 24;
const SECRET_LENGTH_MIN = 24;
/** Text that people copy along with a secret: `v1`, `v1=…`, `t=…`, `whsec:…`, `OFAUTH_WEBHOOK_SECRET=…`. */
const COPIED_NAME = /^[ts]$|^[a-z][\w-]*[=:](?!=*$)|(?<![a-z\d])(?:v\d+a?|sha\d+)(?![a-z\d])|whsec/i;
const WORDS = /^[/.]*[a-z]+(?:[-_/.]+[a-z]+)+$/;

const SCHEMES: readonly Scheme[] = [svixScheme("svix"), svixScheme("webhook"), ofauthScheme()];

/**
 * Checks a delivery against every scheme whose headers are present, with every configured secret. The signature is checked before
 * the time, so `stale_timestamp` means correctly signed, but old.
 */
export function verifySignature(
  headers: Headers,
  body: Uint8Array,
  options: { secrets: readonly WebhookSecret[]; now: number; toleranceSeconds?: number },
): Verdict {
  const header: HeaderReader = (name) => headers.get(name);
  const present = SCHEMES.filter((scheme) => scheme.isPresent(header));
  let refusal: SignatureRefusal = "missing_signature";
  for (const scheme of present) {
    const verdict = verifyClaim(scheme, scheme.readClaim(header), body, options);
    if (verdict.ok) return verdict;
    refusal = verdict.refusal;
  }
  return { ok: false, refusal };
}

/** Returns the schemes whose headers are present and what they claim, to explain why a delivery was refused. */
export function presentedSchemes(headers: Headers): PresentedScheme[] {
  const header: HeaderReader = (name) => headers.get(name);
  return SCHEMES.filter((one) => one.isPresent(header)).map((one) => {
    const claim = one.readClaim(header);
    const isWhole = claim !== null && STRICT_SECONDS.test(claim.timestamp);
    return isWhole
      ? { scheme: one.scheme, claim }
      : { scheme: one.scheme, claim: null, wanting: one.wantingIn(header) };
  });
}

/** Returns true if one of the claimed signatures is that of a body under a key. */
export function isSignedWith(claim: Claim, key: Buffer, body: Uint8Array): boolean {
  return matches(wantedSignature(claim, key, body), claim.signatures);
}

/** Returns the signature that a claim should have for a body under a key. */
export function wantedSignature({ scheme, signedPrefix }: Claim, key: Buffer, body: Uint8Array): string {
  const encoding = SCHEMES.find((one) => one.scheme === scheme)?.encoding ?? "hex";
  return signatureOf(encoding, key, signedPrefix, body);
}

/** Signs a body as OFAuth would, for tests, the demo and `npm run send`. */
export function signDelivery(
  body: Uint8Array,
  options: { scheme: SignatureScheme; secret: WebhookSecret; messageId: string; sentAt: number },
): Record<string, string> {
  const scheme = SCHEMES.find((candidate) => candidate.scheme === options.scheme);
  const key = options.secret.keys[options.scheme][0];
  if (!scheme || !key) throw new Error(`No key to sign with under scheme ${options.scheme}`);
  const timestamp = String(Math.floor(options.sentAt / 1000));
  const prefix = options.scheme === "svix" ? `${options.messageId}.${timestamp}.` : `${timestamp}.`;
  return scheme.headersFor(signatureOf(scheme.encoding, key, prefix, body), options.messageId, timestamp);
}

/**
 * Reads a secret as the dashboard shows it. OFAuth's documented sample uses the text itself as the key, Svix the decoded bytes,
 * and people paste it with or without the prefix, so every possible reading counts. Returns null for a text that
 * `findSecretProblem` rejects.
 */
export function parseWebhookSecret(text: string): WebhookSecret | null {
  if (findSecretProblem(text) !== null) return null;
  const isPrefixed = text.startsWith(SECRET_PREFIX);
  const decoded = decodeBase64(isPrefixed ? text.slice(SECRET_PREFIX.length) : text);
  const asItStands = Buffer.from(text, "utf8");
  return {
    fingerprint: createHash("sha256").update(`relink secret ${text}`).digest("hex").slice(0, 8),
    keys: {
      ofauth: decoded ? [asItStands, decoded] : [asItStands],
      svix: decoded ? (isPrefixed ? [decoded] : [decoded, asItStands]) : [asItStands],
    },
  };
}

/** Explains why a text can't be a signing secret, as the predicate of a sentence that never shows it; null if it can be one. */
export function findSecretProblem(text: string): string | null {
  if (/["'`]/.test(text)) return "holds quotes; remove them";
  if (text.includes("#")) return 'holds "#"; put a comment on a line of its own';
  if (text.startsWith(SECRET_PREFIX))
    return decodeBase64(text.slice(SECRET_PREFIX.length)) === null
      ? `starts with "${SECRET_PREFIX}" but the rest is not base64 of ${DECODED_BYTES_MIN} bytes or more; copy it again, whole`
      : null;
  if (!/^[\w+/=.~:-]*$/.test(text)) return "holds a character that no signing secret has; copy it again, alone";
  if (/^(?:[spr]k|wh[sp]k)_/.test(text))
    return `is a key of another kind; copy the signing secret, which starts with "${SECRET_PREFIX}"`;
  if (COPIED_NAME.test(text))
    return `has the name of a scheme or variable in it; keep only the secret, which starts with "${SECRET_PREFIX}"`;
  if (text.length < SECRET_LENGTH_MIN) return `has fewer than ${SECRET_LENGTH_MIN} characters; copy it again, whole`;
  if (WORDS.test(text)) return "is made of words, which anyone could guess; copy the secret itself";
  return null;
}

function verifyClaim(
  scheme: Scheme,
  claim: Claim | null,
  body: Uint8Array,
  options: { secrets: readonly WebhookSecret[]; now: number; toleranceSeconds?: number },
): Verdict {
  if (!claim || !STRICT_SECONDS.test(claim.timestamp)) return { ok: false, refusal: "malformed_signature" };
  const keys = options.secrets.flatMap((secret) => secret.keys[scheme.scheme]);
  if (!keys.some((key) => matches(signatureOf(scheme.encoding, key, claim.signedPrefix, body), claim.signatures))) {
    return { ok: false, refusal: "signature_mismatch" };
  }
  const sentAt = Number(claim.timestamp) * 1000;
  const toleranceMs = (options.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS) * 1000;
  if (options.now - sentAt > toleranceMs) return { ok: false, refusal: "stale_timestamp" };
  if (sentAt - options.now > toleranceMs) return { ok: false, refusal: "future_timestamp" };
  return { ok: true, delivery: mint({ body, scheme: scheme.scheme, messageId: claim.messageId, sentAt }) };
}

/** The only place that sets the brand: its caller has just verified the signature. */
function mint(delivery: Omit<VerifiedDelivery, typeof verified>): VerifiedDelivery {
  return delivery as VerifiedDelivery;
}

/** Computes the HMAC-SHA-256 of what a scheme signs. */
export function signatureOf(encoding: SignatureEncoding, key: Buffer, prefix: string, body: Uint8Array): string {
  return createHmac("sha256", key).update(prefix).update(body).digest(encoding);
}

/** Compares encoded texts, not decoded bytes: base64 has spare bits, and flipping one must not pass. */
function matches(expected: string, offered: readonly string[]): boolean {
  const wanted = Buffer.from(expected);
  let isMatch = false;
  for (const signature of offered) {
    const candidate = Buffer.from(signature);
    if (candidate.length === wanted.length && timingSafeEqual(candidate, wanted)) isMatch = true;
  }
  return isMatch;
}

/** `OFAuth-Signature: t=<unix seconds>,v1=<hex>`, fields in any order, `v1` any number of times. */
function ofauthScheme(): Scheme {
  return {
    scheme: "ofauth",
    encoding: "hex",
    isPresent: (header) => header("ofauth-signature") !== null,
    readClaim: (header) => {
      const fields = (header("ofauth-signature") ?? "").split(",").map((field) => field.trim());
      const timestamps = fields.filter((field) => field.startsWith("t=")).map((field) => field.slice(2));
      const signatures = fields.filter((field) => field.startsWith("v1=")).map((field) => field.slice(3));
      const [timestamp] = timestamps;
      if (timestamp === undefined || timestamps.length > 1 || signatures.length === 0) return null;
      return { scheme: "ofauth", messageId: null, timestamp, signedPrefix: `${timestamp}.`, signatures };
    },
    wantingIn: (header) => {
      const fields = (header("ofauth-signature") ?? "").split(",").map((field) => field.trim());
      const times = fields.filter((field) => field.startsWith("t="));
      return [
        ...(times.length === 1 && STRICT_SECONDS.test(times[0]?.slice(2) ?? "") ? [] : ["t= in OFAuth-Signature"]),
        ...(fields.some((field) => field.startsWith("v1=")) ? [] : ["v1= in OFAuth-Signature"]),
      ];
    },
    headersFor: (signature, _messageId, timestamp) => ({ "OFAuth-Signature": `t=${timestamp},v1=${signature}` }),
  };
}

/** Svix under its own header names, or unbranded as in Standard Webhooks. */
function svixScheme(prefix: "svix" | "webhook"): Scheme {
  return {
    scheme: "svix",
    encoding: "base64",
    isPresent: (header) => header(`${prefix}-signature`) !== null,
    readClaim: (header) => {
      const messageId = header(`${prefix}-id`);
      const timestamp = header(`${prefix}-timestamp`);
      const signatures = (header(`${prefix}-signature`) ?? "")
        .split(" ")
        .filter((entry) => entry.startsWith("v1,"))
        .map((entry) => entry.slice(3));
      if (!messageId || !MESSAGE_ID.test(messageId) || !timestamp || signatures.length === 0) return null;
      return { scheme: "svix", messageId, timestamp, signedPrefix: `${messageId}.${timestamp}.`, signatures };
    },
    wantingIn: (header) => [
      ...(MESSAGE_ID.test(header(`${prefix}-id`) ?? "") ? [] : [`${prefix}-id`]),
      ...(STRICT_SECONDS.test(header(`${prefix}-timestamp`) ?? "") ? [] : [`${prefix}-timestamp`]),
      ...((header(`${prefix}-signature`) ?? "").split(" ").some((entry) => entry.startsWith("v1,"))
        ? []
        : [`v1, in ${prefix}-signature`]),
    ],
    headersFor: (signature, messageId, timestamp) => ({
      [`${prefix}-id`]: messageId,
      [`${prefix}-timestamp`]: timestamp,
      [`${prefix}-signature`]: `v1,${signature}`,
    }),
  };
}

function decodeBase64(text: string): Buffer | null {
  if (!BASE64.test(text)) return null;
  const decoded = Buffer.from(text, "base64");
  const isWhole = decoded.toString("base64").replace(/=+$/, "") === text.replace(/=+$/, "");
  return isWhole && decoded.length >= DECODED_BYTES_MIN ? decoded : null;
}
