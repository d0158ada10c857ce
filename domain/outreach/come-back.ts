import { z } from "zod";
import { ANOTHER_CONNECTION, type LinkStep } from "./reconnect-step";

/** What the address says with which OFAuth sends a user back (https://docs.ofauth.com/guides/link). Nobody has signed it. */
export type ComeBack = {
  readonly status: "success" | "cancelled" | "error" | "unknown";
  /** Of a cancelled one: where they left. */
  readonly step: string;
  /** Of a failed one. */
  readonly code: string;
  readonly connectionId: string | null;
};

/** Words of the sender's own, in an address that anyone can write: short ones only. */
const word = z
  .string()
  .regex(/^[\w.-]{1,60}$/)
  .catch("");
const schema = z.object({
  status: z.enum(["success", "cancelled", "error", "unknown"]).catch("unknown"),
  step: word,
  error_code: word,
  connection_id: z
    .string()
    .regex(/^conn_[\w-]{1,100}$/)
    .nullable()
    .catch(null),
});

/** Never throws: what makes no sense is left out. */
export function parseComeBack(params: Readonly<Record<string, string | string[] | undefined>>): ComeBack {
  const { status, step, error_code: code, connection_id: connectionId } = schema.parse(params);
  return { status, step, code, connectionId };
}

/** What to note of it; null where it says nothing. */
export function stepOfComeBack(
  { status, step, code, connectionId }: ComeBack,
  expectedConnection: string,
): Omit<LinkStep, "id" | "at"> | null {
  if (status === "cancelled") return { progress: "gave_up", detail: step, connectionId };
  if (status === "error") return { progress: "failed", detail: code, connectionId };
  if (status === "unknown") return null;
  const isOther = connectionId !== null && connectionId !== expectedConnection;
  return { progress: "finished", detail: isOther ? ANOTHER_CONNECTION : "", connectionId };
}

/** What we know ourselves of the browser that came back. */
export type ReconnectKnowledge = {
  /** The connection of the link with which this browser started; null if it started none that is still good. */
  readonly startedFor: string | null;
  /** A webhook has reported that connection, or a new one of the same user or account, as active. */
  readonly isConnected: boolean;
};

/** What may be said to a user who came back. */
export type ComeBackStanding =
  | "connected"
  | "unconfirmed"
  | "another_connection"
  | "cancelled"
  | "failed"
  | "not_reported"
  | "unknown";

/** Anyone can write the address, so it counts only in a browser that started, and proves no connection even there. */
export function standingOf(said: ComeBack, { startedFor, isConnected }: ReconnectKnowledge): ComeBackStanding {
  if (startedFor === null) return "unknown";
  if (isConnected) return "connected";
  switch (said.status) {
    case "success":
      return stepOfComeBack(said, startedFor)?.detail === ANOTHER_CONNECTION ? "another_connection" : "unconfirmed";
    case "cancelled":
      return "cancelled";
    case "error":
      return "failed";
    case "unknown":
      return "not_reported";
  }
}
