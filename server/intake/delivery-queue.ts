import { clock } from "@/clock";

/** The most deliveries that may wait. Sixteen commits take them all, so the last is answered before its sender gives up. */
export const WAITING_MAX = 2_000;

export type DeliveryQueue = {
  /**
   * Stores a delivery. Returns null at once, without storing it, if too many are waiting for it to be answered in time. Only
   * verified deliveries may wait here: a sender's own are too few to fill it.
   */
  readonly store: <Stored>(work: () => Promise<Stored>) => Promise<Stored | null>;
};

/**
 * Creates the intake queue. Deliveries that arrive within `windowMs` of the last turn wait for the window to end and start
 * together, so that they share a commit: a steady stream doesn't cost one sync each. A delivery that arrives alone never waits.
 */
export function deliveryQueue(windowMs: number): DeliveryQueue {
  let waiting = 0;
  let turnAt = Number.NEGATIVE_INFINITY;
  let nextTurn: Promise<void> | null = null;

  async function turn(): Promise<void> {
    const restMs = turnAt + windowMs - performance.now();
    if (restMs <= 0 && nextTurn === null) {
      turnAt = performance.now();
      return;
    }
    nextTurn ??= clock.pause(restMs).then(() => {
      nextTurn = null;
      turnAt = performance.now();
    });
    await nextTurn;
  }

  return {
    store: async (work) => {
      if (waiting >= WAITING_MAX) return null;
      waiting += 1;
      try {
        await turn();
        return await work();
      } finally {
        waiting -= 1;
      }
    },
  };
}
