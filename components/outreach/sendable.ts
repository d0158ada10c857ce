import type { Variable } from "@/domain/template";
import type { ComposedMessage, Objection } from "./reply";

/** Whether a user gets no message at all: the case is over, or they are not to be contacted. */
export function isForbidden(objection: Objection | null): boolean {
  return objection?.kind === "closed" || objection?.kind === "blocked";
}

/**
 * Those that are copied at once. Of several, whoever was contacted a short time ago is left out; of one alone that is said, and may
 * be meant.
 */
export function sendable(messages: readonly ComposedMessage[]): readonly ComposedMessage[] {
  const allowed = messages.filter(({ objection }) => !isForbidden(objection));
  return messages.length === 1 ? allowed : allowed.filter(({ objection }) => objection?.kind !== "cooling");
}

/** How many of the messages lack a value for each variable that any of them lacks. */
export function countMissing(messages: readonly ComposedMessage[]): ReadonlyMap<Variable, number> {
  const counts = new Map<Variable, number>();
  for (const name of messages.flatMap(({ missing }) => missing)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
