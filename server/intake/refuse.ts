import type { Diagnosis } from "@/domain/intake/diagnosis";
import { harmlessHeaders, type Refusal, type RefusalCause } from "@/domain/intake/intake";
import { type ApiError, answerError } from "@/server/http/answer";
import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";
import { countDelivery } from "@/telemetry/metrics";
import { type Door, msSince } from "./door";

/** Far above any real event, which is under 2 KiB. */
export const BODY_BYTES_MAX = 256 * 1024;
/** OFAuth's own timeout: after that, nobody is waiting for the response. */
export const BODY_SECONDS_MAX = 10;

/** Refusals that say nothing about the sender: counted, but no trace is kept. */
type Unread = "incomplete_body" | "too_slow";

type Answer = {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
};

const ANSWERS: Record<RefusalCause | Unread, Answer> = {
  missing_signature: {
    status: 401,
    message:
      "No signature header came with this request. Send OFAuth-Signature, or svix-id, svix-timestamp and svix-signature.",
  },
  malformed_signature: {
    status: 401,
    message: "The signature headers do not have the documented form, or one of them is missing.",
  },
  stale_timestamp: {
    status: 401,
    message: "The signature is right, but its time is too far in the past. Check the clocks of both machines.",
  },
  future_timestamp: {
    status: 401,
    message: "The signature is right, but its time is too far in the future. Check the clocks of both machines.",
  },
  signature_mismatch: {
    status: 401,
    message:
      "The signature does not fit this body. Check the endpoint's signing secret, and that no proxy alters the body.",
  },
  too_large: {
    status: 413,
    message: `The body is larger than ${BODY_BYTES_MAX / 1024} KiB.`,
    // The rest of the body is still on its way; it is not worth reading.
    headers: { connection: "close" },
  },
  incomplete_body: { status: 400, message: "The body ended before it was complete." },
  too_slow: {
    status: 408,
    message: `The body did not arrive within ${BODY_SECONDS_MAX} seconds. Send the event again.`,
    headers: { connection: "close" },
  },
  no_secret: {
    status: 503,
    message: "This deployment has no signing secret yet. Its admin has to set OFAUTH_WEBHOOK_SECRET and restart it.",
    headers: { "retry-after": "60" },
  },
};

const NOT_KEPT = {
  shutting_down: { message: "The server is restarting. Send the event again shortly.", retryAfterSeconds: 5 },
  crowded: {
    message: "More deliveries are under way than can be stored in time. Send the event again.",
    retryAfterSeconds: 5,
  },
  not_kept: { message: "The event could not be stored. Nothing of it was kept; send it again.", retryAfterSeconds: 30 },
};

/** Refuses a delivery with its cause, and keeps a bounded trace for the operators. */
export async function refuse(
  cause: RefusalCause | Unread,
  delivery: {
    headers: Headers;
    receivedAt: number;
    bytes: number | null;
    diagnosis?: Diagnosis | null;
  },
  door: Pick<Door, "now" | "recordRefusal">,
): Promise<Response> {
  const { headers: sent, receivedAt, bytes, diagnosis = null } = delivery;
  const tookMs = msSince(receivedAt, door);
  countDelivery({ outcome: "refused", cause, tookMs });
  log().info({ outcome: "refused", cause, bytes, ms: tookMs }, "delivery");
  if (cause !== "incomplete_body" && cause !== "too_slow") {
    // Not awaited: the response doesn't depend on it, and the database may be busy.
    keepTrace({ cause, receivedAt, bytes, tookMs, headers: harmlessHeaders(sent), diagnosis }, door);
  }
  const { status, message, headers } = ANSWERS[cause];
  return answerError(status, { error: cause, message }, headers);
}

/** Refuses a delivery on the dashboard's port while deliveries have a port of their own. */
export function refuseHere(webhookPort: number): Response {
  countDelivery({ outcome: "refused", cause: "wrong_port", tookMs: 0 });
  log().info({ outcome: "refused", cause: "wrong_port" }, "delivery");
  const message = `Deliveries come in on port ${webhookPort} here (RELINK_WEBHOOK_PORT). Send them there.`;
  return answerError(404, { error: "wrong_port", message });
}

/** Responds 503 to a delivery that may be genuine but can't be kept now, so that the sender tries again. */
export function notKept(error: keyof typeof NOT_KEPT): Response {
  if (error !== "not_kept") {
    countDelivery({ outcome: "not_kept", cause: error, tookMs: 0 });
    log().info({ outcome: "not_kept", cause: error }, "delivery");
  }
  const { message, retryAfterSeconds } = NOT_KEPT[error];
  return answerError(503, { error, message } satisfies ApiError, { "retry-after": String(retryAfterSeconds) });
}

/** Records the refusal. A failure to do so is logged and doesn't change the response. */
async function keepTrace(refusal: Refusal, { recordRefusal }: Pick<Door, "recordRefusal">): Promise<void> {
  try {
    await recordRefusal(refusal);
  } catch (fault) {
    log().warn({ cause: refusal.cause, fault: faultName(fault) }, "refusal not recorded");
  }
}
