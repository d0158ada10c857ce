import type { RefusalCause } from "@/domain/intake/intake";

/** Explains each refusal, and what to do about it. */
export const REFUSAL_WORDS: Readonly<Record<RefusalCause, { readonly title: string; readonly advice: string }>> = {
  missing_signature: {
    title: "No signature",
    advice: "Someone other than OFAuth called the endpoint, or a proxy removed the signature headers.",
  },
  malformed_signature: {
    title: "Signature in an unknown format",
    advice: "A header is incomplete. A proxy may have cut it, or a test tool made it.",
  },
  stale_timestamp: {
    title: "Signed too long ago",
    advice: "The secret is right. Set this machine's clock, or look for what holds deliveries back.",
  },
  future_timestamp: { title: "Signed in the future", advice: "The secret is right. Set this machine's clock." },
  signature_mismatch: {
    title: "Signature does not fit",
    advice: "Most often the wrong secret: compare it with the one of this endpoint. Or a proxy alters the body.",
  },
  too_large: { title: "Body too large", advice: "OFAuth sends no event above 256 KiB: this was something else." },
  no_secret: { title: "No secret was set", advice: "Set OFAUTH_WEBHOOK_SECRET. OFAuth sends these events again." },
};
