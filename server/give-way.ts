import { AsyncResource } from "node:async_hooks";

/** So many share a commit and an answer. A page is drawn in many turns of the event loop, and each may wait for a whole group. */
const GROUP_SIZE_MAX = 8;
/** For how many times as long as a group took others then have the event loop: a person waits for a page, a sender for up to ten seconds. */
const REST_TIMES = 2;
/** A group that takes longer waits for the storage, which leaves the processor to others: the next one waits for it no longer, and does not rest. */
const GROUP_MS_MAX = 50;
/** Where so many wait, they wait no longer: a sender gives up sooner than a reader. The last of fewer begins within some three seconds. */
const WAITING_MAX = 500;

export type GiveWay = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Answers a function that does work at once while nobody else needs the processor. While someone does, work is done in groups, and after each
 * group the event loop is left to others for twice as long as the group took.
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
      if (!givesWay()) continue;
      const isDone = await Promise.race([group.then(() => true), rest(GROUP_MS_MAX).then(() => false)]);
      if (isDone && givesWay()) await rest(Math.min(REST_TIMES * (performance.now() - startedAt), GROUP_MS_MAX));
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
