/** Milliseconds of several runs, in ascending order. */
export type Timings = readonly number[];

/** Runs something this many times in sequence, after some warm-up runs that don't count. */
export async function measure(rounds: number, run: (round: number) => unknown): Promise<Timings> {
  for (let round = 0; round < Math.min(3, rounds); round++) await run(round);
  const timings: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    await run(round);
    timings.push(performance.now() - startedAt);
  }
  return timings.sort((a, b) => a - b);
}

/** Returns the timing that this percentage stays below. */
export function percentile(timings: Timings, percent: number): number {
  return timings[Math.min(timings.length - 1, Math.floor((timings.length * percent) / 100))] ?? Number.NaN;
}

/** Formats rows with aligned columns: the first left, all others right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}
