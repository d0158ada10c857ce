import { createHmac, timingSafeEqual } from "node:crypto";
import type { ReconnectLink } from "@/domain/outreach/reconnect-link";
import { keyFor } from "@/server/access/sealed";

const SHAPE = /^([0-9a-z]{1,11})-([\w-]{43})$/;

/**
 * What stands in a reconnect link's address: its number, signed. Nobody can make one who has not both the database, where
 * its nonce is, and the deployment's key, which is not there.
 */
export function linkToken({ id, nonce }: Pick<ReconnectLink, "id" | "nonce">): string {
  return `${id.toString(36)}-${signatureOf(id, nonce).toString("base64url")}`;
}

/** The number that a token claims to be of, to look it up; null for what is none. */
export function claimedLink(token: string): number | null {
  const [, id] = SHAPE.exec(token) ?? [];
  return id === undefined ? null : Number.parseInt(id, 36);
}

/** Whether a token is the one of this link. */
export function isTokenOf(token: string, { id, nonce }: Pick<ReconnectLink, "id" | "nonce">): boolean {
  // Compared as text: the last letter of a signature has spare bits, so that four texts stand for the same bytes.
  const [given, wanted] = [Buffer.from(token), Buffer.from(linkToken({ id, nonce }))];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function signatureOf(id: number, nonce: string): Buffer {
  return createHmac("sha256", keyFor("reconnect-link")).update(`${id}.${nonce}`).digest();
}
