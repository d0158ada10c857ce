import type { CaseSpan } from "./case-span";
import type { CaseWork } from "./case-work";
import { ANOTHER_CONNECTION } from "./reconnect-step";

/** Where a case stands. The last three are closed. */
export const OUTREACH_STATES = [
  "to_contact",
  "due",
  "waiting",
  "snoozed",
  "held",
  "blocked",
  "reconnected",
  "disconnected",
  "dismissed",
] as const;
export type OutreachState = (typeof OUTREACH_STATES)[number];
export const CLOSED_STATES = ["reconnected", "disconnected", "dismissed"] as const satisfies readonly OutreachState[];

/** What is wanted of someone now. */
export const TODO_STATES = ["to_contact", "due"] as const satisfies readonly OutreachState[];

/** The work of getting one expired connection back: what events say of it, and what people did. */
export type OutreachCase = CaseSpan & CaseWork & { readonly connectionId: string };

/** What a case alone can't tell. */
export type CaseSurroundings = {
  /** It is one of many that expired at once, and nobody has decided what those are. */
  readonly isHeld: boolean;
  /** Its user is not to be contacted. */
  readonly isBlocked: boolean;
};

const DAY_MS = 86_400_000;
/** A relapse counts as so much longer expired: a user who was there a few days ago is easily won back. */
export const RELAPSE_HEAD_START_MS = 3 * DAY_MS;
/** So does each permission that is at stake. */
export const PERMISSION_HEAD_START_MS = 2 * 3_600_000;
/** Puts those who were contacted after those who were not. */
const CONTACTED_OFFSET_MS = 1e14;

/** Where a case stands: the first line that fits of the table in docs/domain.md. */
export function stateOf(
  span: Pick<CaseSpan, "end">,
  work: Pick<CaseWork, "dismissedAt" | "snoozedUntil" | "contacts">,
  { isHeld, isBlocked }: CaseSurroundings,
  now: number,
): OutreachState {
  if (span.end !== null) return span.end;
  if (work.dismissedAt !== null) return "dismissed";
  if (work.snoozedUntil !== null && work.snoozedUntil > now) return "snoozed";
  if (isBlocked) return "blocked";
  if (work.snoozedUntil !== null) return "due";
  if (work.contacts > 0) return "waiting";
  return isHeld ? "held" : "to_contact";
}

/** Whether there is still something to do about it. */
export function isOpen(one: Pick<OutreachCase, "end" | "dismissedAt">): boolean {
  return one.end === null && one.dismissedAt === null;
}

/**
 * Where a case stands in the queue, the lowest first: never contacted before contacted, then by how long it is expired, with a
 * head start for relapses and for each permission. It never changes by itself, so a place in the queue is a page's cursor.
 */
export function rankOf(
  { openedAt, isRelapse, contacts }: Pick<OutreachCase, "openedAt" | "isRelapse" | "contacts">,
  permissions: number,
): number {
  const headStart = (isRelapse ? RELAPSE_HEAD_START_MS : 0) + permissions * PERMISSION_HEAD_START_MS;
  return openedAt - headStart + (contacts > 0 ? CONTACTED_OFFSET_MS : 0);
}

/**
 * Returns whether the user came back as somebody else's account and nobody has decided about it: this connection has another
 * account than before, which nobody has accepted; or they made another connection, and since then this case was neither closed
 * nor the user contacted.
 */
export function needsLook(
  one: Pick<OutreachCase, "isAnotherAccount" | "isAccepted" | "link" | "lastContact"> & Ending,
) {
  const { isAnotherAccount, isAccepted, link, lastContact } = one;
  if (isAccepted) return false;
  if (isAnotherAccount) return true;
  if (!isOpen(one) || link?.progress !== "finished" || link.detail !== ANOTHER_CONNECTION) return false;
  return lastContact === null || lastContact.at <= link.at;
}

type Ending = Pick<OutreachCase, "end" | "dismissedAt">;
