import { OUTREACH_STATES, type OutreachState } from "@/domain/outreach/outreach";
import { type Bitmap, bitmapOf, both, either, emptyBitmap, forEachKey, hasKey, without } from "./bitmap";
import type { CaseIndex } from "./case-index";
import { keysInRange, numberAt } from "./number-column";

export type StateSets = ReadonlyMap<OutreachState, Bitmap>;

/** From one instant to another, both inclusive. */
export type TimeSpan = { readonly from: number; readonly until: number };

/**
 * Returns the cases in each state at an instant: `stateOf`, for all of them at once. `held` are the expiry spans of held-back
 * cases.
 */
export function stateSets(cases: CaseIndex, held: readonly TimeSpan[], now: number): StateSets {
  const asleep = keysInRange(cases.snoozed, cases.snoozedUntil, now + 1, Number.POSITIVE_INFINITY);
  const awake = without(cases.open, asleep);
  const blocked = both(awake, cases.blocked);
  const free = without(awake, blocked);
  const due = both(free, cases.snoozed);
  const rest = without(free, due);
  const waiting = both(rest, cases.contacted);
  const fresh = without(rest, waiting);
  const heldBack = held.reduce(
    (sum, { from, until }) => either(sum, keysInRange(fresh, cases.openedAt, from, until + 1)),
    emptyBitmap(),
  );
  return new Map<OutreachState, Bitmap>([
    ["to_contact", without(fresh, heldBack)],
    ["due", due],
    ["waiting", waiting],
    ["snoozed", asleep],
    ["held", heldBack],
    ["blocked", blocked],
    ...cases.ended,
  ]);
}

/**
 * Returns the cases to leave out, so that each user has one card: all open cases of a user but the most urgent. Only considers
 * cases in a set, so that a search finds a user by any of their connections.
 */
export function furtherCards(cases: CaseIndex, states: StateSets, among: Bitmap): Bitmap {
  const first = new Map<number, number>();
  const beside: number[] = [];
  forEachKey(both(cases.shared, among), (key) => {
    const group = numberAt(cases.group, key);
    const rival = first.get(group);
    if (rival === undefined) {
      first.set(group, key);
      return;
    }
    const isMoreUrgent = compareUrgency(cases, states, key, rival) < 0;
    beside.push(isMoreUrgent ? rival : key);
    if (isMoreUrgent) first.set(group, key);
  });
  return bitmapOf(beside);
}

const URGENCIES: readonly OutreachState[] = ["due", ...OUTREACH_STATES.filter((state) => state !== "due")];

function compareUrgency(cases: CaseIndex, states: StateSets, a: number, b: number): number {
  const urgencyOf = (key: number) => URGENCIES.findIndex((state) => hasKey(states.get(state) ?? emptyBitmap(), key));
  return urgencyOf(a) - urgencyOf(b) || numberAt(cases.rank.column, a) - numberAt(cases.rank.column, b) || a - b;
}
