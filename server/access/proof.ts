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
import type { QueueClient } from "./fair-queue";
import { BUSY_WORDS, verifyPassword } from "./passwords";

/** Returns the password queue's place for a session: each has its own turn. */
export function queueClientOf({ id }: Pick<Session, "id">): QueueClient {
  return { key: `session ${id}`, isKnown: true };
}

/**
 * Enters for a sensitive action: one that grants access, or shows or removes data for good. An open session is not enough: the
 * person must have proved their identity in the last few minutes, or do so now with the password in this form.
 */
export async function enterProven(
  right: Right,
  sent: FormData,
  /** If true, a person who has a password must enter it every time, however recent the last proof. */
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

/** Checks the password of the session's person and records the proof; returns why not, or null. Failures are counted per session. */
export async function provePassword({ person, session, by }: SignedIn, password: unknown): Promise<string | null> {
  const { attempts, audit, people, sessions } = getStore();
  const now = clock.now();
  const bucket = proofBucket(session.id);
  const verdict = await attempts.begin([bucket], now);
  if (!verdict.isAllowed) return `Too many wrong passwords. Try again in ${formatDuration(verdict.retryAt - now)}.`;
  const credentials = await people.findCredentials(person.id);
  const given = typeof password === "string" ? password : "";
  const answer = await verifyPassword(given, credentials?.passwordHash ?? null, queueClientOf(session));
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

/** Returns the ways this person can prove their identity. */
export function waysOf({ person }: SignedIn): ProofWay[] {
  return waysToProve(person, environment().openId !== null);
}

async function requestProof(entered: SignedIn, form: FormData, problem: string | null): Promise<ProofRequest> {
  const place = await readPlace();
  return {
    confirm: { ways: waysOf(entered), problem, place, fields: fieldsToKeep(form), losesSecret: losesSecret(form) },
  };
}
