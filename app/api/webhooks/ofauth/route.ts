import { answer, methodNotAllowed } from "@/app/api/answer";
import { readBytes } from "@/app/api/read-bytes";
import { getStore } from "@/db";
import { parseEvent } from "@/domain/event";
import { verifySignature } from "@/domain/signature";
import { environment } from "@/env";
import { isStopping } from "@/lifecycle";
import { diagnoseNowAndThen } from "./diagnose-now-and-then";
import { logDelivery } from "./log-delivery";
import { BODY_BYTES_MAX, notKept, refuse } from "./refuse";

export const dynamic = "force-dynamic";

/** The front door: OFAuth posts its events here. 2xx means that the event is on disk. */
export async function POST(request: Request): Promise<Response> {
  const receivedAt = Date.now();
  const { webhookSecrets, signatureToleranceSeconds } = environment();
  if (isStopping()) return notKept("shutting_down");
  if (webhookSecrets.length === 0) return refuse("no_secret", { request, receivedAt, bytes: null });

  const read = await readBytes(request, BODY_BYTES_MAX);
  if (!read.ok) return refuse(read.refusal, { request, receivedAt, bytes: read.bytes });

  const verdict = verifySignature(request.headers, read.body, {
    secrets: webhookSecrets,
    now: receivedAt,
    toleranceSeconds: signatureToleranceSeconds,
  });
  if (!verdict.ok) {
    const diagnosis = diagnoseNowAndThen(request.headers, read.body, receivedAt);
    return refuse(verdict.refusal, { request, receivedAt, bytes: read.body.length, diagnosis });
  }

  const event = parseEvent(verdict.delivery);
  try {
    const { outcome, eventId } = await getStore().events.ingest(event, receivedAt);
    logDelivery({ outcome, event, eventId, receivedAt });
    return answer(200, { outcome, event: eventId, recognised: event.reading.kind !== "unrecognised" });
  } catch (fault) {
    logDelivery({ outcome: "not_kept", event, eventId: null, receivedAt, fault });
    return notKept("not_kept");
  }
}

const wrongMethod = methodNotAllowed("POST");
export const GET = wrongMethod;
export const HEAD = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
export const OPTIONS = wrongMethod;
