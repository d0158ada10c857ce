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
