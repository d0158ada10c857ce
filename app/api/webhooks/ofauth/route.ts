import { methodNotAllowed } from "@/app/api/answer";
import { getStore } from "@/db";
import { environment } from "@/env";
import { isStopping } from "@/server/lifecycle";
import type { Door } from "./door";
import { receiveDelivery } from "./receive";

export const dynamic = "force-dynamic";

/** The front door: OFAuth posts its events here. */
export function POST(request: Request): Promise<Response> {
  return receiveDelivery(request, door());
}

const wrongMethod = methodNotAllowed("POST");
export const GET = wrongMethod;
export const HEAD = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
export const OPTIONS = wrongMethod;

function door(): Door {
  const { webhookSecrets, signatureToleranceSeconds } = environment();
  return {
    now: Date.now,
    secrets: webhookSecrets,
    toleranceSeconds: signatureToleranceSeconds,
    isStopping,
    ingest: (event, receivedAt) => getStore().events.ingest(event, receivedAt),
    recordRefusal: (refusal) => getStore().intake.recordRefusal(refusal),
  };
}
