import { createHash, randomBytes } from "node:crypto";
import type { Role } from "./role";

export const SIGN_IN_METHODS = ["password", "password_and_code", "passkey", "openid", "link"] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

export const METHOD_WORDS: Readonly<Record<SignInMethod, string>> = {
  password: "password",
  password_and_code: "password and code",
  passkey: "passkey",
  openid: "single sign-on",
  link: "one-time link",
};

/** `set_up` makes the first admin, `invitation` another person; `access` lets someone back in who has lost their password or phone. */
export type LinkKind = "set_up" | "invitation" | "access";

/** A one-time link as people see it, without its secret. */
export type OneTimeLink = {
  readonly id: number;
  readonly kind: LinkKind;
  readonly email: string | null;
  readonly role: Role | null;
  readonly personId: number | null;
  readonly madeBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
};

/** A challenge to a browser, kept until it replies. */
export type ChallengeContent =
  | { readonly kind: "second_step"; readonly personId: number; readonly next: string }
  | { readonly kind: "new_two_step"; readonly personId: number; readonly sealedSecret: string }
  | { readonly kind: "new_passkey"; readonly personId: number; readonly challenge: string }
  | { readonly kind: "passkey"; readonly challenge: string }
  | {
      readonly kind: "openid";
      readonly state: string;
      readonly nonce: string;
      readonly verifier: string;
      readonly next: string;
      /** The person who confirms their identity; undefined for a sign-in. */
      readonly personId?: number;
    };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A session ends after a week without use, and after a month in any case. */
export const SESSION_IDLE_MS = 7 * DAY_MS;
export const SESSION_LIFE_MS = 30 * DAY_MS;
export const CHALLENGE_LIFE_MS = 10 * MINUTE_MS;
export const CHALLENGE_TRIES_MAX = 5;
export const LINK_LIFE_MS: Readonly<Record<LinkKind, number>> = {
  set_up: DAY_MS,
  invitation: 7 * DAY_MS,
  access: DAY_MS,
};

/** 256 random bits can't be guessed, so a fast hash is enough to store them. */
const SECRET_BYTES = 32;

/** Makes a secret to hand out once, and the digest to store. */
export function mintSecret(prefix = ""): { readonly text: string; readonly hash: string } {
  const text = `${prefix}${randomBytes(SECRET_BYTES).toString("base64url")}`;
  return { text, hash: hashSecret(text) };
}

export function hashSecret(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/**
 * Returns the path to open after signing in, or "/" if the value isn't one of this deployment. Rejects anything that a browser
 * might take for another host: a scheme, two slashes or a backslash.
 */
export function parsePlace(value: unknown): string {
  if (typeof value !== "string" || !/^\/(?![/\\])[^\\\s]*$/u.test(value)) return "/";
  const base = "http://relink.invalid";
  const url = URL.canParse(value, base) ? new URL(value, base) : null;
  if (url?.origin !== base || url.pathname.startsWith("//")) return "/";
  return url.pathname === "/sign-in" ? "/" : `${url.pathname}${url.search}${url.hash}`;
}
