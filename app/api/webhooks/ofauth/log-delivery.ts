import type { IncomingEvent } from "@/domain/event";
import { log } from "@/log";

/** One line per verified delivery: what it was and what became of it. No body, no names, no signature. */
export function logDelivery(delivery: {
  readonly outcome: "stored" | "duplicate" | "counted" | "not_kept";
  readonly event: IncomingEvent;
  readonly eventId: number | null;
  readonly receivedAt: number;
  readonly fault?: unknown;
}): void {
  const { outcome, event, eventId, receivedAt, fault } = delivery;
  const { scheme, messageId, reading } = event;
  const line = {
    outcome,
    event: eventId,
    type: reading.type,
    messageId,
    scheme,
    dialect: reading.dialect,
    ms: Date.now() - receivedAt,
  };
  if (outcome === "not_kept") log().error({ ...line, fault: faultName(fault) }, "delivery");
  else log().info(line, "delivery");
}

/** The name of what went wrong, such as SQLITE_FULL. Not its message, which may quote values. */
export function faultName(fault: unknown): string {
  if (!(fault instanceof Error)) return "unknown";
  return "code" in fault ? String(fault.code) : fault.name;
}
