const TRIES = 5;
const DOUBLINGS = 3;
const MEASURED_MICROSECONDS_MIN = 3_000;
/** Below this, caches and page faults weigh more than the work. */
const SMALL_MICROSECONDS_MIN = 300;

/** At most this growth passes as linear, on a machine that does other things too. */
export const LINEAR_GROWTH_MAX = 2.5;

/**
 * How many times longer work takes for twice the input: about 2 when it is linear, 4 when it is quadratic. Measured in CPU time
 * over three doublings up to `size`; the best of several tries counts.
 */
export function growthOf<Input>(
  prepare: (size: number) => Input,
  work: (input: Input) => unknown,
  size: number,
): number {
  const [small, large] = [prepare(Math.round(size / 2 ** DOUBLINGS)), prepare(size)];
  work(large);
  const smallMicroseconds = Math.max(
    SMALL_MICROSECONDS_MIN,
    microsecondsOf(() => work(small)),
  );
  return (microsecondsOf(() => work(large)) / smallMicroseconds) ** (1 / DOUBLINGS);
}

/** Of one run, the best of several tries; each repeats the run until the clock can tell its length. */
function microsecondsOf(run: () => unknown): number {
  return Math.min(...Array.from({ length: TRIES }, () => averageOf(run)));
}

function averageOf(run: () => unknown): number {
  const before = process.cpuUsage();
  for (let runs = 1; ; runs++) {
    run();
    const { user, system } = process.cpuUsage(before);
    if (user + system >= MEASURED_MICROSECONDS_MIN) return (user + system) / runs;
  }
}
