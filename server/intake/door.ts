import type { Store } from "@/db/store";
import type { WebhookSecret } from "@/domain/intake/signature";
import type { DeliveryQueue } from "./delivery-queue";

/** What stands behind the front door. All of it comes from outside, so that a test can live through weeks in seconds. */
export type Door = {
  readonly now: () => number;
  readonly secrets: readonly WebhookSecret[];
  readonly toleranceSeconds: number;
  readonly isStopping: () => boolean;
  /** The one queue on the way in. */
  readonly queue: DeliveryQueue;
  readonly ingest: Store["events"]["ingest"];
  readonly recordRefusal: Store["intake"]["recordRefusal"];
};

/** Never below zero, though a clock may be set back meanwhile. */
export function msSince(receivedAt: number, { now }: Pick<Door, "now">): number {
  return Math.max(0, now() - receivedAt);
}
