import type { CurrentCase } from "@/db/outreach-store";
import { CLOSED_STATES, stateOf } from "@/domain/outreach/outreach";
import type { Objection } from "@/domain/outreach/reply";

/** Returns why a case's user should not be contacted, or null. `nameOf` resolves the name recorded with an act. */
export function objectionTo(
  one: CurrentCase,
  { coolDownMs, now, nameOf }: { readonly coolDownMs: number; readonly now: number; nameOf: (noted: string) => string },
): Objection | null {
  const { block, lastContactWithUser: contact, isHeld } = one;
  const state = stateOf(one, one, { isHeld, isBlocked: block !== null }, now);
  if (CLOSED_STATES.some((closed) => closed === state)) return { kind: "closed", state };
  if (block) return { kind: "blocked", reason: block.reason, by: nameOf(block.personName) };
  if (contact && contact.at > now - coolDownMs) {
    return { kind: "cooling", by: nameOf(contact.personName), at: contact.at };
  }
  return state === "held" ? { kind: "held" } : null;
}
