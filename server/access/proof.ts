import { clock } from "@/clock";
import { getStore } from "@/db";
import { proofBucket } from "@/domain/access/attempts";
import type { Session } from "@/domain/access/person";
import {
  fieldsToKeep,
  isRecentProof,
  losesSecret,
  PROOF_FIELD,
  type ProofRequest,
  type ProofWay,
  waysToProve,
} from "@/domain/access/proof";
import type { Right } from "@/domain/access/rights";
import { formatDuration } from "@/domain/values/duration";
import { environment } from "@/env";
import { formOf } from "@/server/http/or-not-found";
import { enter, readPlace, type SignedIn } from "./enter";
import type { Place } from "./fair-queue";
import { BUSY_WORDS, verifyPassword } from "./passwords";

/** Each signed-in person has a turn of their own where passwords are checked. */
export function placeOf({ id }: Pick<Session, "id">): Place {
  return { key: `session ${id}`, isKnown: true };
}

/**
 * Enters to do something sensitive: what lets anyone in, what shows or removes data for good. A browser that was left open is not
 * enough for it: the person proved within the last minutes that it's them, or does now, with the password in this form.
 */
export async function enterProven(
  right: Right,
  sent: FormData,
  /** Whether a person who has a password gives it each time, however recent the last proof is. */
  options: { readonly isPasswordAlwaysAsked?: boolean } = {},
): Promise<SignedIn | ProofRequest> {
  const entered = await enter(right);
  const form = formOf(sent);
  const isRecent = isRecentProof(entered.session.provenAt, clock.now());
  if (isRecent && !(options.isPasswordAlwaysAsked && entered.person.hasPassword)) return entered;
  if (!form.has(PROOF_FIELD)) return requestProof(entered, form, null);
  const problem = await provePassword(entered, form.get(PROOF_FIELD));
  return problem === null ? entered : requestProof(entered, form, problem);
}

/** Proves by the password that it's the person of a session; returns why not. Failures are counted by session. */
export async function provePassword({ person, session, by }: SignedIn, password: unknown): Promise<string | null> {
  const { attempts, audit, people, sessions } = getStore();
  const now = clock.now();
  const bucket = proofBucket(session.id);
  const verdict = await attempts.begin([bucket], now);
  if (!verdict.isAllowed) return `Too many wrong passwords. Try again in ${formatDuration(verdict.retryAt - now)}.`;
  const credentials = await people.findCredentials(person.id);
  const given = typeof password === "string" ? password : "";
  const answer = await verifyPassword(given, credentials?.passwordHash ?? null, placeOf(session));
  if (answer === "wrong") {
    const details = { method: "password again" };
    await audit.writeBounded({ deed: "sign_in_failed", subject: person.email, details }, by());
    return "That is not your current password.";
  }
  await attempts.forgive([bucket]);
  if (answer === "busy") return BUSY_WORDS;
  await sessions.prove(person.id, session.id, "password", by());
  return null;
}

/** Returns how someone who is signed in can prove that it's them. */
export function waysOf({ person }: SignedIn): ProofWay[] {
  return waysToProve(person, environment().openId !== null);
}

async function requestProof(entered: SignedIn, form: FormData, problem: string | null): Promise<ProofRequest> {
  const place = await readPlace();
  return {
    confirm: { ways: waysOf(entered), problem, place, fields: fieldsToKeep(form), losesSecret: losesSecret(form) },
  };
}
