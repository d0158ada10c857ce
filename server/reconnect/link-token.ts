import { createHmac, timingSafeEqual } from "node:crypto";
import type { ReconnectLink } from "@/domain/outreach/reconnect-link";
import { keyFor } from "@/server/access/sealed";

const SHAPE = /^([0-9a-z]{1,11})-([\w-]{43})$/;

/**
 * Returns the token in a reconnect link's URL: its id, signed. Forging one takes both the database, which holds the nonce, and
 * the deployment's key, which is stored elsewhere.
 */
export function linkToken({ id, nonce }: Pick<ReconnectLink, "id" | "nonce">): string {
  return `${id.toString(36)}-${signatureOf(id, nonce).toString("base64url")}`;
}

/** Returns the link id that a token claims, to look it up; null if it isn't a token. */
export function claimedLink(token: string): number | null {
  const [, id] = SHAPE.exec(token) ?? [];
  return id === undefined ? null : Number.parseInt(id, 36);
}

/** Returns true if the token is this link's. */
export function isTokenOf(token: string, { id, nonce }: Pick<ReconnectLink, "id" | "nonce">): boolean {
  // Compared as text: the last letter of a signature has spare bits, so four texts decode to the same bytes.
  const [given, wanted] = [Buffer.from(token), Buffer.from(linkToken({ id, nonce }))];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function signatureOf(id: number, nonce: string): Buffer {
  return createHmac("sha256", keyFor("reconnect-link")).update(`${id}.${nonce}`).digest();
}
