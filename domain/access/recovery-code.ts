import { createHash } from "node:crypto";
import { hashSecret } from "./sign-in";

/** How many codes a person gets at a time. */
export const RECOVERY_CODES = 10;

/** Letters and digits that can't be mistaken for each other. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const LENGTH = 16;

/** Makes a code that a person can copy by hand from a random secret: about 79 bits. */
export function recoveryCodeOf(secret: string): string {
  const bytes = createHash("sha256").update(`recovery ${secret}`).digest();
  const letters = [...bytes.subarray(0, LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return (letters.join("").match(/.{4}/g) ?? []).join("-");
}

/** Normalizes a typed code, whatever its case, blanks and hyphens; null if it isn't one. */
export function parseRecoveryCode(text: string): string | null {
  const letters = text.toLowerCase().replaceAll(/[\s-]/g, "");
  return letters.length === LENGTH && [...letters].every((letter) => ALPHABET.includes(letter))
    ? (letters.match(/.{4}/g) ?? []).join("-")
    : null;
}

export function hashRecoveryCode(code: string): string {
  return hashSecret(`recovery ${code}`);
}
