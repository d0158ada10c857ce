import type { CaseAct, Channel } from "./case-act";
import type { CaseSpan } from "./case-span";
import type { LinkProgress, LinkStep } from "./reconnect-step";

/** The acts on a case, and its user's progress with the link. Instants in milliseconds. */
export type CaseWork = {
  readonly assignee: number | null;
  /** Contacts before the case closed. */
  readonly contacts: number;
  readonly firstContactAt: number | null;
  readonly lastContact: { readonly at: number; readonly channel: Channel; readonly template: string | null } | null;
  /** `UNTIL_OPENED` if it ends when the user does something with the link. */
  readonly snoozedUntil: number | null;
  readonly dismissedAt: number | null;
  /** A person has accepted the other account that it came back as. */
  readonly isAccepted: boolean;
  readonly link: { readonly progress: LinkProgress; readonly at: number; readonly detail: string } | null;
  /** The newest act, undone or not; 0 if there is none. */
  readonly lastAct: number;
};

/** Later than any instant. */
export const UNTIL_OPENED = Number.MAX_SAFE_INTEGER;

export const NO_WORK: CaseWork = {
  assignee: null,
  contacts: 0,
  firstContactAt: null,
  lastContact: null,
  snoozedUntil: null,
  dismissedAt: null,
  isAccepted: false,
  link: null,
  lastAct: 0,
};

/**
 * Returns the work on each case of a connection, from all acts about the connection. An act belongs to the case that was open at
 * the time, or else to the last one before it. So a late event that moves a case's beginning or end moves its acts along.
 */
export function worksOf(spans: readonly CaseSpan[], acts: readonly CaseAct[], steps: readonly LinkStep[]): CaseWork[] {
  const works: CaseWork[] = [];
  spans.forEach((span, index) => {
    const next = spans[index + 1];
    const before = span.isRelapse ? (works[index - 1]?.assignee ?? null) : null;
    works.push(workOf(span, before, belongingTo(acts, span, next), belongingTo(steps, span, next)));
  });
  return works;
}

/** Returns what was done about one case, out of all that was done about its connection; `next` is the case that opened after it. */
export function belongingTo<Done extends { readonly at: number }>(
  done: readonly Done[],
  { openedAt }: Pick<CaseSpan, "openedAt">,
  next: Pick<CaseSpan, "openedAt"> | undefined,
): Done[] {
  return done.filter(({ at }) => at >= openedAt && (next === undefined || at < next.openedAt));
}

/**
 * Returns true if an act can be undone: it belongs to the newest case, which has not ended since. An ended case stays as the
 * results count it.
 */
export function isUndoable(
  { at, undoneAt }: Pick<CaseAct, "at" | "undoneAt">,
  { openedAt, closedAt }: Pick<CaseSpan, "openedAt" | "closedAt">,
): boolean {
  return undoneAt === null && at >= (closedAt ?? openedAt);
}

function workOf(
  span: CaseSpan,
  assignee: number | null,
  acts: readonly CaseAct[],
  steps: readonly LinkStep[],
): CaseWork {
  const closedAt = span.closedAt ?? Number.POSITIVE_INFINITY;
  const lastAct = acts.at(-1)?.id ?? 0;
  const counting = acts.filter(({ undoneAt }) => undoneAt === null);
  const work = counting.reduce((before, act) => afterAct(before, act, steps, closedAt), {
    ...NO_WORK,
    assignee,
    lastAct,
  });
  return { ...work, link: steps.reduce(afterStep, null) };
}

/** Keeps how an attempt ended until the next one: opening the page again, or another link, does not undo it. */
function afterStep(link: CaseWork["link"], { progress, at, detail }: LinkStep): CaseWork["link"] {
  const isOver = link?.progress === "gave_up" || link?.progress === "failed" || link?.progress === "finished";
  if (isOver && progress === "opened") return link;
  // Handing the link out again undoes nothing that its user did with it.
  if (progress === "handed_out" && link !== null && link.progress !== "handed_out") return link;
  return { progress, at, detail };
}

function afterAct(work: CaseWork, { at, content }: CaseAct, steps: readonly LinkStep[], closedAt: number): CaseWork {
  switch (content.kind) {
    case "assigned":
      return { ...work, assignee: content.to };
    case "contacted":
      return at > closedAt ? work : contacted(work, at, content.channel, content.template);
    case "snoozed":
      return { ...work, snoozedUntil: content.until ?? firstSignAfter(steps, at) };
    case "dismissed":
      return { ...work, dismissedAt: at, snoozedUntil: null };
    case "reopened":
      return { ...work, dismissedAt: null, snoozedUntil: null };
    case "accepted":
      // An acceptance before it closed is about an earlier account.
      return at >= closedAt || closedAt === Number.POSITIVE_INFINITY ? { ...work, isAccepted: true } : work;
    case "noted":
      return work;
  }
}

function contacted(work: CaseWork, at: number, channel: Channel, template: string | null): CaseWork {
  return {
    ...work,
    contacts: work.contacts + 1,
    firstContactAt: work.firstContactAt ?? at,
    lastContact: { at, channel, template },
    snoozedUntil: null,
  };
}

/**
 * Returns when the user first did anything with a link after an instant. A user who had it open already starts without opening it
 * again.
 */
function firstSignAfter(steps: readonly LinkStep[], at: number): number {
  return steps.find((step) => step.progress !== "handed_out" && step.at > at)?.at ?? UNTIL_OPENED;
}
