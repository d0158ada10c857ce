import type { Role } from "./role";
import type { SignInMethod } from "./sign-in";

/** Someone who signs in. A "user" is somebody else: the creator, as the team's own product names them. */
export type Person = {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly hasPassword: boolean;
  /** Whether a code of an authenticator app is asked for after the password. */
  readonly hasTwoStep: boolean;
  readonly passkeys: number;
  /** Whether an account at an OpenID Connect provider signs them in. */
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
  /** When its person last proved that it's them, by signing in or by confirming. */
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

/** Why something about people could not be done. */
export type PersonRefusal = "unknown_person" | "last_admin" | "email_taken";

const EMAIL = /^[^\s@]+@[^\s@]+$/u;
/** RFC 5321 allows no longer address. */
const EMAIL_LENGTH_MAX = 254;
/** Room for blanks around an address, and for letters that are typed as several characters. */
const TYPED_LENGTH_MAX = 4 * EMAIL_LENGTH_MAX;
export const NAME_LENGTH_MAX = 80;

/** The letters that even canonical normalisation turns into ASCII. */
const BECOMES_ASCII = /[\u037E\u1FEF\u212A]/u;

/**
 * Returns an e-mail address as it is kept; null for what is none. Folds only what mail servers take for the same: the case of ASCII
 * letters, and accents that were typed apart. The owner of an address of full-width letters doesn't own the one that looks like it.
 */
export function parseEmail(value: unknown): string | null {
  // Measured first: normalising takes time that grows with the square of the marks in a text.
  if (typeof value !== "string" || value.length > TYPED_LENGTH_MAX) return null;
  if (BECOMES_ASCII.test(value)) return null;
  const email = value
    .trim()
    .normalize("NFC")
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return email.length <= EMAIL_LENGTH_MAX && EMAIL.test(email) && email.isWellFormed() ? email : null;
}

/** A name as it is kept: one line, not empty, not endless; null for anything else. */
export function parseName(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const name = value.toWellFormed().replace(/\s+/gu, " ").trim();
  return name === "" || name.length > NAME_LENGTH_MAX ? null : name;
}
