import type { LoggedDelivery } from "@/domain/intake/delivery-log";
import type { Exporter } from "@/domain/values/exporter";
import { csvLine } from "./connection-export";

const HEADER = [
  "received_at",
  "result",
  "cause",
  "type",
  "connection",
  "user",
  "message_id",
  "event",
  "signed_at",
  "signature",
  "dialect",
  "bytes",
  "took_ms",
];

/** Exports the delivery log for spreadsheets. Instants in ISO 8601. */
export const DELIVERIES_CSV: Exporter<LoggedDelivery> = {
  header: `\uFEFF${csvLine(HEADER)}`,
  lines: (slice) => slice.map((delivery) => csvLine(cellsOf(delivery))).join(""),
};

function cellsOf(delivery: LoggedDelivery): string[] {
  const { outcome, receivedAt, bytes, tookMs } = delivery;
  const size = [bytes, tookMs].map((one) => (one === null ? "" : String(one)));
  if (outcome === "refused") {
    const { cause, headers, diagnosis } = delivery;
    const messageId = headers["svix-id"] ?? headers["webhook-id"] ?? "";
    const signedAt = diagnosis?.sentAt == null ? "" : isoTime(diagnosis.sentAt);
    return [isoTime(receivedAt), outcome, cause, "", "", "", messageId, "", signedAt, "", "", ...size];
  }
  const { word, connectionId, user, messageId, eventId, sentAt, scheme, dialect } = delivery;
  const whose = [word ?? "", connectionId ?? "", user ?? "", messageId ?? "", String(eventId)];
  return [isoTime(receivedAt), outcome, "", ...whose, isoTime(sentAt), scheme, dialect ?? "", ...size];
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString();
}
