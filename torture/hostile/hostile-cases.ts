import { DEFAULT_TOLERANCE_SECONDS, SIGNATURE_REFUSALS, signDelivery, type Verdict } from "@/domain/intake/signature";
import { testSecret } from "@/testing/worlds/deliveries";
import { unless } from "@/torture/part";
import { hostileBody } from "./hostile-bodies";
import { hostileHeaders } from "./hostile-headers";

/** The kind of a generated delivery, which determines its expected outcome. */
type Kind = "genuine" | "altered" | "old" | "early" | "wild headers";
export type Case = { readonly kind: Kind; readonly headers: Headers; readonly body: Buffer };

/** The time at which all of them arrive. Milliseconds. */
export const ARRIVAL = Date.UTC(2026, 5, 1);
const TOLERANCE_MS = DEFAULT_TOLERANCE_SECONDS * 1_000;

/** Returns a case. Half of them are correctly signed, whatever their content. */
export function caseOf(index: number, random: () => number): Case {
  const body = hostileBody(random);
  const scheme = random() < 0.5 ? "svix" : "ofauth";
  const choice = random();
  const kind: Kind =
    choice < 0.5
      ? "genuine"
      : choice < 0.65
        ? "altered"
        : choice < 0.7
          ? "old"
          : choice < 0.75
            ? "early"
            : "wild headers";
  const within = Math.floor((random() * 2 - 1) * TOLERANCE_MS);
  const beyond = TOLERANCE_MS + 1_000 + Math.floor(random() * 1e10);
  const sentAt = ARRIVAL + (kind === "old" ? -beyond : kind === "early" ? beyond : within);
  const messageId = `msg_${random() < 0.02 ? Math.floor(random() * 50) : index}`;
  const good = signDelivery(body, { scheme, secret: testSecret(), messageId, sentAt });
  if (kind === "altered") return { kind, headers: new Headers(good), body: alter(body, random) };
  return { kind, headers: kind === "wild headers" ? hostileHeaders(good, random) : new Headers(good), body };
}

/** Changes the signed bytes. */
function alter(body: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * (body.length + 1));
  return Buffer.concat([body.subarray(0, at), Buffer.from([Math.floor(random() * 256)]), body.subarray(at)]);
}

/** Returns what is wrong with a verifier's verdict on a case. */
export function misjudged({ kind, headers }: Case, verdict: Verdict): string[] {
  const said = verdict.ok ? "accepted" : verdict.refusal;
  const wanted = {
    genuine: "accepted",
    altered: "signature_mismatch",
    old: "stale_timestamp",
    early: "future_timestamp",
  };
  if (!verdict.ok && !SIGNATURE_REFUSALS.includes(verdict.refusal)) return [`the refusal ${said} is not documented`];
  if (kind !== "wild headers") return unless(said === wanted[kind], `${kind}, but ${said}`);
  const signatures = ["svix-signature", "webhook-signature", "ofauth-signature"].some((name) => headers.has(name));
  return unless(signatures || !verdict.ok, "accepted without a signature");
}
