import type { ConnectionEvent } from "@/domain/connection/connection";
import { foldHistory, inOrder } from "@/domain/connection/projection";
import type { CaseEnd } from "@/domain/outreach/case-span";

/** A case as a careful person would record it from the raw events. */
export type CountedCase = {
  readonly connectionId: string;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly end: CaseEnd | null;
  readonly successor: string | null;
  readonly isAnotherAccount: boolean;
  readonly isRelapse: boolean;
};

type Open = {
  openedAt: number;
  accountId: string | null;
  closedAt: number | null;
  end: CaseEnd | null;
  isOther: boolean;
};

const FOURTEEN_DAYS_MS = 1_209_600_000;

/** Returns all cases that these events make, in another way than the product: full folds, event by event. */
export function recountCases(events: readonly ConnectionEvent[]): CountedCase[] {
  const histories = new Map<string, ConnectionEvent[]>();
  for (const event of inOrder(events)) {
    const { connectionId } = event.said;
    histories.set(connectionId, [...(histories.get(connectionId) ?? []), event]);
  }
  const firstActive = [...histories].map(([id, history]) => ({ id, ...firstActiveOf(history) }));
  return [...histories].flatMap(([connectionId, history]) => {
    const open = casesOf(history).map((one) => {
      const successor = firstActive
        .filter(({ id, accountId, at }) => id !== connectionId && accountId === one.accountId && at >= one.openedAt)
        .filter(({ accountId, at }) => accountId !== null && (one.closedAt === null || at < one.closedAt))
        .sort((a, b) => a.at - b.at)[0];
      const closed = { connectionId, openedAt: one.openedAt, isRelapse: false };
      return successor
        ? {
            ...closed,
            closedAt: successor.at,
            end: "reconnected" as const,
            successor: successor.id,
            isAnotherAccount: false,
          }
        : { ...closed, closedAt: one.closedAt, end: one.end, successor: null, isAnotherAccount: one.isOther };
    });
    return open.map((one, index) => {
      const before = open[index - 1];
      const isSoon = before?.closedAt != null && one.openedAt - before.closedAt <= FOURTEEN_DAYS_MS;
      return { ...one, isRelapse: isSoon && before.end === "reconnected" };
    });
  });
}

function casesOf(history: readonly ConnectionEvent[]): Open[] {
  const cases: Open[] = [];
  let statusBefore = "";
  history.forEach((event, index) => {
    const state = foldHistory(history.slice(0, index + 1));
    if (!state || state.status === statusBefore) return;
    statusBefore = state.status;
    const last = cases.at(-1);
    const accountId = state.account.id;
    if (!last || last.closedAt !== null) {
      const fresh = { openedAt: event.occurredAt, accountId, closedAt: null, end: null, isOther: false };
      if (state.status === "expired") cases.push(fresh);
      return;
    }
    if (state.status !== "active" && state.status !== "disconnected") return;
    last.closedAt = event.occurredAt;
    last.end = state.status === "active" ? "reconnected" : "disconnected";
    last.isOther =
      state.status === "active" && last.accountId !== null && accountId !== null && accountId !== last.accountId;
  });
  return cases;
}

function firstActiveOf(history: readonly ConnectionEvent[]): { at: number; accountId: string | null } {
  const index = history.findIndex((_, place) => foldHistory(history.slice(0, place + 1))?.status === "active");
  const at = history[index]?.occurredAt ?? Number.NEGATIVE_INFINITY;
  return { at, accountId: foldHistory(history)?.account.id ?? null };
}
