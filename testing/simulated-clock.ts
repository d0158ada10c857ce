import { onTestFinished } from "vitest";
import type { Clock } from "@/clock";

type SimulatedClock = {
  readonly now: () => number;
  /** Advances the time. Every timer that becomes due fires at its own time. */
  readonly advance: (ms: number) => void;
};

type Alarm = { readonly work: () => void; readonly everyMs: number | null; dueAt: number };

/** Shorter waits use real timers. */
const SHORT_MS = 1_000;
/** Nearly the longest wait of a Node timer. */
const NEVER_MS = 2_000_000_000;

/** Replaces the server's clock with one that moves only by `advance`, until the test ends. */
export function simulateClock(startAt: number): SimulatedClock {
  let now = startAt;
  const alarms = new Map<NodeJS.Timeout, Alarm>();

  function add(work: () => void, ms: number, everyMs: number | null): NodeJS.Timeout {
    const handle = setTimeout(() => {}, NEVER_MS).unref();
    alarms.set(handle, { work, everyMs, dueAt: now + ms });
    return handle;
  }

  function remove(handle: NodeJS.Timeout | undefined): void {
    if (handle) alarms.delete(handle);
    clearTimeout(handle);
  }

  function advance(ms: number): void {
    const until = now + ms;
    for (;;) {
      const [next] = [...alarms].filter(([, { dueAt }]) => dueAt <= until).sort(([, a], [, b]) => a.dueAt - b.dueAt);
      if (!next) break;
      const [handle, alarm] = next;
      now = alarm.dueAt;
      if (alarm.everyMs === null) remove(handle);
      else alarm.dueAt += alarm.everyMs;
      alarm.work();
    }
    now = until;
  }

  const simulated: Clock = {
    now: () => now,
    pause: (ms) => new Promise((resolve) => void simulated.setTimeout(resolve, ms)),
    setTimeout: (work, ms) => (ms < SHORT_MS ? setTimeout(work, ms) : add(work, ms, null)),
    setInterval: (work, ms) => (ms < SHORT_MS ? setInterval(work, ms) : add(work, ms, ms)),
    clearTimeout: remove,
    clearInterval: remove,
  };
  globalThis.relinkClock = simulated;
  onTestFinished(() => {
    for (const handle of [...alarms.keys()]) remove(handle);
    globalThis.relinkClock = undefined;
  });
  return { now: () => now, advance };
}
