import type { Diagnosis } from "./diagnosis";
import { SIGNATURE_REFUSALS } from "./signature";

/** Why a delivery was turned away. The last one is for the admin to mend, and the sender tries again. */
export const REFUSAL_CAUSES = [...SIGNATURE_REFUSALS, "too_large", "no_secret"] as const;
export type RefusalCause = (typeof REFUSAL_CAUSES)[number];

/** The trace of a refused delivery: never its body, never a signature. */
export type Refusal = {
  readonly cause: RefusalCause;
  readonly receivedAt: number;
  /** As declared or as read before we stopped; null where unknown. */
  readonly bytes: number | null;
} & RefusalDetails;

/** What else a trace tells. */
export type RefusalDetails = {
  /** Until it was turned away; null for those of older versions. */
  readonly tookMs: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where it was not made: for requests without a signature, in a flood, and for those of older versions. */
  readonly diagnosis?: Diagnosis | null;
};

/** Whether webhooks arrive, in figures. Instants in milliseconds, null where there was none. */
export type IntakeSummary = {
  readonly lastReceivedAt: number | null;
  /** Signed events that can't be understood, without those that were dismissed. */
  readonly unrecognised: number;
  readonly dismissed: number;
  readonly refused: readonly RefusedCount[];
};

export type RefusedCount = { readonly cause: RefusalCause; readonly deliveries: number; readonly lastAt: number };

const HARMLESS_HEADERS = [
  "content-type",
  "content-length",
  "user-agent",
  "svix-id",
  "svix-timestamp",
  "webhook-id",
  "webhook-timestamp",
];
const HEADER_LENGTH_MAX = 200;
const SENDER_LENGTH_MAX = 80;
const NO_SENDER = "unnamed";

/** The headers of a refused delivery that help to find the cause and reveal nothing; long ones are cut. */
export function harmlessHeaders(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of HARMLESS_HEADERS) {
    const value = headers.get(name);
    if (value !== null) kept[name] = value.slice(0, HEADER_LENGTH_MAX);
  }
  return kept;
}

/**
 * Tells senders apart as far as their headers do, so that a flood of one leaves the traces of others alone: by the program's
 * name without its version, and by the kind of signature.
 */
export function senderOf(headers: Readonly<Record<string, string>>): string {
  const program = (headers["user-agent"] ?? "").replaceAll(/[\d.]+/g, "").toLowerCase();
  const kinds = ["svix-id", "webhook-id"].filter((name) => name in headers);
  return [...kinds, program].join(" ").slice(0, SENDER_LENGTH_MAX) || NO_SENDER;
}
