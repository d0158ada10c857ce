import { z } from "zod";
import { ANOTHER_CONNECTION, type LinkStep } from "./reconnect-step";

/** The parameters with which OFAuth sends a user back (https://docs.ofauth.com/guides/link). They are unsigned. */
export type ReconnectReturn = {
  readonly status: "success" | "cancelled" | "error" | "unknown";
  /** If cancelled, the step where they left. */
  readonly step: string;
  /** If failed, OFAuth's error code. */
  readonly code: string;
  readonly connectionId: string | null;
};

/** The sender's own words, in a URL that anyone can write: short ones only. */
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

/** Reads the parameters of a return. Never throws; leaves out invalid ones. */
export function parseReconnectReturn(params: Readonly<Record<string, string | string[] | undefined>>): ReconnectReturn {
  const { status, step, error_code: code, connection_id: connectionId } = schema.parse(params);
  return { status, step, code, connectionId };
}

/** Returns the step to record; null if it reports nothing. */
export function stepOfReturn(
  { status, step, code, connectionId }: ReconnectReturn,
  expectedConnection: string,
): Omit<LinkStep, "id" | "at"> | null {
  if (status === "cancelled") return { progress: "gave_up", detail: step, connectionId };
  if (status === "error") return { progress: "failed", detail: code, connectionId };
  if (status === "unknown") return null;
  const isOther = connectionId !== null && connectionId !== expectedConnection;
  return { progress: "finished", detail: isOther ? ANOTHER_CONNECTION : "", connectionId };
}

/** Relink's own knowledge about the returning browser. */
export type ReconnectKnowledge = {
  /** The connection of the link that this browser started; null if it started none that is still valid. */
  readonly startedFor: string | null;
  /** A webhook has reported that connection, or a new one of the same user or account, as active. */
  readonly isConnected: boolean;
};

/** The message for a user who came back. */
export type ReturnStanding =
  | "connected"
  | "unconfirmed"
  | "another_connection"
  | "cancelled"
  | "failed"
  | "not_reported"
  | "unknown";

/**
 * Decides what to tell a user who came back. Anyone can write the URL, so it counts only in a browser that started a link, and
 * proves no connection even there.
 */
export function standingOf(said: ReconnectReturn, { startedFor, isConnected }: ReconnectKnowledge): ReturnStanding {
  if (startedFor === null) return "unknown";
  if (isConnected) return "connected";
  switch (said.status) {
    case "success":
      return stepOfReturn(said, startedFor)?.detail === ANOTHER_CONNECTION ? "another_connection" : "unconfirmed";
    case "cancelled":
      return "cancelled";
    case "error":
      return "failed";
    case "unknown":
      return "not_reported";
  }
}
