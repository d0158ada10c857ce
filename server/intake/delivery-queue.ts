import { clock } from "@/clock";

/** Deliveries that wait to be stored. Sixteen commits take them all, so that the last is answered before its sender gives up. */
export const WAITING_MAX = 2_000;

export type DeliveryQueue = {
  /**
   * Stores a delivery. Returns null at once, without storing it, if so many wait that it would be answered too late. Only verified deliveries
   * may wait here: the sender's own are too few to fill it.
   */
  readonly store: <Stored>(work: () => Promise<Stored>) => Promise<Stored | null>;
};

/**
 * Makes the one queue on the way in. Deliveries that arrive within `windowMs` of the last one's turn wait for its end and are begun together, so
 * that they share a commit: a steady stream doesn't cost a sync each. One that comes alone never waits.
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
