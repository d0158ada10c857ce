import { AsyncResource } from "node:async_hooks";

/** So many share a commit and an answer; more would keep a page waiting for longer than it takes to draw it. */
const GROUP_SIZE_MAX = 16;
/** A group that takes longer waits for the storage, not for the processor: the next one then does not wait for it, nor rest for as long. */
const GROUP_MS_MAX = 50;
/** Where so many wait, they wait no longer: a sender gives up sooner than a reader. The last of fewer begins within some three seconds. */
const WAITING_MAX = 500;

export type GiveWay = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Answers a function that does work at once while nobody else needs the processor. While someone does, work is done in groups, and after each
 * group the event loop is left to others for as long as the group took: both then go on at about half their speed.
 */
export function giveWay(isNeeded: () => boolean): GiveWay {
  const waiting: (() => Promise<unknown>)[] = [];
  let isGoing = false;

  const givesWay = () => isNeeded() && waiting.length < WAITING_MAX;

  async function go(): Promise<void> {
    isGoing = true;
    while (waiting.length > 0) {
      const startedAt = performance.now();
      const group = Promise.allSettled(waiting.splice(0, GROUP_SIZE_MAX).map((begin) => begin()));
      if (givesWay()) await Promise.race([group, rest(GROUP_MS_MAX)]);
      if (givesWay()) await rest(Math.min(performance.now() - startedAt, GROUP_MS_MAX));
    }
    isGoing = false;
  }

  return (work) => {
    if (!isGoing && !isNeeded()) return work();
    return new Promise((resolve, reject) => {
      // Bound: it runs under the trace of whoever asked for it, not of whoever is the first in the queue.
      waiting.push(AsyncResource.bind(() => work().then(resolve, reject)));
      if (!isGoing) void go();
    });
  };
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
