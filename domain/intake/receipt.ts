import { z } from "zod";

/** What the front door answers of a delivery that it has taken. */
export type Receipt = {
  readonly outcome: "stored" | "duplicate" | "counted";
  /** The number of the event; null where only a sign of life was counted. */
  readonly eventId: number | null;
  /** Whether the event could be understood; it is kept either way. */
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

/** A receipt as headers: senders look at the status alone, and an answer without a body costs the least. */
export function receiptHeaders({ outcome, eventId, isRecognised }: Receipt): Record<string, string> {
  return {
    [OUTCOME]: outcome,
    ...(eventId === null ? {} : { [EVENT]: String(eventId) }),
    [RECOGNISED]: isRecognised ? "yes" : "no",
  };
}

/** The receipt in an answer's headers; null where it holds none. */
export function readReceipt(headers: Pick<Headers, "get">): Receipt | null {
  const read = { outcome: headers.get(OUTCOME), eventId: headers.get(EVENT), isRecognised: headers.get(RECOGNISED) };
  const parsed = receiptSchema.safeParse(read);
  return parsed.success ? { ...parsed.data, isRecognised: parsed.data.isRecognised === "yes" } : null;
}
