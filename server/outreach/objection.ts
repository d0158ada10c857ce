import type { CurrentCase } from "@/db/outreach-store";
import { CLOSED_STATES, stateOf } from "@/domain/outreach/outreach";
import type { Objection } from "@/domain/outreach/reply";

/** What speaks against writing to a case's user; null where nothing does. `nameOf` answers who someone is, by what acts note. */
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
