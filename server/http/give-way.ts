import { AsyncResource } from "node:async_hooks";
import { clock } from "@/clock";

/** Work waits so long for those who need the processor: about what it takes to draw a page. */
const PATIENCE_MS = 100;
/** How often it is looked whether they still do. */
const LOOK_EVERY_MS = 5;
/** So many wait no longer, and are begun together; then they share a commit as well. */
const GROUP_SIZE_MAX = 128;
/** What was begun together and takes longer waits for the storage, not for the processor: nobody waits for that in turn. */
const GROUP_MS_MAX = 50;

export type GiveWay = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Answers a function that does work at once while nobody else needs the processor. While someone does, work waits until they are
 * done, for a while at most, and all that has come by then is done together: one after the other would cost more, and slow both down.
 */
export function giveWay(isNeeded: () => boolean): GiveWay {
  const waiting: (() => Promise<unknown>)[] = [];
  let isGoing = false;

  async function go(): Promise<void> {
    isGoing = true;
    while (waiting.length > 0) {
      const patientUntil = performance.now() + PATIENCE_MS;
      while (isNeeded() && waiting.length < GROUP_SIZE_MAX && performance.now() < patientUntil)
        await rest(LOOK_EVERY_MS);
      const group = Promise.allSettled(waiting.splice(0, GROUP_SIZE_MAX).map((begin) => begin()));
      await Promise.race([group, rest(GROUP_MS_MAX)]);
    }
    isGoing = false;
  }

  return (work) => {
    if (!isGoing && !isNeeded()) return work();
    return new Promise((resolve, reject) => {
      // Bound: it runs under the trace of the request that asked for it, not of the first in the queue.
      waiting.push(AsyncResource.bind(() => work().then(resolve, reject)));
      if (!isGoing) void go();
    });
  };
}

function rest(ms: number): Promise<void> {
  return clock.pause(ms);
}
