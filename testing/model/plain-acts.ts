import type { ActContent } from "@/domain/outreach/case-act";
import { casesIn, isBlocked, isOpen, openSiblings, type PlainModel, stateIn } from "./plain-model";

type Left = { closed: number; conflict: number; blocked: number; cooling: number };

/** Returns the connections that an act applies to, and why it is refused for the intended one. */
export function plainAct(model: PlainModel, connection: string, content: ActContent, coolDownMs: number) {
  const left: Left = { closed: 0, conflict: 0, blocked: 0, cooling: 0 };
  if (stateIn(model, connection) === null) return { done: [], left };
  const all = content.kind === "noted" ? [connection] : [connection, ...openSiblings(model, connection)];
  const isRecent = model.acts.some(
    ({ connection: one, at, undoneAt, content: { kind } }) =>
      all.includes(one) && kind === "contacted" && undoneAt === null && at > model.now - coolDownMs,
  );
  const obstacleTo = (one: string): keyof Left | null => {
    if (!isPossible(model, one, content)) return "closed";
    if (content.kind !== "contacted") return null;
    if (isBlocked(model, one)) return "blocked";
    return isRecent ? "cooling" : null;
  };
  const obstacle = obstacleTo(connection);
  if (obstacle) left[obstacle] += 1;
  return { done: all.filter((one) => obstacleTo(one) === null), left };
}

function isPossible(model: PlainModel, connection: string, { kind }: ActContent): boolean {
  const newest = casesIn(model, connection).at(-1);
  if (!newest) return false;
  if (kind === "noted") return true;
  if (kind === "accepted") return newest.isAnotherAccount && !newest.isAccepted;
  if (kind === "reopened") return newest.end === null && (newest.dismissedAt !== null || newest.snoozedUntil !== null);
  return isOpen(newest);
}
