import { type Diagnosis, diagnose } from "@/domain/intake/diagnosis";
import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";
import { processWide } from "@/server/process/process-wide";
import type { Door } from "./door";

/** A diagnosis takes about a hundred digests. This many a second have no noticeable cost, and a flood gets no more. */
const DIAGNOSES_PER_SECOND = 5;
const BODY_BYTES_MAX = 64 * 1024;

const rate = () => processWide("diagnoses", () => ({ second: 0, made: 0 }));

/**
 * Diagnoses why a delivery was refused. Returns null once this second's diagnoses are used up, or if diagnosing fails; never
 * throws.
 */
export function diagnoseNowAndThen(
  headers: Headers,
  body: Uint8Array,
  receivedAt: number,
  { secrets, toleranceSeconds }: Pick<Door, "secrets" | "toleranceSeconds">,
): Diagnosis | null {
  const thisSecond = Math.floor(receivedAt / 1000);
  const current = rate();
  if (thisSecond !== current.second) current.made = 0;
  current.second = thisSecond;
  current.made += 1;
  if (current.made > DIAGNOSES_PER_SECOND) return null;
  const isThorough = body.length <= BODY_BYTES_MAX;
  try {
    return diagnose(headers, body, { secrets, receivedAt, toleranceSeconds, isThorough });
  } catch (fault) {
    log().error({ fault: faultName(fault) }, "refusal not diagnosed");
    return null;
  }
}
