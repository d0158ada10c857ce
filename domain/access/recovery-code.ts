import { createHash } from "node:crypto";
import { hashSecret } from "./sign-in";

/** How many are given at a time. */
export const RECOVERY_CODES = 10;

/** Letters and digits that nobody mistakes for each other. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const LENGTH = 16;

/** A code that a person can copy by hand, made from a random secret: some 79 bits. */
export function recoveryCodeOf(secret: string): string {
  const bytes = createHash("sha256").update(`recovery ${secret}`).digest();
  const letters = [...bytes.subarray(0, LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return (letters.join("").match(/.{4}/g) ?? []).join("-");
}

/** A code as it was given, however it is typed; null for what is none. */
export function parseRecoveryCode(text: string): string | null {
  const letters = text.toLowerCase().replaceAll(/[\s-]/g, "");
  return letters.length === LENGTH && [...letters].every((letter) => ALPHABET.includes(letter))
    ? (letters.match(/.{4}/g) ?? []).join("-")
    : null;
}

export function hashRecoveryCode(code: string): string {
  return hashSecret(`recovery ${code}`);
}
