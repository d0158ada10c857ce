import type { HourCount, IntakeOutcome } from "@/domain/intake/delivery-log";
import { REFUSAL_CAUSES } from "@/domain/intake/intake";

/** The kinds of a bar: the outcomes of deliveries, or the causes of refusals. */
export const OUTCOME_KINDS = ["stored", "duplicate", "counted", "refused"] as const;
export const CAUSE_KINDS = REFUSAL_CAUSES;
export type BarKind = (typeof OUTCOME_KINDS)[number] | (typeof CAUSE_KINDS)[number];

/** Deliveries of one span of time, by kind. */
export type Bar = { readonly from: number; readonly until: number; readonly counts: ReadonlyMap<BarKind, number> };

/** Sums hourly counts into bars of equal length, oldest first; the last one contains `now`. Other kinds are left out. */
export function barsOf(
  hours: readonly HourCount[],
  now: number,
  shape: { readonly barMs: number; readonly bars: number; readonly kinds: readonly BarKind[] },
): Bar[] {
  const { barMs, bars, kinds } = shape;
  const end = now - (now % barMs) + barMs;
  const all = Array.from({ length: bars }, (_, index) => {
    const from = end - (bars - index) * barMs;
    return { from, until: from + barMs, counts: new Map<BarKind, number>() };
  });
  for (const { hour, outcome, deliveries } of hours) {
    const bar = all[bars - Math.ceil((end - hour) / barMs)];
    const kind = kindOf(outcome, kinds);
    if (bar && kind) bar.counts.set(kind, (bar.counts.get(kind) ?? 0) + deliveries);
  }
  return all;
}

/** Returns the total of a bar. */
export function heightOf({ counts }: Bar): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function kindOf(outcome: IntakeOutcome, kinds: readonly BarKind[]): BarKind | null {
  if (kinds.includes(outcome)) return outcome;
  const isRefusal = REFUSAL_CAUSES.some((cause) => cause === outcome);
  return isRefusal && kinds.includes("refused") ? "refused" : null;
}
