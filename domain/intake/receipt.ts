import { z } from "zod";

/** The front door's response to a delivery that it accepted. */
export type Receipt = {
  readonly outcome: "stored" | "duplicate" | "counted";
  /** The number of the event; null if only a sign of life was counted. */
  readonly eventId: number | null;
  /** True if the event was understood. It is stored either way. */
  readonly isRecognised: boolean;
};

const OUTCOME = "relink-outcome";
const EVENT = "relink-event";
const RECOGNISED = "relink-recognised";

const receiptSchema = z.object({
  outcome: z.enum(["stored", "duplicate", "counted"]),
  eventId: z.coerce.number().int().positive().nullable(),
  isRecognised: z.literal("yes").or(z.literal("no")),
});

/** Formats a receipt as headers. Senders only look at the status, and a response without a body is cheapest. */
export function receiptHeaders({ outcome, eventId, isRecognised }: Receipt): Record<string, string> {
  return {
    [OUTCOME]: outcome,
    ...(eventId === null ? {} : { [EVENT]: String(eventId) }),
    [RECOGNISED]: isRecognised ? "yes" : "no",
  };
}

/** Reads the receipt from a response's headers; null if there is none. */
export function readReceipt(headers: Pick<Headers, "get">): Receipt | null {
  const read = { outcome: headers.get(OUTCOME), eventId: headers.get(EVENT), isRecognised: headers.get(RECOGNISED) };
  const parsed = receiptSchema.safeParse(read);
  return parsed.success ? { ...parsed.data, isRecognised: parsed.data.isRecognised === "yes" } : null;
}
