import type { Connection } from "@/domain/connection/connection";
import type { Account } from "@/domain/intake/event";
import type { LoggedEvent } from "@/domain/intake/event-log";
import type { ActContent, CaseAct } from "@/domain/outreach/case-act";
import { hasWords } from "./connection-search";
import { isPersonalView, type SavedView, searchOfView, viewQueryOf } from "./saved-view";
import type { Change, StepContent, TimelineStep } from "./timeline";

/** Shown in place of a name. */
export const MASK = "Name hidden";
const MASKED_ID = "Id hidden";
const MASKED_NOTE = "Note hidden";
const MASKED_BODY = new TextEncoder().encode('{"hidden":"Bodies hold names, which are hidden from viewers here."}');

/** Removes the account's name, username, picture and id from a connection. The rest identifies it to the team only (`personal.ts`). */
export function maskConnection(connection: Connection): Connection {
  return { ...connection, account: maskAccount(connection.account) };
}

export function maskStep(step: TimelineStep): TimelineStep {
  if (step.kind === "unrecognised") return { ...step, body: MASKED_BODY };
  if (step.kind === "act") return { ...step, content: maskContent(step.content) };
  const { event, effect } = step;
  const { said } = event;
  return {
    ...step,
    event: {
      ...event,
      said: "account" in said ? { ...said, account: said.account && maskAccount(said.account) } : said,
    },
    effect: { ...effect, changes: effect.changes.map(maskChange) },
    body: MASKED_BODY,
  };
}

/** Removes an act's note: notes mention people by name. */
export function maskAct(act: CaseAct): CaseAct {
  return { ...act, content: withoutNote(act.content) };
}

function maskContent(content: StepContent): StepContent {
  if (content.kind === "undone") return { ...content, act: withoutNote(content.act) };
  if (content.kind === "blocked") return { ...content, reason: maskNote(content.reason) };
  return "isUndone" in content ? withoutNote(content) : content;
}

function withoutNote<Content extends ActContent>(content: Content): Content {
  return "note" in content ? { ...content, note: maskNote(content.note) } : content;
}

/** Removes the written reasons for a block or a snooze from a case. */
export function maskCase<T extends Written>(one: T): T {
  const { block, snooze } = one;
  return {
    ...one,
    block: block && maskBlock(block),
    snooze: snooze && { ...snooze, note: maskNote(snooze.note) },
  };
}

/** Masks the reason for not contacting someone. */
export function maskBlock<T extends { readonly reason: string }>(block: T): T {
  return { ...block, reason: maskNote(block.reason) };
}

type Written = {
  readonly block: { readonly reason: string } | null;
  readonly snooze: { readonly note: string } | null;
};

function maskNote(note: string): string {
  return note === "" ? "" : MASKED_NOTE;
}

export function maskEvent(event: LoggedEvent): LoggedEvent {
  return { ...event, body: MASKED_BODY };
}

/** Replaces the body of an event. */
export function maskBody(_body: Uint8Array): Uint8Array {
  return MASKED_BODY;
}

/**
 * Hides what may be a name in a saved view: drops a view that searches for words, and replaces the name of one about users, which
 * may be theirs, with its number.
 */
export function maskView(view: SavedView): SavedView[] {
  const search = searchOfView(view);
  if (hasWords(search)) return [];
  return [{ ...view, query: viewQueryOf(search), name: isPersonalView(view) ? `View ${view.id}` : view.name }];
}

/** Removes the account's id from a case or a change of status. */
export function maskAccountId<T extends { readonly accountId: string | null }>(one: T): T {
  return { ...one, accountId: one.accountId && MASKED_ID };
}

function maskAccount(account: Account): Account {
  const isNamed = account.name !== null || account.username !== null;
  return { id: account.id && MASKED_ID, name: isNamed ? MASK : null, username: null, avatar: null };
}

function maskChange(change: Change): Change {
  if (change.kind === "account_known") return { ...change, account: maskAccount(change.account) };
  if (change.kind === "account_changed")
    return { ...change, from: maskAccount(change.from), to: maskAccount(change.to) };
  if (change.kind === "renamed") return { ...change, from: change.from && MASK, to: MASK };
  return change;
}
