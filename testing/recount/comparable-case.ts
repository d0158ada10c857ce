import { UNTIL_OPENED } from "@/domain/outreach/case-work";
import type { OutreachCase } from "@/domain/outreach/outreach";
import type { WorkedCase } from "./recount-work";

/** A case in terms that the product and a recount share: only whether there is a successor. */
export type ComparableCase = Omit<WorkedCase, "successor"> & { readonly hasSuccessor: boolean };

/** Converts a case of the store. */
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

/** Converts a case of the recount. */
export function comparableRecount({ successor, ...one }: WorkedCase): ComparableCase {
  return { ...one, hasSuccessor: successor !== null };
}

export function byOpening(a: ComparableCase, b: ComparableCase): number {
  return a.openedAt - b.openedAt || (a.connectionId < b.connectionId ? -1 : 1);
}
