import { createHash } from "node:crypto";

/** Failed attempts that share a fate: who was meant, and from where. */
export type Bucket = {
  /** What is counted, such as codes: a flood of one kind leaves the others alone. */
  readonly kind: string;
  readonly key: string;
  readonly failuresMax: number;
  readonly windowMs: number;
};

const MINUTE_MS = 60_000;

/**
 * What limits a sign-in by password. Someone who comes from a browser in which this person has signed in before is counted alone,
 * so that nobody else's failures keep them out (OWASP's "device cookies"); all others by where they come from and whom they mean.
 */
export function bucketsOf(attempt: {
  readonly email: string;
  readonly address: string | null;
  /** The digest of the browser's own secret, where this person has used it before. */
  readonly knownDevice: string | null;
}): Bucket[] {
  const { email, address, knownDevice } = attempt;
  if (knownDevice !== null) return [bucket("device", knownDevice, 10, 15 * MINUTE_MS)];
  const from = addressPrefix(address);
  return [
    bucket("pair", `${email} ${from}`, 5, 15 * MINUTE_MS),
    bucket("from", from, 30, 15 * MINUTE_MS),
    bucket("to", email, 100, 60 * MINUTE_MS),
  ];
}

/** Codes after a right password: a known browser is counted alone here too, so that anyone who has the password keeps nobody out. */
export function codeBucket(personId: number, knownDevice: string | null): Bucket {
  if (knownDevice !== null) return bucket("code-device", knownDevice, 10, 15 * MINUTE_MS);
  return bucket("code", String(personId), 10, 15 * MINUTE_MS);
}

/** The password once more: counted by session, so that a thief of one keeps nobody else out. */
export function proofBucket(sessionId: number): Bucket {
  return bucket("proof", String(sessionId), 10, 15 * MINUTE_MS);
}

/** What is asked of a browser before anyone is known, such as a passkey: each is kept for a while, and there is room for so many. */
export function askBucket(address: string | null): Bucket {
  return bucket("ask", addressPrefix(address), 300, 15 * MINUTE_MS);
}

/** Starts with one reconnect link: each costs a call to OFAuth. */
export function reconnectBuckets(linkId: number, address: string | null): Bucket[] {
  return [
    bucket("link", String(linkId), 20, 15 * MINUTE_MS),
    bucket("link-from", addressPrefix(address), 100, 15 * MINUTE_MS),
  ];
}

/** The holder of an IPv6 address has 2^64 of them: their network counts as one place. */
export function addressPrefix(address: string | null): string {
  if (address === null) return "unknown";
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail = ""] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const zeros = address.includes("::") ? Array<string>(Math.max(0, 8 - groups.length - after.length)).fill("0") : [];
  return [...groups, ...zeros, ...after].slice(0, 4).join(":");
}

/** A digest: what people type where an address belongs may be a password. */
function bucket(kind: string, about: string, failuresMax: number, windowMs: number): Bucket {
  const digest = createHash("sha256").update(`${kind} ${about}`).digest("base64url").slice(0, 22);
  return { kind, key: `${kind}:${digest}`, failuresMax, windowMs };
}
