import type { Store } from "@/db/store";
import type { WebhookSecret } from "@/domain/intake/signature";
import type { DeliveryQueue } from "./delivery-queue";

/** What the front door depends on. All of it is injected, so that a test can run through weeks in seconds. */
export type Door = {
  readonly now: () => number;
  readonly secrets: readonly WebhookSecret[];
  readonly toleranceSeconds: number;
  readonly isStopping: () => boolean;
  /** The intake queue that all deliveries share. */
  readonly queue: DeliveryQueue;
  readonly ingest: Store["events"]["ingest"];
  readonly recordRefusal: Store["intake"]["recordRefusal"];
};

/** Returns the milliseconds since then, never below zero even if the clock was set back. */
export function msSince(receivedAt: number, { now }: Pick<Door, "now">): number {
  return Math.max(0, now() - receivedAt);
}
