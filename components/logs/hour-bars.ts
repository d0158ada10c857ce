import type { HourCount } from "@/domain/delivery-log";

/** What the bars tell apart; a refusal's cause is told by the list below them. */
export const BAR_KINDS = ["stored", "duplicate", "counted", "refused"] as const;
export type BarKind = (typeof BAR_KINDS)[number];

/** Deliveries of one stretch of time, by kind. Instants in milliseconds. */
export type Bar = { readonly from: number; readonly until: number; readonly counts: Readonly<Record<BarKind, number>> };

const NONE = { stored: 0, duplicate: 0, counted: 0, refused: 0 };

/** The counts of hours as bars of equal length, oldest first, the last of which holds `now`. */
export function barsOf(hours: readonly HourCount[], now: number, barMs: number, bars: number): Bar[] {
  const end = now - (now % barMs) + barMs;
  const all = Array.from({ length: bars }, (_, index) => {
    const from = end - (bars - index) * barMs;
    return { from, until: from + barMs, counts: { ...NONE } };
  });
  for (const { hour, outcome, deliveries } of hours) {
    const bar = all[bars - Math.ceil((end - hour) / barMs)];
    if (bar) bar.counts[kindOf(outcome)] += deliveries;
  }
  return all;
}

/** All deliveries of a bar. */
export function heightOf({ counts }: Bar): number {
  return BAR_KINDS.reduce((sum, kind) => sum + counts[kind], 0);
}

function kindOf(outcome: HourCount["outcome"]): BarKind {
  return outcome === "stored" || outcome === "duplicate" || outcome === "counted" ? outcome : "refused";
}
