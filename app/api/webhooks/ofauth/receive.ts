import { readBytes } from "@/app/api/read-bytes";
import { parseEvent } from "@/domain/event";
import { type Receipt, receiptHeaders } from "@/domain/receipt";
import { verifySignature } from "@/domain/signature";
import { traced } from "@/telemetry/spans";
import { diagnoseNowAndThen } from "./diagnose-now-and-then";
import { type Door, msSince } from "./door";
import { logDelivery } from "./log-delivery";
import { BODY_BYTES_MAX, BODY_SECONDS_MAX, notKept, refuse } from "./refuse";
import { unlessCrowded } from "./underway";

/** Takes in one delivery: read, verify, parse, keep, answer. 2xx means that the event is on disk. */
export async function receiveDelivery(request: Request, door: Door): Promise<Response> {
  const receivedAt = door.now();
  const { secrets, toleranceSeconds } = door;
  if (door.isStopping()) return notKept("shutting_down");
  if (secrets.length === 0) return refuse("no_secret", { request, receivedAt, bytes: null }, door);

  const read = await readBytes(request, { bytesMax: BODY_BYTES_MAX, secondsMax: BODY_SECONDS_MAX });
  if (!read.ok) {
    if (read.refusal === "crowded") return notKept("crowded");
    return refuse(read.refusal, { request, receivedAt, bytes: read.bytes }, door);
  }

  const verifying = { secrets, now: receivedAt, toleranceSeconds };
  const verdict = traced("verify", () => verifySignature(request.headers, read.body, verifying));
  if (!verdict.ok) {
    const diagnosis = diagnoseNowAndThen(request.headers, read.body, receivedAt, door);
    return refuse(verdict.refusal, { request, receivedAt, bytes: read.body.length, diagnosis }, door);
  }

  const event = traced("parse", () => parseEvent(verdict.delivery));
  try {
    const kept = await unlessCrowded(() => traced("commit", () => door.ingest(event, receivedAt)));
    if (!kept) return notKept("crowded");
    const { outcome, eventId } = kept;
    logDelivery({ outcome, event, eventId, tookMs: msSince(receivedAt, door) });
    return acknowledge({ outcome, eventId, isRecognised: event.reading.kind !== "unrecognised" });
  } catch (fault) {
    logDelivery({ outcome: "not_kept", event, eventId: null, tookMs: msSince(receivedAt, door), fault });
    return notKept("not_kept");
  }
}

/** Without a body: drawing one as a stream takes the framework longer than all that is done here. */
function acknowledge(receipt: Receipt): Response {
  return new Response(null, { status: 200, headers: { "cache-control": "no-store", ...receiptHeaders(receipt) } });
}
