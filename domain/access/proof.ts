import type { Person } from "./person";

/** How long a proof of identity unlocks sensitive acts in a session. */
export const PROOF_LIFE_MS = 15 * 60_000;

/** The ways to confirm one's identity while signed in. */
export type ProofWay = "password" | "passkey" | "openid";

/** A sensitive act that waits until its person confirms their identity. */
export type ProofRequest = {
  readonly confirm: {
    readonly ways: readonly ProofWay[];
    /** Why the last proof failed; null before the first. */
    readonly problem: string | null;
    /** The page on which the act was started. */
    readonly place: string;
    /** The fields of the submitted form, to send again. */
    readonly fields: readonly (readonly [name: string, value: string])[];
    /** True if the form held a secret, which isn't among the fields. */
    readonly losesSecret: boolean;
  };
};

/** The form field of the password that confirms a person's identity. */
export const PROOF_FIELD = "current";
const NEW_PASSWORD_FIELD = "password";
const SECRET_FIELDS: readonly string[] = [PROOF_FIELD, NEW_PASSWORD_FIELD];

/** Returns true if a proof is recent. A proof from the future isn't: the clock was set back since. */
export function isRecentProof(provenAt: number, now: number): boolean {
  return Math.abs(now - provenAt) < PROOF_LIFE_MS;
}

/**
 * Returns the ways in which a person can confirm their identity. Single sign-on is only for people who have nothing else, since a
 * provider may let a browser in without asking.
 */
export function waysToProve(person: Pick<Person, "hasPassword" | "passkeys">, hasOpenId: boolean): ProofWay[] {
  const own: ProofWay[] = [];
  if (person.hasPassword) own.push("password");
  if (person.passkeys > 0) own.push("passkey");
  return own.length === 0 && hasOpenId ? ["openid"] : own;
}

/** Returns the fields of a form that its sender sees again: no secrets, no files, none of the framework's own. */
export function fieldsToKeep(form: Iterable<readonly [string, unknown]>): [name: string, value: string][] {
  return Array.from(form).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && !SECRET_FIELDS.includes(name) && !name.startsWith("$") ? [[name, value]] : [],
  );
}

/** Returns true if a form held a secret that its sender has to enter again: a password other than the confirming one. */
export function losesSecret(form: Pick<FormData, "has">): boolean {
  return form.has(NEW_PASSWORD_FIELD);
}
