import type { Person } from "./person";

/** How long a proof of identity lets a session do sensitive things. */
export const PROOF_LIFE_MS = 15 * 60_000;

/** How people prove that it's them while they are signed in. */
export type ProofWay = "password" | "passkey" | "openid";

/** A sensitive act that waits until its person proves that it's them. */
export type ProofRequest = {
  readonly confirm: {
    readonly ways: readonly ProofWay[];
    /** Why the last proof failed; null before the first. */
    readonly problem: string | null;
    /** The page that the act was started from. */
    readonly place: string;
    /** The fields of the form that was sent, to send again. */
    readonly fields: readonly (readonly [name: string, value: string])[];
    /** Whether the form held a secret, which isn't among the fields. */
    readonly losesSecret: boolean;
  };
};

/** The field that holds the password with which someone proves that it's them. */
export const PROOF_FIELD = "current";
const NEW_PASSWORD_FIELD = "password";
const SECRET_FIELDS: readonly string[] = [PROOF_FIELD, NEW_PASSWORD_FIELD];

/** Returns whether a proof is recent. One that lies in the future is not: the clock was set back since. */
export function isRecentProof(provenAt: number, now: number): boolean {
  return Math.abs(now - provenAt) < PROOF_LIFE_MS;
}

/** Returns how a person can prove that it's them. Single sign-on is for those who have nothing else, since a provider may let a browser in by itself. */
export function waysToProve(person: Pick<Person, "hasPassword" | "passkeys">, hasOpenId: boolean): ProofWay[] {
  const own: ProofWay[] = [];
  if (person.hasPassword) own.push("password");
  if (person.passkeys > 0) own.push("passkey");
  return own.length === 0 && hasOpenId ? ["openid"] : own;
}

/** Returns the fields of a form that are shown to its sender again: no secrets, no files, none of the framework's own. */
export function fieldsToKeep(form: Iterable<readonly [string, unknown]>): [name: string, value: string][] {
  return Array.from(form).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && !SECRET_FIELDS.includes(name) && !name.startsWith("$") ? [[name, value]] : [],
  );
}

/** Returns whether a form held a secret that its sender has to enter again: a password other than the one that proves it's them. */
export function losesSecret(form: Pick<FormData, "has">): boolean {
  return form.has(NEW_PASSWORD_FIELD);
}
