import type { Diagnosis } from "./diagnosis";
import { SIGNATURE_REFUSALS } from "./signature";

/** Why a delivery was refused. An admin can fix `no_secret`; until then the sender retries. */
export const REFUSAL_CAUSES = [...SIGNATURE_REFUSALS, "too_large", "no_secret"] as const;
export type RefusalCause = (typeof REFUSAL_CAUSES)[number];

/** The record of a refused delivery: never its body, never a signature. */
export type Refusal = {
  readonly cause: RefusalCause;
  readonly receivedAt: number;
  /** The declared size, or what was read before we stopped; null if unknown. */
  readonly bytes: number | null;
} & RefusalDetails;

/** The optional part of the record of a refusal. */
export type RefusalDetails = {
  /** The time until it was refused; null for older versions. */
  readonly tookMs: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Null if not made: for requests without a signature, in a flood, and for older versions. */
  readonly diagnosis?: Diagnosis | null;
};

/** Figures on whether webhooks arrive. Instants in milliseconds, null if there is none. */
export type IntakeSummary = {
  readonly lastReceivedAt: number | null;
  /** Signed events that can't be understood, without dismissed ones. */
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

/** Returns the headers of a refused delivery that help to find the cause and reveal nothing; long ones are cut. */
export function harmlessHeaders(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of HARMLESS_HEADERS) {
    const value = headers.get(name);
    if (value !== null) kept[name] = value.slice(0, HEADER_LENGTH_MAX);
  }
  return kept;
}

/**
 * Distinguishes senders as far as their headers allow, so that a flood from one doesn't push out the records of others: by the
 * program's name without its version, and by the kind of signature.
 */
export function senderOf(headers: Readonly<Record<string, string>>): string {
  const program = (headers["user-agent"] ?? "").replaceAll(/[\d.]+/g, "").toLowerCase();
  const kinds = ["svix-id", "webhook-id"].filter((name) => name in headers);
  return [...kinds, program].join(" ").slice(0, SENDER_LENGTH_MAX) || NO_SENDER;
}
