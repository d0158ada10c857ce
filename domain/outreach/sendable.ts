import type { Composed, ComposedMessage, Objection } from "./reply";
import type { Variable } from "./template";

/** Returns true if a user must not get a message: the case is over, or they are not to be contacted. */
export function isForbidden(objection: Objection | null): boolean {
  return objection?.kind === "closed" || objection?.kind === "blocked";
}

/**
 * Returns the messages to copy at once. Among several, users within the cool-down are left out; a single message is kept, since
 * its screen shows the cool-down and the operator may insist.
 */
export function sendable(messages: readonly ComposedMessage[]): readonly ComposedMessage[] {
  const allowed = messages.filter(({ objection }) => !isForbidden(objection));
  return messages.length === 1 ? allowed : allowed.filter(({ objection }) => objection?.kind !== "cooling");
}

/** Counts, for each variable, the messages that lack a value for it. */
export function countMissing(messages: readonly ComposedMessage[]): ReadonlyMap<Variable, number> {
  const counts = new Map<Variable, number>();
  for (const name of messages.flatMap(({ missing }) => missing)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

type Answer = { readonly templateId: number; readonly composed: Composed | null };

/** Replaces shown messages by those with links, unless another template was selected meanwhile. */
export function withLinks<Shown extends Answer>(
  shown: Shown,
  templateId: number,
  made: readonly ComposedMessage[],
): Shown {
  if (!shown.composed || shown.templateId !== templateId) return shown;
  return { ...shown, composed: { ...shown.composed, messages: replaced(shown.composed.messages, made) } };
}

/** Replaces each message by the one in `made` about the same connection. */
export function replaced(
  messages: readonly ComposedMessage[],
  made: readonly ComposedMessage[],
): readonly ComposedMessage[] {
  const byId = new Map(made.map((message) => [message.connectionId, message]));
  return messages.map((one) => byId.get(one.connectionId) ?? one);
}
