import { getStore } from "@/db";
import { environment } from "@/env";
import { isDrawing } from "@/server/drawing";
import { giveWay } from "@/server/give-way";
import { isStopping } from "@/server/lifecycle";
import type { Incoming } from "@/server/read-bytes";
import type { Door } from "./door";
import { receiveDelivery } from "./receive";

const afterPages = giveWay(isDrawing);

/** The front door of this process, with its store, its secrets and its clock. */
export function takeDelivery(request: Incoming): Promise<Response> {
  return receiveDelivery(request, door());
}

function door(): Door {
  const { webhookSecrets, signatureToleranceSeconds } = environment();
  return {
    now: Date.now,
    secrets: webhookSecrets,
    toleranceSeconds: signatureToleranceSeconds,
    isStopping,
    inTurn: afterPages,
    ingest: (event, receivedAt) => getStore().events.ingest(event, receivedAt),
    recordRefusal: (refusal) => getStore().intake.recordRefusal(refusal),
  };
}
