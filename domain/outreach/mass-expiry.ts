/** The number of a deployment's connections that expire in a window when nothing is wrong. */
export type Habit = {
  /** The average window. */
  readonly usual: number;
  /** The busiest window. */
  readonly busiest: number;
};

/** Many expiries at once. Instants in milliseconds, both inclusive. */
export type Burst = { readonly from: number; readonly until: number; readonly expiries: number };

/** Expiries this close together are counted together. */
export const WINDOW_MS = 10 * 60_000;
/** How far back the habit looks: long enough for every weekday, short enough to follow growth. */
export const HISTORY_MS = 28 * 86_400_000;
/** With less history than this there is no habit to compare with. */
export const HISTORY_MIN_MS = 3 * 86_400_000;
/** Fewer expiries never count as a burst: they can be contacted one by one. */
export const BURST_MIN = 10;

/** Computes the habit from a history: the number of expiries in each window that had any, and the number of windows. */
export function habitOf(counts: readonly number[], windows: number): Habit {
  const sum = counts.reduce((total, count) => total + count, 0);
  return { usual: Math.round(sum / Math.max(1, windows)), busiest: Math.max(0, ...counts) };
}

/**
 * Returns true if this many in a window are unlikely, given this deployment's history: more than twice the busiest window.
 * Assumes no distribution, since expiries share causes.
 */
export function isUnlikely(expiries: number, { busiest }: Habit): boolean {
  return expiries >= BURST_MIN && expiries > 2 * busiest;
}

/** Finds the bursts among sorted instants: every stretch in which some window holds an unlikely number. */
export function burstsOf(sorted: readonly number[], habit: Habit): Burst[] {
  const bursts: { from: number; until: number }[] = [];
  let first = 0;
  sorted.forEach((until, last) => {
    while (until - (sorted[first] ?? until) > WINDOW_MS) first += 1;
    if (!isUnlikely(last - first + 1, habit)) return;
    const from = sorted[first] ?? until;
    const before = bursts.at(-1);
    if (before && from <= before.until) before.until = until;
    else bursts.push({ from, until });
  });
  return bursts.map((burst) => ({
    ...burst,
    expiries: sorted.filter((at) => at >= burst.from && at <= burst.until).length,
  }));
}

/** A stored burst, and what was decided about its cases. */
export type Incident = Burst & {
  readonly id: number;
  readonly usual: number;
  /** When it was released; its cases are held back until then. */
  readonly releasedAt: number | null;
  readonly releasedBy: string | null;
};
