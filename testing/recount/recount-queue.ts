import type { ConnectionEvent } from "@/domain/connection/connection";
import type { OutreachState } from "@/domain/outreach/outreach";
import type { InstantRange } from "@/domain/values/query/date-filter";
import type { WorkedCase } from "./recount-work";

/** A card of the queue: a user, a connection without one, or a closed case. */
export type Card = { readonly state: OutreachState; readonly owner: number | null };

const MOST_URGENT_FIRST = ["due", "to_contact", "waiting", "snoozed", "held", "blocked"];
const DAY = 86_400_000;

/** What neither events nor acts say about cases. */
export type Surroundings = {
  /** Connections whose users are not to be contacted. */
  readonly blocked: ReadonlySet<string>;
  /** Cases that opened in this range are held back. */
  readonly held: InstantRange;
};

/** Returns the queue's cards at an instant: each user's open cases are one, the most urgent in front. */
export function recountCards(
  cases: readonly WorkedCase[],
  events: readonly ConnectionEvent[],
  { blocked, held }: Surroundings,
  now: number,
): Card[] {
  const told = [...events].sort((a, b) => a.id - b.id).map(({ said }) => said);
  const users = new Map(told.map(({ connectionId, user }) => [connectionId, user]));
  const permissions = new Map(
    told.flatMap((said) => (said.permissions ? [[said.connectionId, said.permissions]] : [])),
  );
  const order = [...users.keys()];
  const subjectOf = (id: string) => users.get(id) ?? `connection ${id}`;
  const blockedSubjects = new Set([...blocked].map(subjectOf));
  const newest = new Map(cases.map((one) => [one.connectionId, one]));
  const standing = [...newest].map(([id, one]): Standing => {
    const isHeld = one.openedAt >= (held.from ?? 0) && one.openedAt < (held.until ?? 0);
    const state = whereItStands(one, blockedSubjects.has(subjectOf(id)), isHeld, now);
    const atStake = permissions.get(id)?.length ?? 0;
    return { newest: one, state, user: users.get(id) ?? null, permissions: atStake, order: order.indexOf(id) };
  });
  const open = standing.filter(isStillOpen).sort(byUrgency);
  const seen = new Set<string>();
  const first = open.filter(({ user }) => user === null || (!seen.has(user) && seen.add(user)));
  const over = standing.filter((one) => !isStillOpen(one));
  return [...over, ...first].map(({ state, newest: { assignee } }) => ({ state, owner: assignee }));
}

type Standing = {
  readonly newest: WorkedCase;
  readonly state: OutreachState;
  readonly user: string | null;
  readonly permissions: number;
  /** The order of first appearance. */
  readonly order: number;
};

function whereItStands(one: WorkedCase, isBlocked: boolean, isHeld: boolean, now: number): OutreachState {
  const { end, dismissedAt, snoozedUntil, contacts } = one;
  if (end !== null) return end;
  if (dismissedAt !== null) return "dismissed";
  if (snoozedUntil === "opening" || (snoozedUntil !== null && snoozedUntil > now)) return "snoozed";
  if (isBlocked) return "blocked";
  if (snoozedUntil !== null) return "due";
  if (contacts > 0) return "waiting";
  return isHeld ? "held" : "to_contact";
}

function isStillOpen({ state }: Standing): boolean {
  return MOST_URGENT_FIRST.includes(state);
}

function byUrgency(a: Standing, b: Standing): number {
  const [left, right] = [a, b].map(({ state }) => MOST_URGENT_FIRST.indexOf(state));
  return (left ?? 0) - (right ?? 0) || waitingSince(a) - waitingSince(b) || a.order - b.order;
}

/** Ranks contacted users after all others; a relapse and each permission at stake count as a longer wait. */
function waitingSince({ newest, permissions }: Standing): number {
  const since = newest.openedAt - (newest.isRelapse ? 3 * DAY : 0) - permissions * (DAY / 12);
  return newest.contacts > 0 ? since + 1e14 : since;
}
