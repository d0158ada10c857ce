import type { CaseSpan } from "./case-span";
import type { CaseWork } from "./case-work";
import { ANOTHER_CONNECTION } from "./reconnect-step";

/** The states of a case. The last three are closed. */
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

/** The states that need an operator now. */
export const TODO_STATES = ["to_contact", "due"] as const satisfies readonly OutreachState[];

/** The effort to get one expired connection back: what events report, and what people did. */
export type OutreachCase = CaseSpan & CaseWork & { readonly connectionId: string };

/** Facts about a case's surroundings, which it doesn't hold itself. */
export type CaseSurroundings = {
  /** It is part of a mass expiry that nobody has decided about. */
  readonly isHeld: boolean;
  /** Its user must not be contacted. */
  readonly isBlocked: boolean;
};

const DAY_MS = 86_400_000;
/** A relapse ranks as if it had expired this much earlier: a user who was active a few days ago is easily won back. */
export const RELAPSE_HEAD_START_MS = 3 * DAY_MS;
/** Each permission at stake counts this much as well. */
export const PERMISSION_HEAD_START_MS = 2 * 3_600_000;
/** Ranks contacted users after the others. */
const CONTACTED_OFFSET_MS = 1e14;

/** Returns a case's state: the first matching line of the table in docs/domain.md. */
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

/** Returns true if there is still something to do about it. */
export function isOpen(one: Pick<OutreachCase, "end" | "dismissedAt">): boolean {
  return one.end === null && one.dismissedAt === null;
}

/**
 * Returns a case's rank in the queue, lowest first: never contacted before contacted, then longest expired first, with a head
 * start for relapses and for each permission. The rank doesn't change over time, so it can serve as a page's cursor.
 */
export function rankOf(
  { openedAt, isRelapse, contacts }: Pick<OutreachCase, "openedAt" | "isRelapse" | "contacts">,
  permissions: number,
): number {
  const headStart = (isRelapse ? RELAPSE_HEAD_START_MS : 0) + permissions * PERMISSION_HEAD_START_MS;
  return openedAt - headStart + (contacts > 0 ? CONTACTED_OFFSET_MS : 0);
}

/**
 * Returns true if the user came back as another account and nobody has decided about it: this connection has another account than
 * before, which nobody has accepted; or they made another connection, and since then this case has not been closed nor the user
 * contacted.
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
