import type { Composed, ComposedMessage, Objection } from "./reply";
import type { Variable } from "./template";

/** Whether a user gets no message at all: the case is over, or they are not to be contacted. */
export function isForbidden(objection: Objection | null): boolean {
  return objection?.kind === "closed" || objection?.kind === "blocked";
}

/**
 * Those that are copied at once. Of several, those who were contacted a short time ago are left out; of one alone that is said, and may
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

type Answer = { readonly templateId: number; readonly composed: Composed | null };

/** Puts messages whose links were made in the place of those that are shown, unless another template is by now. */
export function withLinks<Shown extends Answer>(
  shown: Shown,
  templateId: number,
  made: readonly ComposedMessage[],
): Shown {
  if (!shown.composed || shown.templateId !== templateId) return shown;
  return { ...shown, composed: { ...shown.composed, messages: replaced(shown.composed.messages, made) } };
}

/** Puts each of `made` in the place of the message about the same connection. */
export function replaced(
  messages: readonly ComposedMessage[],
  made: readonly ComposedMessage[],
): readonly ComposedMessage[] {
  const byId = new Map(made.map((message) => [message.connectionId, message]));
  return messages.map((one) => byId.get(one.connectionId) ?? one);
}
