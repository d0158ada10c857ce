import type { IncomingEvent } from "@/domain/intake/event";
import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";
import { countDelivery } from "@/telemetry/metrics";

/** Counts a verified delivery and logs one line with what it was and its outcome: no body, no names, no signature. */
export function logDelivery(delivery: {
  readonly outcome: "stored" | "duplicate" | "counted" | "not_kept";
  readonly event: IncomingEvent;
  readonly eventId: number | null;
  readonly tookMs: number;
  readonly fault?: unknown;
}): void {
  const { outcome, event, eventId, tookMs, fault } = delivery;
  const { scheme, messageId, reading } = event;
  countDelivery({ outcome, cause: outcome === "not_kept" ? faultName(fault) : "", tookMs });
  const line = {
    outcome,
    event: eventId,
    type: reading.type,
    messageId,
    scheme,
    dialect: reading.dialect,
    ms: tookMs,
  };
  if (outcome === "not_kept") log().error({ ...line, fault: faultName(fault) }, "delivery");
  else log().info(line, "delivery");
}
