import { brotliDecompressSync, unzipSync } from "node:zlib";
import { decodeUtf8, parseJson } from "@/domain/values/body-fields";
import {
  type Claim,
  isSignedWith,
  type PresentedScheme,
  presentedSchemes,
  type SignatureEncoding,
  type SignatureScheme,
  signatureOf,
  type WebhookSecret,
  wantedSignature,
} from "./signature";

/** Changes that proxies and tools commonly make to a body. */
export const ALTERATIONS = [
  "compressed",
  "newline_added",
  "newline_lost",
  "line_ends",
  "mark_added",
  "compacted",
  "indented",
  "spaced",
  "escaped",
] as const;
export type Alteration = (typeof ALTERATIONS)[number];

/** A finding of the doctor. Durations in seconds. */
export type Finding =
  | { readonly kind: "fits" }
  /** The signature fits, its time doesn't: signed this many seconds ago, or ahead of our clock if negative. */
  | { readonly kind: "clock"; readonly seconds: number }
  | { readonly kind: "no_signature" }
  | { readonly kind: "incomplete"; readonly wanting: readonly string[] }
  /** It fits the body from before this change. */
  | { readonly kind: "altered"; readonly alteration: Alteration }
  /** It is right except for its spelling. */
  | { readonly kind: "misspelled"; readonly spelling: Misspelling }
  /** It fits under the rules of another header. */
  | { readonly kind: "other_form"; readonly encoding: SignatureEncoding; readonly signs: "id_time" | "time" | "body" }
  | { readonly kind: "wrong_secret" }
  /** The body is compressed, or labeled so, and may have been signed in another form. */
  | { readonly kind: "compressed" }
  /** There was no secret to check against. */
  | { readonly kind: "no_secret" };

/** Hex in capital letters; URL-safe base64; or base64 with different padding. */
export type Misspelling = "upper_case" | "base64url" | "padding";

export type Diagnosis = {
  /** The most specific first; at least one. */
  readonly findings: readonly Finding[];
  /** The schemes whose headers are present. */
  readonly schemes: readonly SignatureScheme[];
  /** The claimed time of signing, in milliseconds. */
  readonly sentAt: number | null;
  /** Fingerprints of the secrets that were tried, and of the one that fits. */
  readonly tried: readonly string[];
  readonly matched: string | null;
};

type Options = {
  readonly secrets: readonly WebhookSecret[];
  /** In milliseconds; null if unknown, and then the time isn't judged. */
  readonly receivedAt: number | null;
  readonly toleranceSeconds: number;
  /** True to also try changed bodies and other forms: some hundred digests. */
  readonly isThorough: boolean;
};

/**
 * Hundreds of times what an event would need. Anyone can send a body that is refused: serializing a deeply nested one would
 * overflow the stack, and a long one as well would grow a thousandfold.
 */
const INDENTS_MAX = 32_000;
/** A digest has 64 characters, and a sender that rotates its secret signs with two. */
const SIGNATURE_LENGTH_MAX = 128;
const SIGNATURES_MAX = 10;

/** No event is larger, while a few compressed bytes may expand to gigabytes. */
const INFLATED_BYTES_MAX = 256 * 1024;

const ENCODINGS: readonly SignatureEncoding[] = ["hex", "base64"];

/** Explains why a delivery would be refused, or reports that it would not. Accepts any input and keeps nothing. */
export function diagnose(headers: Headers, body: Uint8Array, options: Options): Diagnosis {
  const presented = presentedSchemes(headers);
  const claims = presented.flatMap((one) => one.claim ?? []);
  const [claim] = claims;
  const matched = findSecret(claims, body, options.secrets);
  const fitting = matched?.claim ?? claim;
  return {
    findings: findingsOf(presented, matched, { headers, body }, options),
    schemes: [...new Set(presented.map((one) => one.scheme))],
    sentAt: fitting ? Number(fitting.timestamp) * 1000 : null,
    tried: claims.length > 0 ? options.secrets.map((secret) => secret.fingerprint) : [],
    matched: matched?.secret.fingerprint ?? null,
  };
}

function findingsOf(
  presented: readonly PresentedScheme[],
  matched: { readonly claim: Claim } | null,
  { headers, body }: { readonly headers: Headers; readonly body: Uint8Array },
  options: Options,
): Finding[] {
  if (presented.length === 0) return [{ kind: "no_signature" }];
  if (matched) return [judgeTime(matched.claim, options)];
  const incomplete = presented.flatMap((one): Finding[] =>
    one.claim ? [] : [{ kind: "incomplete", wanting: one.wanting }],
  );
  const claims = presented.flatMap((one) => one.claim ?? []);
  if (claims.length === 0) return incomplete;
  if (options.secrets.length === 0) return [{ kind: "no_secret" }, ...incomplete];
  const plausible = claims.map(withPlausibleSignatures);
  const reasons = options.isThorough ? findReasons(plausible, body, options.secrets) : [];
  if (reasons.length > 0) return [...reasons, ...incomplete];
  const compressed: Finding[] = isCompressed(headers, body) ? [{ kind: "compressed" }] : [];
  return [...compressed, { kind: "wrong_secret" }, ...incomplete];
}

function findReasons(claims: readonly Claim[], body: Uint8Array, secrets: readonly WebhookSecret[]): Finding[] {
  const misspelled = findMisspellings(claims, body, secrets);
  if (misspelled.length > 0) return misspelled;
  return [...findAlterations(claims, body, secrets), ...findOtherForms(claims, body, secrets)];
}

/** A header has room for thousands of signatures, each of which would be compared with every digest tried. */
function withPlausibleSignatures(claim: Claim): Claim {
  const signatures = claim.signatures.filter((one) => one.length <= SIGNATURE_LENGTH_MAX);
  return { ...claim, signatures: signatures.slice(0, SIGNATURES_MAX) };
}

function judgeTime(claim: Claim, { receivedAt, toleranceSeconds }: Options): Finding {
  if (receivedAt === null) return { kind: "fits" };
  const seconds = Math.trunc(receivedAt / 1000 - Number(claim.timestamp));
  return Math.abs(receivedAt / 1000 - Number(claim.timestamp)) > toleranceSeconds
    ? { kind: "clock", seconds }
    : { kind: "fits" };
}

function findSecret(
  claims: readonly Claim[],
  body: Uint8Array,
  secrets: readonly WebhookSecret[],
): { readonly claim: Claim; readonly secret: WebhookSecret } | null {
  for (const claim of claims) {
    const secret = secrets.find((one) => one.keys[claim.scheme].some((key) => isSignedWith(claim, key, body)));
    if (secret) return { claim, secret };
  }
  return null;
}

function findAlterations(claims: readonly Claim[], body: Uint8Array, secrets: readonly WebhookSecret[]): Finding[] {
  for (const inflated of inflations(body))
    if (findSecret(claims, inflated, secrets)) return [{ kind: "altered", alteration: "compressed" }];
  const text = decodeUtf8(body);
  if (text === null) return [];
  for (const [alteration, original] of originalsOf(text)) {
    const bytes = Buffer.from(original);
    if (!bytes.equals(body) && findSecret(claims, bytes, secrets)) return [{ kind: "altered", alteration }];
  }
  return [];
}

/** Yields what a body may have been before compression: by gzip or deflate, which are recognizable, or by Brotli, which isn't. */
function* inflations(body: Uint8Array): Generator<Uint8Array> {
  for (const inflate of [unzipSync, brotliDecompressSync]) {
    try {
      yield inflate(body, { maxOutputLength: INFLATED_BYTES_MAX });
    } catch {
      // Not in this format, or it inflates to more than any event could be.
    }
  }
}

/** Returns true if a header says so, or if the body starts like gzip or Zstandard. */
function isCompressed(headers: Headers, body: Uint8Array): boolean {
  const said = headers.get("content-encoding") ?? "identity";
  const start = Buffer.from(body.subarray(0, 4)).toString("hex");
  return said.trim().toLowerCase() !== "identity" || start.startsWith("1f8b") || start === "28b52ffd";
}

/** Yields what the body may have been before each alteration, one at a time, since each may be larger than the body. */
function* originalsOf(text: string): Generator<readonly [Alteration, string]> {
  // Decoding has removed the byte order mark.
  yield ["mark_added", text];
  yield ["newline_added", text.replace(/\r?\n$/, "")];
  yield ["newline_lost", `${text}\n`];
  yield ["line_ends", text.replaceAll("\r\n", "\n")];
  yield ["line_ends", text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n")];
  const json = parseJson(text);
  if (json === undefined || isUnwieldy(json)) return;
  const compact = JSON.stringify(json);
  // An indented body was compact before, and the other way round.
  yield ["indented", compact];
  yield ["compacted", JSON.stringify(json, null, 2)];
  yield ["compacted", JSON.stringify(json, null, 4)];
  yield ["spaced", spaced(json)];
  yield ["escaped", escapeBeyondAscii(compact)];
  yield ["escaped", compact.replaceAll("/", "\\/")];
}

/** Returns true if indenting this value would take more space than in any event. */
function isUnwieldy(json: unknown): boolean {
  let indents = 0;
  // Not recursive, since it measures the depth.
  const values: [value: unknown, depth: number][] = [[json, 0]];
  for (const [value, depth] of values) {
    indents += depth;
    if (indents > INDENTS_MAX) return true;
    if (typeof value !== "object" || value === null) continue;
    for (const inner of Object.values(value)) values.push([inner, depth + 1]);
  }
  return false;
}

/** Formats JSON with a space after each comma and colon, as some languages do. */
function spaced(json: unknown): string {
  if (Array.isArray(json)) return `[${json.map(spaced).join(", ")}]`;
  if (typeof json !== "object" || json === null) return JSON.stringify(json);
  const entries = Object.entries(json).map(([key, value]) => `${JSON.stringify(key)}: ${spaced(value)}`);
  return `{${entries.join(", ")}}`;
}

function escapeBeyondAscii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Finds signatures that are right under the rules of their header, except for their spelling. */
function findMisspellings(claims: readonly Claim[], body: Uint8Array, secrets: readonly WebhookSecret[]): Finding[] {
  for (const claim of claims) {
    const wanted = secrets
      .flatMap((secret) => secret.keys[claim.scheme])
      .map((key) => wantedSignature(claim, key, body));
    const given = claim.signatures.find((one) => wanted.some((other) => isSame(one, other)));
    if (given !== undefined) return [{ kind: "misspelled", spelling: spellingOf(claim.scheme, given) }];
  }
  return [];
}

function spellingOf(scheme: SignatureScheme, signature: string): Misspelling {
  if (scheme === "ofauth") return "upper_case";
  return /[-_]/.test(signature) ? "base64url" : "padding";
}

/** Tries every known rule with every key: a sender or a test tool may mix them up. */
function findOtherForms(claims: readonly Claim[], body: Uint8Array, secrets: readonly WebhookSecret[]): Finding[] {
  const keys = secrets.flatMap((secret) => [...secret.keys.ofauth, ...secret.keys.svix]);
  for (const { messageId, timestamp, signatures } of claims) {
    for (const [signs, prefix] of prefixesOf(messageId, timestamp)) {
      for (const encoding of ENCODINGS) {
        const computed = keys.map((key) => signatureOf(encoding, key, prefix, body));
        if (signatures.some((one) => computed.some((other) => isSame(one, other))))
          return [{ kind: "other_form", encoding, signs }];
      }
    }
  }
  return [];
}

function prefixesOf(messageId: string | null, timestamp: string): (readonly ["id_time" | "time" | "body", string])[] {
  const plain = [["time", `${timestamp}.`] as const, ["body", ""] as const];
  return messageId === null ? plain : [...plain, ["id_time", `${messageId}.${timestamp}.`]];
}

/** Compares hex in either case, and base64 with or without padding. This can be lenient, since it lets nothing in. */
function isSame(claimed: string, computed: string): boolean {
  const plain = (signature: string) => signature.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
  return plain(claimed) === plain(computed) || claimed.toLowerCase() === computed;
}
