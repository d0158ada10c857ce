import { parseEvent } from "@/domain/intake/event";
import { type Receipt, receiptHeaders } from "@/domain/intake/receipt";
import { verifySignature } from "@/domain/intake/signature";
import { TEST_HEADER } from "@/domain/intake/test-connection";
import { type RequestParts, readBytes } from "@/server/http/read-bytes";
import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";
import { countFault } from "@/telemetry/metrics";
import { traced } from "@/telemetry/spans";
import { diagnoseNowAndThen } from "./diagnose-now-and-then";
import { type Door, msSince } from "./door";
import { logDelivery } from "./log-delivery";
import { BODY_BYTES_MAX, BODY_SECONDS_MAX, notKept, refuse } from "./refuse";

/** Receives one delivery: read, verify, parse, store, respond. 2xx means that the event is on disk. Never rejects. */
export async function receiveDelivery(request: RequestParts, door: Door): Promise<Response> {
  try {
    return await receive(request, door);
  } catch (fault) {
    countFault("route");
    log().error({ fault: faultName(fault) }, "delivery failed");
    return notKept("not_kept");
  }
}

async function receive(request: RequestParts, door: Door): Promise<Response> {
  const receivedAt = door.now();
  if (door.isStopping()) return notKept("shutting_down");
  if (door.secrets.length === 0)
    return refuse("no_secret", { headers: request.headers, receivedAt, bytes: null }, door);

  const read = await readBytes(request, { bytesMax: BODY_BYTES_MAX, secondsMax: BODY_SECONDS_MAX });
  if (!read.ok) {
    if (read.refusal === "crowded") return notKept("crowded");
    return refuse(read.refusal, { headers: request.headers, receivedAt, bytes: read.bytes }, door);
  }
  return judge(request, read.body, receivedAt, door);
}

async function judge({ headers }: RequestParts, body: Uint8Array, receivedAt: number, door: Door): Promise<Response> {
  const { secrets, toleranceSeconds } = door;
  const verifying = { secrets, now: receivedAt, toleranceSeconds };
  const verdict = traced("verify", () => verifySignature(headers, body, verifying));
  if (!verdict.ok) {
    const diagnosis = diagnoseNowAndThen(headers, body, receivedAt, door);
    return refuse(verdict.refusal, { headers, receivedAt, bytes: body.length, diagnosis }, door);
  }

  const isTest = headers.get(TEST_HEADER) !== null;
  const event = traced("parse", () => ({ ...parseEvent(verdict.delivery), isTest }));
  try {
    const kept = await door.queue.store(() => traced("commit", () => door.ingest(event, receivedAt)));
    if (!kept) return notKept("crowded");
    const { outcome, eventId } = kept;
    logDelivery({ outcome, event, eventId, tookMs: msSince(receivedAt, door) });
    return acknowledge({ outcome, eventId, isRecognised: event.reading.kind !== "unrecognised" });
  } catch (fault) {
    logDelivery({ outcome: "not_kept", event, eventId: null, tookMs: msSince(receivedAt, door), fault });
    return notKept("not_kept");
  }
}

/** Sends no body: streaming one costs the framework more than everything else. */
function acknowledge(receipt: Receipt): Response {
  return new Response(null, { status: 200, headers: { "cache-control": "no-store", ...receiptHeaders(receipt) } });
}
