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
  readonly headers: Readonly<Record<string, string>>;
};

/** Whether webhooks arrive, in figures. Instants in milliseconds, null where there was none. */
export type IntakeSummary = {
  readonly lastReceivedAt: number | null;
  readonly unrecognised: number;
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

/** The headers of a refused delivery that help to find the cause and reveal nothing; long ones are cut. */
export function harmlessHeaders(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of HARMLESS_HEADERS) {
    const value = headers.get(name);
    if (value !== null) kept[name] = value.slice(0, HEADER_LENGTH_MAX);
  }
  return kept;
}
