import type { Role } from "./role";
import type { SignInMethod } from "./sign-in";

/** Someone who signs in to Relink. A "user" is someone else: the creator, as the team's own product names them. */
export type Person = {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly hasPassword: boolean;
  /** True if signing in takes a code from an authenticator app after the password. */
  readonly hasTwoStep: boolean;
  readonly passkeys: number;
  /** True if an account at an OpenID Connect provider signs them in. */
  readonly hasSingleSignOn: boolean;
  readonly createdAt: number;
  readonly seenAt: number | null;
};

/** A browser in which someone is signed in. */
export type Session = {
  readonly id: number;
  readonly method: SignInMethod;
  readonly createdAt: number;
  readonly seenAt: number;
  /** When its person last confirmed their identity, by signing in or later. */
  readonly provenAt: number;
  readonly address: string | null;
  readonly agent: string | null;
};

export type Passkey = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly usedAt: number | null;
};

/** Why a change to people was refused. */
export type PersonRefusal = "unknown_person" | "last_admin" | "email_taken";

const EMAIL = /^[^\s@]+@[^\s@]+$/u;
/** RFC 5321 allows no longer address. */
const EMAIL_LENGTH_MAX = 254;
/** Leaves room for surrounding blanks, and for letters that are typed as several characters. */
const TYPED_LENGTH_MAX = 4 * EMAIL_LENGTH_MAX;
export const NAME_LENGTH_MAX = 80;

/** The letters that even canonical normalization turns into ASCII. */
const BECOMES_ASCII = /[\u037E\u1FEF\u212A]/u;

/**
 * Returns an e-mail address in its stored form; null if the value isn't one. Folds only what mail servers treat as equal: the
 * case of ASCII letters, and accents typed as separate characters. The owner of a full-width address doesn't own its ASCII
 * look-alike.
 */
export function parseEmail(value: unknown): string | null {
  // Check the length first: normalizing takes time quadratic in a text's combining marks.
  if (typeof value !== "string" || value.length > TYPED_LENGTH_MAX) return null;
  if (BECOMES_ASCII.test(value)) return null;
  const email = value
    .trim()
    .normalize("NFC")
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return email.length <= EMAIL_LENGTH_MAX && EMAIL.test(email) && email.isWellFormed() ? email : null;
}

/** Returns a name in its stored form: one line, not empty, not too long; null for anything else. */
export function parseName(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const name = value.toWellFormed().replace(/\s+/gu, " ").trim();
  return name === "" || name.length > NAME_LENGTH_MAX ? null : name;
}
