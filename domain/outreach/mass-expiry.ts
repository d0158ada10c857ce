/** So many of a deployment's connections expire in a window of time, when nothing is wrong. */
export type Habit = {
  /** On average, in a window. */
  readonly usual: number;
  /** In the busiest window of all. */
  readonly busiest: number;
};

/** Many that expired at once. Instants in milliseconds, both included. */
export type Burst = { readonly from: number; readonly until: number; readonly expiries: number };

/** Expiries that lie so close together are counted together. */
export const WINDOW_MS = 10 * 60_000;
/** What a deployment's own history is: long enough for every day of the week, short enough to follow its growth. */
export const HISTORY_MS = 28 * 86_400_000;
/** Without so much of it, nothing can be said of what is likely. */
export const HISTORY_MIN_MS = 3 * 86_400_000;
/** Fewer can be contacted one by one, whatever they mean. */
export const BURST_MIN = 10;

/** The habit that a history shows: how many expired in each window that had any, and how many windows there were. */
export function habitOf(counts: readonly number[], windows: number): Habit {
  const sum = counts.reduce((total, count) => total + count, 0);
  return { usual: Math.round(sum / Math.max(1, windows)), busiest: Math.max(0, ...counts) };
}

/**
 * Whether so many in a window are more than this deployment's history makes likely: more than twice as many as ever. No
 * distribution is assumed, since expiries follow each other's causes.
 */
export function isUnlikely(expiries: number, { busiest }: Habit): boolean {
  return expiries >= BURST_MIN && expiries > 2 * busiest;
}

/** The bursts among sorted instants: every stretch in which some window holds an unlikely number. */
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

/** An incident as it is kept: a burst, and what someone decided about its cases. */
export type Incident = Burst & {
  readonly id: number;
  readonly usual: number;
  /** Held back until it is released. */
  readonly releasedAt: number | null;
  readonly releasedBy: string | null;
};
