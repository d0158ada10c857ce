import { UNTIL_OPENED } from "@/domain/outreach/case-work";
import type { OutreachCase } from "@/domain/outreach/outreach";
import type { WorkedCase } from "./recount-work";

/** A case as the product and a recount both can tell it: a successor by whether there is one. */
export type ComparableCase = Omit<WorkedCase, "successor"> & { readonly hasSuccessor: boolean };

/** As the store tells it. */
export function comparable(one: OutreachCase): ComparableCase {
  const { connectionId, openedAt, closedAt, end, isAnotherAccount, isRelapse } = one;
  const { assignee, contacts, dismissedAt, isAccepted } = one;
  return {
    ...{ connectionId, openedAt, closedAt, end, isAnotherAccount, isRelapse },
    ...{ assignee, contacts, dismissedAt, isAccepted },
    hasSuccessor: one.successor !== null,
    channel: one.lastContact?.channel ?? null,
    template: one.lastContact?.template ?? null,
    snoozedUntil: one.snoozedUntil === UNTIL_OPENED ? "opening" : one.snoozedUntil,
    link: one.link?.progress ?? null,
  };
}

/** As the recount tells it. */
export function comparableRecount({ successor, ...one }: WorkedCase): ComparableCase {
  return { ...one, hasSuccessor: successor !== null };
}

export function byOpening(a: ComparableCase, b: ComparableCase): number {
  return a.openedAt - b.openedAt || (a.connectionId < b.connectionId ? -1 : 1);
}
