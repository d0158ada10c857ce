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

/** What a proxy or a tool commonly does to a body on its way. */
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

/** What the doctor found. Lengths of time in seconds. */
export type Finding =
  | { readonly kind: "fits" }
  /** The signature fits, its time does not: signed so long ago, or below zero so far ahead. */
  | { readonly kind: "clock"; readonly seconds: number }
  | { readonly kind: "no_signature" }
  | { readonly kind: "incomplete"; readonly wanting: readonly string[] }
  /** It fits the body as it was before something changed it so. */
  | { readonly kind: "altered"; readonly alteration: Alteration }
  /** It is right but for how it is spelled. */
  | { readonly kind: "misspelled"; readonly spelling: Misspelling }
  /** It fits by other rules than those of the header that it came in. */
  | { readonly kind: "other_form"; readonly encoding: SignatureEncoding; readonly signs: "id_time" | "time" | "body" }
  | { readonly kind: "wrong_secret" }
  /** The body is compressed, or said to be, and may have been signed otherwise. */
  | { readonly kind: "compressed" }
  /** There was no secret to check with. */
  | { readonly kind: "no_secret" };

/** Hex in capital letters; base64 of the kind for addresses, or with a padding of its own. */
export type Misspelling = "upper_case" | "base64url" | "padding";

export type Diagnosis = {
  /** The most telling first; at least one. */
  readonly findings: readonly Finding[];
  /** The schemes whose headers came. */
  readonly schemes: readonly SignatureScheme[];
  /** When it says that it was signed, in milliseconds. */
  readonly sentAt: number | null;
  /** Fingerprints of the secrets that were tried, and of the one that fits. */
  readonly tried: readonly string[];
  readonly matched: string | null;
};

type Options = {
  readonly secrets: readonly WebhookSecret[];
  /** In milliseconds; null where it is not known, and the time can't be judged. */
  readonly receivedAt: number | null;
  readonly toleranceSeconds: number;
  /** Whether to look for changed bodies and other forms too: some hundred digests. */
  readonly isThorough: boolean;
};

/**
 * Hundreds of times what an event would have. A refused body is anyone's: written anew, one that is nested deeply would overflow
 * the stack, and one that is long as well would grow a thousandfold.
 */
const INDENTS_MAX = 32_000;
/** A digest has 64 letters, and a sender that changes its secret signs with two. */
const SIGNATURE_LENGTH_MAX = 128;
const SIGNATURES_MAX = 10;

/** No event is larger; a few bytes may stand for gigabytes. */
const INFLATED_BYTES_MAX = 256 * 1024;

const ENCODINGS: readonly SignatureEncoding[] = ["hex", "base64"];

/** Tells why a delivery would be refused, or that it would not. Takes any input; keeps nothing. */
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

/** A header has room for thousands of signatures, each of which would be held against everything that is tried. */
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

/** What a body may have been before it was compressed: by gzip or deflate, which it says itself, or by Brotli, which it doesn't. */
function* inflations(body: Uint8Array): Generator<Uint8Array> {
  for (const inflate of [unzipSync, brotliDecompressSync]) {
    try {
      yield inflate(body, { maxOutputLength: INFLATED_BYTES_MAX });
    } catch {
      // It is not of this kind, or larger than any event.
    }
  }
}

/** Whether a header says so, or the first bytes are those of gzip or Zstandard. */
function isCompressed(headers: Headers, body: Uint8Array): boolean {
  const said = headers.get("content-encoding") ?? "identity";
  const start = Buffer.from(body.subarray(0, 4)).toString("hex");
  return said.trim().toLowerCase() !== "identity" || start.startsWith("1f8b") || start === "28b52ffd";
}

/** What the body may have been before each alteration: one at a time, since each may be as large as the body and more. */
function* originalsOf(text: string): Generator<readonly [Alteration, string]> {
  // Decoding has taken the mark off.
  yield ["mark_added", text];
  yield ["newline_added", text.replace(/\r?\n$/, "")];
  yield ["newline_lost", `${text}\n`];
  yield ["line_ends", text.replaceAll("\r\n", "\n")];
  yield ["line_ends", text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n")];
  const json = parseJson(text);
  if (json === undefined || isUnwieldy(json)) return;
  const compact = JSON.stringify(json);
  // A body that is spread out now was compact before, and the other way round.
  yield ["indented", compact];
  yield ["compacted", JSON.stringify(json, null, 2)];
  yield ["compacted", JSON.stringify(json, null, 4)];
  yield ["spaced", spaced(json)];
  yield ["escaped", escapeBeyondAscii(compact)];
  yield ["escaped", compact.replaceAll("/", "\\/")];
}

/** Whether there would be more indentation than in any event, if each value had a line of its own. */
function isUnwieldy(json: unknown): boolean {
  let indents = 0;
  // Not by calling itself: how deep it goes is what it asks.
  const values: [value: unknown, depth: number][] = [[json, 0]];
  for (const [value, depth] of values) {
    indents += depth;
    if (indents > INDENTS_MAX) return true;
    if (typeof value !== "object" || value === null) continue;
    for (const inner of Object.values(value)) values.push([inner, depth + 1]);
  }
  return false;
}

/** JSON with a space after each comma and colon, as some languages write it. */
function spaced(json: unknown): string {
  if (Array.isArray(json)) return `[${json.map(spaced).join(", ")}]`;
  if (typeof json !== "object" || json === null) return JSON.stringify(json);
  const entries = Object.entries(json).map(([key, value]) => `${JSON.stringify(key)}: ${spaced(value)}`);
  return `{${entries.join(", ")}}`;
}

function escapeBeyondAscii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Signatures that are right, by the rules of the header that they came in, but for how they are spelled. */
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

/** Tries every rule that is in use with every key: a sender or a test tool may mix them up. */
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

/** Digits in either case, base64 with or without its padding: nothing is let in by this, so it may be lenient. */
function isSame(claimed: string, computed: string): boolean {
  const plain = (signature: string) => signature.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
  return plain(claimed) === plain(computed) || claimed.toLowerCase() === computed;
}
