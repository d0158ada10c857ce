import { Secret, TOTP } from "otpauth";
import { getStore } from "@/db";
import type { Credentials } from "@/db/access-store";
import type { By } from "@/domain/access/audit";
import { hashRecoveryCode, parseRecoveryCode, RECOVERY_CODES, recoveryCodeOf } from "@/domain/access/recovery-code";
import { mintSecret } from "@/domain/access/sign-in";
import { openSealed } from "./sealed";

/** RFC 6238 with the settings every authenticator app supports: SHA-1, six digits, 30 seconds. */
const PERIOD_SECONDS = 30;
const DIGITS = 6;
const SECRET_BYTES = 20;
/** Allows for phone clocks that are off by one step. */
const WINDOW_STEPS = 1;

export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** Returns the URI that an authenticator app reads from the QR code. */
export function totpAddress(secret: string, email: string): string {
  return totp(secret, email).toString();
}

/** Returns the time step this code belongs to; null if it isn't valid now. */
export function totpStepOf(secret: string, code: string, now: number): number | null {
  const digits = code.replaceAll(/\s/g, "");
  if (!/^\d{6}$/.test(digits)) return null;
  const delta = totp(secret, "").validate({ token: digits, timestamp: now, window: WINDOW_STEPS });
  return delta === null ? null : Math.floor(now / 1_000 / PERIOD_SECONDS) + delta;
}

/** Returns true for a current, unused code, or for a recovery code, which it uses up. */
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

/** Creates recovery codes for when the phone is lost; only their digests are stored. */
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
