import { getStore } from "@/db";
import { environment } from "@/env";
import type { GiveWay } from "@/server/http/give-way";
import type { Incoming } from "@/server/http/read-bytes";
import { isStopping } from "@/server/process/lifecycle";
import type { Door } from "./door";
import { receiveDelivery } from "./receive";

/** Behind the framework a delivery would wait for itself, since the framework is at work on its answer. */
const atOnce: GiveWay = (work) => work();

/** The front door of this process, with its store, its secrets and its clock. */
export function takeDelivery(request: Incoming, inTurn: GiveWay = atOnce): Promise<Response> {
  return receiveDelivery(request, door(inTurn));
}

function door(inTurn: GiveWay): Door {
  const { webhookSecrets, signatureToleranceSeconds } = environment();
  return {
    now: Date.now,
    secrets: webhookSecrets,
    toleranceSeconds: signatureToleranceSeconds,
    isStopping,
    inTurn,
    ingest: (event, receivedAt) => getStore().events.ingest(event, receivedAt),
    recordRefusal: (refusal) => getStore().intake.recordRefusal(refusal),
  };
}
