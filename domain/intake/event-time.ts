import type { Reading } from "./event";

/** How far a signed time may differ from ours: `DEFAULT_TOLERANCE_SECONDS` in `signature.ts`. */
export const DATED_AHEAD_MAX_MS = 300_000;
/** Twenty years: no account is that old. Such a time is a zero that a sender formatted as a date. */
export const DATED_BACK_MAX_MS = 20 * 365 * 86_400_000;

/**
 * Returns by how many milliseconds a body's own time differs from its receipt if it can't be true: positive if ahead, negative if
 * decades back. Returns 0 if it can be true, or if the body has no time.
 */
export function misdatedBy({ bodyTime }: Pick<Reading, "bodyTime">, receivedAt: number): number {
  if (bodyTime === null) return 0;
  const aheadBy = bodyTime - receivedAt;
  return aheadBy > DATED_AHEAD_MAX_MS || aheadBy < -DATED_BACK_MAX_MS ? aheadBy : 0;
}
