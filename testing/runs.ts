/** Returns true if slow properties run in full, or more often. */
export function isInFull(setting = process.env.RELINK_RUNS): boolean {
  return Boolean(setting);
}

/**
 * Returns how often a slow property runs: a third of `full`, but at least five times. RELINK_RUNS=full asks for `full`, and a
 * factor such as RELINK_RUNS=10 multiplies it. Both draw new examples; otherwise each run draws the same (see `seeds.ts`).
 */
export function runs(full: number, setting = process.env.RELINK_RUNS): number {
  if (!setting) return Math.max(5, Math.ceil(full / 3));
  const factor = setting === "full" ? 1 : Number(setting);
  if (!(factor > 0 && factor < Number.POSITIVE_INFINITY)) {
    throw new Error(`RELINK_RUNS must be "full" or a factor such as "10", not "${setting}".`);
  }
  return Math.ceil(full * factor);
}
