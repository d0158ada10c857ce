import { clock } from "@/clock";
import { getStore } from "@/db";
import { environment } from "@/env";
import { isStopping } from "@/server/process/lifecycle";
import { processWide } from "@/server/process/process-wide";
import { deliveryQueue } from "./delivery-queue";
import type { Door } from "./door";

/** How long a delivery may wait for others to share its commit. */
const WINDOW_MS = 10;

/** Returns the front door of this process: its store, its secrets and its clock. */
export function frontDoor(): Door {
  const { webhookSecrets, signatureToleranceSeconds } = environment();
  return {
    now: () => clock.now(),
    secrets: webhookSecrets,
    toleranceSeconds: signatureToleranceSeconds,
    isStopping,
    queue: processWide("delivery queue", () => deliveryQueue(WINDOW_MS)),
    ingest: (event, receivedAt) => getStore().events.ingest(event, receivedAt),
    recordRefusal: (refusal) => getStore().intake.recordRefusal(refusal),
  };
}
