import { createHash } from "node:crypto";

/** Failed attempts that are counted, and limited, together. */
export type Bucket = {
  /** The kind of attempt, such as codes. A flood of one kind doesn't block the others. */
  readonly kind: string;
  readonly key: string;
  readonly failuresMax: number;
  readonly windowMs: number;
};

const MINUTE_MS = 60_000;

/**
 * Returns the buckets that limit a sign-in by password. A browser in which this person has signed in before has a bucket of its
 * own, so nobody else's failures lock them out (OWASP's "device cookies"). Other attempts count by address and by the e-mail they
 * name.
 */
export function bucketsOf(attempt: {
  readonly email: string;
  readonly address: string | null;
  /** The digest of the browser's own secret if this person has used it before. */
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

/**
 * Returns the bucket for second-step codes. A known browser has its own, so that someone who has the password can't lock the
 * person out.
 */
export function codeBucket(personId: number, knownDevice: string | null): Bucket {
  if (knownDevice !== null) return bucket("code-device", knownDevice, 10, 15 * MINUTE_MS);
  return bucket("code", String(personId), 10, 15 * MINUTE_MS);
}

/** Returns the bucket for confirming with the password. It counts by session, so that a thief of one session locks nobody else out. */
export function proofBucket(sessionId: number): Bucket {
  return bucket("proof", String(sessionId), 10, 15 * MINUTE_MS);
}

/**
 * Returns the bucket for challenges issued before anyone is known, such as passkeys: each is stored for a while, and room for
 * them is limited.
 */
export function askBucket(address: string | null): Bucket {
  return bucket("ask", addressPrefix(address), 300, 15 * MINUTE_MS);
}

/** Returns the buckets for starting with one reconnect link. Each start costs a call to OFAuth. */
export function reconnectBuckets(linkId: number, address: string | null): Bucket[] {
  return [
    bucket("link", String(linkId), 20, 15 * MINUTE_MS),
    bucket("link-from", addressPrefix(address), 100, 15 * MINUTE_MS),
  ];
}

/** Shortens an IPv6 address to its network: whoever has one address has 2^64 of them. */
export function addressPrefix(address: string | null): string {
  if (address === null) return "unknown";
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail = ""] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const zeros = address.includes("::") ? Array<string>(Math.max(0, 8 - groups.length - after.length)).fill("0") : [];
  return [...groups, ...zeros, ...after].slice(0, 4).join(":");
}

/** Keys buckets by digest, since people type passwords into the e-mail field. */
function bucket(kind: string, about: string, failuresMax: number, windowMs: number): Bucket {
  const digest = createHash("sha256").update(`${kind} ${about}`).digest("base64url").slice(0, 22);
  return { kind, key: `${kind}:${digest}`, failuresMax, windowMs };
}
