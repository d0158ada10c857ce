import { createHash } from "node:crypto";

const DIGITS = 16;

/** Returns a digest that can later show that this reference was erased, without storing it. */
export function digestOf(reference: string): string {
  return `sha256 ${shortDigest(reference)}`;
}

/** Formats what the audit log keeps of erased quarantined events, so that a restore can find them in a backup. */
export function formatRemovedEvents(identities: readonly string[]): string {
  return identities.map(shortDigest).join(" ");
}

/** Returns a function that checks whether an event's identity is in any of these texts by `formatRemovedEvents`. */
export function removedEventsIn(texts: readonly string[]): (identity: string) => boolean {
  const digests = new Set(texts.flatMap((text) => text.split(" ")));
  return (identity) => digests.has(shortDigest(identity));
}

function shortDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, DIGITS);
}
