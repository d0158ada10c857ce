/** The server's source of time and timers. Durations are measured with `performance.now()`, which never jumps. */
export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly setTimeout: (work: () => void, ms: number) => NodeJS.Timeout;
  readonly setInterval: (work: () => void, ms: number) => NodeJS.Timeout;
  readonly clearTimeout: (timer: NodeJS.Timeout | undefined) => void;
  readonly clearInterval: (timer: NodeJS.Timeout | undefined) => void;
};

declare global {
  /** Set by tests that simulate days: see `testing/simulated-clock.ts`. */
  var relinkClock: Clock | undefined;
}

/** Looks up the globals at each call, so that tests can replace them. */
const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  setTimeout: (work, ms) => setTimeout(work, ms),
  setInterval: (work, ms) => setInterval(work, ms),
  clearTimeout: (timer) => clearTimeout(timer),
  clearInterval: (timer) => clearInterval(timer),
};

const current = () => globalThis.relinkClock ?? SYSTEM_CLOCK;

/** The only place where the server reads the time and sets timers. */
export const clock: Clock = {
  now: () => current().now(),
  pause: (ms) => current().pause(ms),
  setTimeout: (work, ms) => current().setTimeout(work, ms),
  setInterval: (work, ms) => current().setInterval(work, ms),
  clearTimeout: (timer) => current().clearTimeout(timer),
  clearInterval: (timer) => current().clearInterval(timer),
};
