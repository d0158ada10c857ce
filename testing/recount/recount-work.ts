import type { ConnectionEvent } from "@/domain/connection/connection";
import type { CaseAct } from "@/domain/outreach/case-act";
import type { LinkStep } from "@/domain/outreach/reconnect-step";
import { type CountedCase, recountCases } from "./recount";

/** What people did about a case, as a careful person would record it. */
export type CountedWork = {
  readonly assignee: number | null;
  readonly contacts: number;
  readonly channel: string | null;
  readonly template: string | null;
  readonly dismissedAt: number | null;
  /** `opening` means until the user does something with the link. */
  readonly snoozedUntil: number | "opening" | null;
  readonly isAccepted: boolean;
  readonly link: string | null;
};

export type WorkedCase = CountedCase & CountedWork;

export type Done = { readonly acts: readonly CaseAct[]; readonly steps: readonly LinkStep[] };
const NOTHING: Done = { acts: [], steps: [] };

/** Returns all cases that events make, each with its acts, oldest first within a connection. */
export function recountWorkedCases(
  events: readonly ConnectionEvent[],
  doneAbout: ReadonlyMap<string, Done>,
): WorkedCase[] {
  const byConnection = new Map<string, CountedCase[]>();
  for (const one of recountCases(events).sort((a, b) => a.openedAt - b.openedAt)) {
    byConnection.set(one.connectionId, [...(byConnection.get(one.connectionId) ?? []), one]);
  }
  return [...byConnection].flatMap(([id, theirs]) => recountWork(theirs, doneAbout.get(id) ?? NOTHING));
}

/** Returns the work on each case of one connection, oldest first, in another way than the product: one query after the other. */
export function recountWork(cases: readonly CountedCase[], { acts, steps }: Done): WorkedCase[] {
  const caseAt = (at: number) => cases.findLastIndex(({ openedAt }) => openedAt <= at);
  const owners: (number | null)[] = [];
  return cases.map((one, place) => {
    const counting = acts.filter(({ at, undoneAt }) => undoneAt === null && caseAt(at) === place);
    const trail = steps.filter(({ at }) => caseAt(at) === place);
    const contacts = counting.flatMap(({ at, content }) =>
      content.kind === "contacted" && (one.closedAt === null || at <= one.closedAt) ? [{ at, ...content }] : [],
    );
    const lastOf = (...kinds: string[]) =>
      counting.findLast(
        ({ at, content: { kind } }) =>
          kinds.includes(kind) && (kind !== "contacted" || contacts.some((contact) => contact.at === at)),
      );
    const ending = lastOf("dismissed", "reopened");
    const nap = lastOf("snoozed", "reopened", "dismissed", "contacted");
    const assigned = lastOf("assigned")?.content;
    const inherited = one.isRelapse ? (owners[place - 1] ?? null) : null;
    const assignee = assigned?.kind === "assigned" ? assigned.to : inherited;
    owners.push(assignee);
    return {
      ...one,
      assignee,
      contacts: contacts.length,
      channel: contacts.at(-1)?.channel ?? null,
      template: contacts.at(-1)?.template ?? null,
      dismissedAt: ending?.content.kind === "dismissed" ? ending.at : null,
      snoozedUntil: endOfNap(nap, trail),
      isAccepted: counting.some(
        ({ at, content }) => content.kind === "accepted" && (one.closedAt === null || at >= one.closedAt),
      ),
      link: howFar(trail),
    };
  });
}

function endOfNap(nap: CaseAct | undefined, steps: readonly LinkStep[]): CountedWork["snoozedUntil"] {
  if (nap?.content.kind !== "snoozed") return null;
  if (nap.content.until !== null) return nap.content.until;
  const signs = ["opened", "started", "gave_up", "failed", "finished"];
  return steps.find(({ progress, at }) => signs.includes(progress) && at > nap.at)?.at ?? "opening";
}

/** Returns the end of the newest attempt if it has one, otherwise the user's newest step, if any. */
function howFar(trail: readonly LinkStep[]): string | null {
  const newest = trail.slice(
    Math.max(
      0,
      trail.findLastIndex(({ progress }) => progress === "started"),
    ),
  );
  const ending = newest.findLast(({ progress }) => ["gave_up", "failed", "finished"].includes(progress));
  const used = newest.findLast(({ progress }) => progress !== "handed_out");
  return (ending ?? used ?? newest.at(-1))?.progress ?? null;
}
