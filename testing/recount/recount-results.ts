import type { Recovery, Results } from "@/domain/outreach/outreach-results";
import type { WorkedCase } from "./recount-work";

const HOUR = 3_600_000;
const MARKS_HOURS = [1, 6, 12, 24, 48, 72, 120, 168, 240, 336, 504, 720];

/** Counts every outreach figure separately from the whole list. The product counts them in one pass. */
export function recountResults(cases: readonly WorkedCase[], now: number): Results {
  const isBack = (one: WorkedCase) => one.end === "reconnected" && (!one.isAnotherAccount || one.isAccepted);
  const isClosed = (one: WorkedCase) => one.end !== null || one.dismissedAt !== null;
  const recoveryOf = (some: readonly WorkedCase[]): Recovery => ({
    reconnected: some.filter(isBack).length,
    closed: some.filter(isClosed).length,
  });
  const recoveriesBy = (nameOf: (one: WorkedCase) => string | null) =>
    [...new Set(cases.filter(isClosed).flatMap((one) => nameOf(one) ?? []))]
      .map((name) => ({ name, ...recoveryOf(cases.filter((one) => nameOf(one) === name)) }))
      .sort((a, b) => b.closed - a.closed || (a.name < b.name ? -1 : 1));
  const back = cases.filter(isBack);
  const seen = cases.map((one) => ({ isBack: isBack(one), ms: awayFor(one, now) }));
  return {
    fates: {
      in_flight: cases.filter((one) => !isClosed(one)).length,
      reconnected: back.length,
      another_account: cases.filter((one) => one.end === "reconnected" && !isBack(one)).length,
      disconnected: cases.filter((one) => one.end === "disconnected").length,
      dismissed: cases.filter((one) => one.end === null && one.dismissedAt !== null).length,
    },
    all: recoveryOf(cases),
    withContact: recoveryOf(cases.filter(({ contacts }) => contacts > 0)),
    withoutContact: recoveryOf(cases.filter(({ contacts }) => contacts === 0)),
    byChannel: recoveriesBy(({ channel }) => channel),
    byTemplate: recoveriesBy(({ template }) => template),
    relapses: cases.filter(({ isRelapse }) => isRelapse).length,
    medianTimeToReconnectMs: middleOf(back.map((one) => awayFor(one, now))),
    survival: MARKS_HOURS.map((hours) => ({
      afterMs: hours * HOUR,
      away: shareStillAway(seen, hours * HOUR),
      atRisk: seen.filter(({ ms }) => ms > hours * HOUR).length,
    })),
  };
}

function awayFor({ openedAt, closedAt, dismissedAt }: WorkedCase, now: number): number {
  return Math.max(0, (closedAt ?? dismissedAt ?? now) - openedAt);
}

/** Returns the median. */
function middleOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** Computes Kaplan-Meier by the book: at each instant of returns, those who returned, out of those still observed. */
function shareStillAway(seen: readonly { readonly isBack: boolean; readonly ms: number }[], afterMs: number): number {
  const returns = new Set(seen.filter(({ isBack, ms }) => isBack && ms <= afterMs).map(({ ms }) => ms));
  return [...returns].reduce((share, at) => {
    const came = seen.filter(({ isBack, ms }) => isBack && ms === at).length;
    return share * (1 - came / seen.filter(({ ms }) => ms >= at).length);
  }, 1);
}
