import { Secret, TOTP } from "otpauth";
import { getStore } from "@/db";
import type { Credentials } from "@/db/access-store";
import type { By } from "@/domain/access/audit";
import { hashRecoveryCode, parseRecoveryCode, RECOVERY_CODES, recoveryCodeOf } from "@/domain/access/recovery-code";
import { mintSecret } from "@/domain/access/sign-in";
import { openSealed } from "./sealed";

/** RFC 6238 as every authenticator app has it: SHA-1, six digits, half a minute. */
const PERIOD_SECONDS = 30;
const DIGITS = 6;
const SECRET_BYTES = 20;
/** Clocks of phones are right to within a step. */
const WINDOW_STEPS = 1;

export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What an authenticator app reads from the picture. */
export function totpAddress(secret: string, email: string): string {
  return totp(secret, email).toString();
}

/** The step of time whose code this is; null where it is none of this moment. */
export function totpStepOf(secret: string, code: string, now: number): number | null {
  const digits = code.replaceAll(/\s/g, "");
  if (!/^\d{6}$/.test(digits)) return null;
  const delta = totp(secret, "").validate({ token: digits, timestamp: now, window: WINDOW_STEPS });
  return delta === null ? null : Math.floor(now / 1_000 / PERIOD_SECONDS) + delta;
}

/** Whether this is the code of the moment, not used before; or one of the recovery codes, which is then used up. */
export async function isSecondStep({ person, sealedTotpSecret }: Credentials, code: string, by: By): Promise<boolean> {
  const { people } = getStore();
  const recoveryCode = parseRecoveryCode(code);
  if (recoveryCode !== null) {
    const author = { ...by.author, kind: "person" as const, id: person.id, name: person.email };
    return people.spendRecoveryCode(person.id, hashRecoveryCode(recoveryCode), { ...by, author });
  }
  const step = sealedTotpSecret === null ? null : totpStepOf(openSealed(sealedTotpSecret), code, by.at);
  return step !== null && (await people.spendTotpStep(person.id, step));
}

/** A handful of codes for the day when the phone is lost; only their digests are kept. */
export function newRecoveryCodes(): { readonly codes: readonly string[]; readonly hashes: readonly string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCodeOf(mintSecret().text));
  return { codes, hashes: codes.map((code) => hashRecoveryCode(code)) };
}

function totp(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: "Relink",
    label,
    algorithm: "SHA1",
    digits: DIGITS,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}
