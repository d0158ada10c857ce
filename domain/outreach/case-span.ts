import { STATUS_ACTIVE, STATUS_DISCONNECTED, STATUS_EXPIRED } from "@/domain/connection/connection";
import type { StatusChange } from "@/domain/connection/status-change";

/** The ways in which events close a case. People can also dismiss it (`case-work.ts`). */
export type CaseEnd = "reconnected" | "disconnected";

/**
 * The part of an outreach case that events decide: a connection expires, and later comes back or is gone. A pure function of the
 * histories, so that late and repeated events never open or close one wrongly. Instants in milliseconds.
 */
export type CaseSpan = {
  readonly openedAt: number;
  /** The event that opened it. */
  readonly openedBy: number;
  readonly closedAt: number | null;
  /** The event that closed it; null while open, and if another connection of the same account closed it. */
  readonly closedBy: number | null;
  /** The key of that other connection. */
  readonly successor: number | null;
  readonly end: CaseEnd | null;
  /** The connection came back with another account. */
  readonly isAnotherAccount: boolean;
  /** It had come back shortly before, within `RELAPSE_WINDOW_MS`. */
  readonly isRelapse: boolean;
  /** The account when it expired. */
  readonly accountId: string | null;
};

/** Another connection of an account, and when it was first active. */
export type Arrival = { readonly key: number; readonly at: number };

/** Finds the first other connection of an account that first became active at or after an instant. */
export type FindArrival = (accountId: string, from: number) => Arrival | null;

/** A second expiry this soon after a recovery is a relapse. */
export const RELAPSE_WINDOW_MS = 14 * 86_400_000;

/** Returns the cases that a connection's changes of status make, oldest first. */
export function spansOf(turns: readonly StatusChange[], findArrival: FindArrival): CaseSpan[] {
  const spans: CaseSpan[] = [];
  for (const turn of turns) extend(spans, turn);
  return settled(spans, findArrival);
}

/**
 * Like `spansOf` with one more change of status, from the cases that all earlier ones made, so that no history has to be read.
 * Returns null if they aren't enough: another connection closed the last case, and what this one did since is not stored with it.
 */
export function spansAfter(
  spans: readonly CaseSpan[],
  turn: StatusChange,
  findArrival: FindArrival,
): CaseSpan[] | null {
  const last = spans.at(-1);
  if (last && last.successor !== null) return null;
  const extended = [...spans];
  extend(extended, turn);
  return settled(extended, findArrival);
}

function extend(spans: CaseSpan[], turn: StatusChange): void {
  const last = spans.at(-1) ?? null;
  const next = follow(last, turn);
  if (!next) return;
  if (next.openedAt === last?.openedAt && next.openedBy === last.openedBy) spans[spans.length - 1] = next;
  else spans.push(next);
}

function settled(spans: readonly CaseSpan[], findArrival: FindArrival): CaseSpan[] {
  return withRelapses(spans.map((span) => closedByArrival(span, findArrival)));
}

/** Applies a change of status to a connection's last case, or opens the next one; null if it does neither. */
function follow(last: CaseSpan | null, turn: StatusChange): CaseSpan | null {
  if (last?.closedAt !== null) return turn.status === STATUS_EXPIRED ? opened(turn) : null;
  const { from: closedAt, eventId: closedBy } = turn;
  if (turn.status === STATUS_DISCONNECTED) return { ...last, closedAt, closedBy, end: "disconnected" };
  if (turn.status !== STATUS_ACTIVE) return null;
  const isAnotherAccount = last.accountId !== null && turn.accountId !== null && turn.accountId !== last.accountId;
  return { ...last, closedAt, closedBy, end: "reconnected", isAnotherAccount };
}

function opened(turn: StatusChange): CaseSpan {
  return {
    openedAt: turn.from,
    openedBy: turn.eventId,
    closedAt: null,
    closedBy: null,
    successor: null,
    end: null,
    isAnotherAccount: false,
    isRelapse: false,
    accountId: turn.accountId,
  };
}

/** Closes a case if a new connection of the same account became active before anything else closed it. */
function closedByArrival(span: CaseSpan, findArrival: FindArrival): CaseSpan {
  const first = span.accountId === null ? null : findArrival(span.accountId, span.openedAt);
  if (!first || (span.closedAt !== null && span.closedAt <= first.at)) return span;
  const { key: successor, at: closedAt } = first;
  return { ...span, closedAt, closedBy: null, successor, end: "reconnected", isAnotherAccount: false };
}

function withRelapses(spans: readonly CaseSpan[]): CaseSpan[] {
  return spans.map((span, index) => ({ ...span, isRelapse: isRelapseAfter(spans[index - 1], span) }));
}

/** Returns true if a case is a relapse of the one before it. */
function isRelapseAfter(before: CaseSpan | undefined, span: CaseSpan): boolean {
  if (before?.end !== "reconnected" || before.closedAt === null) return false;
  return span.openedAt - before.closedAt <= RELAPSE_WINDOW_MS;
}
