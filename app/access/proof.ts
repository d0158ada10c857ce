import { clock } from "@/clock";
import { getStore } from "@/db";
import { proofBucket } from "@/domain/attempts";
import { formatDuration } from "@/domain/duration";
import type { SignedIn } from "./enter";
import { BUSY_WORDS, verifyPassword } from "./passwords";

/** How fresh a sign-in must be where there is no password to ask for. */
const FRESH_MS = 15 * 60_000;

/**
 * Why someone may not change what lets them or others in, if they may not: a browser that was left open is not enough, it takes the
 * password once more. Without a password it takes a fresh sign-in.
 */
export async function lackOfProof({ person, session, by }: SignedIn, password: unknown): Promise<string | null> {
  const now = clock.now();
  if (!person.hasPassword) {
    return now - session.createdAt < FRESH_MS ? null : "Sign out and in again first: your sign-in is too old for this.";
  }
  const { attempts, audit, people } = getStore();
  const bucket = proofBucket(session.id);
  const verdict = await attempts.begin([bucket], now);
  if (!verdict.isAllowed) return `Too many wrong passwords. Try again in ${formatDuration(verdict.retryAt - now)}.`;
  const credentials = await people.findCredentials(person.id);
  const given = typeof password === "string" ? password : "";
  const answer = await verifyPassword(given, credentials?.passwordHash ?? null);
  if (answer === "wrong") {
    await audit.writeBounded(
      { deed: "sign_in_failed", subject: person.email, details: { method: "password again" } },
      by(),
    );
    return "That is not your current password.";
  }
  await attempts.forgive([bucket]);
  return answer === "busy" ? BUSY_WORDS : null;
}
