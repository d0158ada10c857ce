import { CHANNELS, type Channel, type DismissReason } from "./case-act";
import type { CaseEnd } from "./case-span";

/** Identifies a case among all, and orders them by when they opened. */
export type RoundPosition = { readonly openedAt: number; readonly key: number; readonly round: number };

/** A case as the figures need it. Instants in milliseconds. */
export type CaseRound = RoundPosition & {
  readonly connectionId: string;
  readonly closedAt: number | null;
  readonly end: CaseEnd | null;
  readonly dismissedAt: number | null;
  /** Null while it isn't dismissed. */
  readonly dismissReason: DismissReason | null;
  /** Before it closed. */
  readonly contacts: number;
  /** Of the last contact. */
  readonly contactedAt: number | null;
  readonly channel: Channel | null;
  readonly template: string | null;
  readonly isRelapse: boolean;
  readonly isAnotherAccount: boolean;
  /** Someone has accepted that account. */
  readonly isAccepted: boolean;
};

/** What became of a case; `in_flight`: nothing yet. */
export const FATES = ["in_flight", "reconnected", "another_account", "disconnected", "dismissed"] as const;
export type Fate = (typeof FATES)[number];

/** How the user was contacted last; `none`: they weren't. */
export const LAST_CHANNELS = [...CHANNELS, "none"] as const;
export type LastChannel = (typeof LAST_CHANNELS)[number];

/**
 * Recovery of some cases: how many closed, whatever their fate, and how many of those reconnected. Cases in flight are in neither
 * count. `recoveryRate` makes a share of the two; screens open the cases behind each.
 */
export type Recovery = { readonly reconnected: number; readonly closed: number };

/** The metrics of outreach, over the cases that opened in a time. */
export type Results = {
  readonly fates: Readonly<Record<Fate, number>>;
  readonly all: Recovery;
  /** Of cases whose user was contacted before they closed. */
  readonly withContact: Recovery;
  readonly withoutContact: Recovery;
  /** By the channel of the last contact before the case closed, the most frequent first. */
  readonly byChannel: readonly (Recovery & { readonly name: string })[];
  /** The same by its template. */
  readonly byTemplate: readonly (Recovery & { readonly name: string })[];
  /** Cases that opened within two weeks after their connection had come back. */
  readonly relapses: number;
  /** From a case's opening to its reconnection, of those that reconnected; null if none did. */
  readonly medianTimeToReconnectMs: number | null;
  /** The survival curve: `away` is the share that is still away after each time, by the cases `atRisk`, seen away for longer. */
  readonly survival: readonly { readonly afterMs: number; readonly away: number; readonly atRisk: number }[];
};

/** What became of cases, and how many of them are relapses. */
export const COUNTS = [...FATES, "relapsed"] as const;
/**
 * What each figure is made of: all cases, a count of them, a rate of those that closed, with a contact and without, and a mark of
 * the survival curve.
 */
export const FIGURES = ["opened", ...COUNTS, "closed", "contacted", "uncontacted", "away"] as const;
export type Figure = (typeof FIGURES)[number];

/**
 * A figure, or the part of it that ended a certain way, or whose last contact went a certain way or used a certain template; empty
 * for any. `after` narrows the figure `away` to cases away for longer than that many hours.
 */
export type FigurePart = {
  readonly show: Figure;
  readonly fate: Fate | "";
  readonly channel: LastChannel | "";
  readonly template: string;
  readonly after: number;
};

/** How many cases a part of a figure holds, and how many there would be with another fate or channel. */
export type PartCount = {
  readonly total: number;
  readonly fates: Readonly<Record<Fate, number>>;
  readonly channels: Readonly<Record<LastChannel, number>>;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MARKS_MS = [HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS, ...[1, 2, 3, 5, 7, 10, 14, 21, 30].map((days) => days * DAY_MS)];

/** Returns what became of a case. Another account counts as won back only once someone has accepted it. */
export function fateOf({ end, dismissedAt, isAnotherAccount, isAccepted }: CaseRound): Fate {
  if (end === "reconnected") return isAnotherAccount && !isAccepted ? "another_account" : "reconnected";
  if (end === "disconnected") return "disconnected";
  return dismissedAt === null ? "in_flight" : "dismissed";
}

/** Returns the share of closed cases that reconnected, from 0 to 1; null if none has closed. */
export function recoveryRate({ reconnected, closed }: Recovery): number | null {
  return closed === 0 ? null : reconnected / closed;
}

/** Returns how long a case was seen away: until it closed or was dismissed, or until now. */
export function timeAwayMs(
  { openedAt, closedAt, dismissedAt }: Pick<CaseRound, "openedAt" | "closedAt" | "dismissedAt">,
  now: number,
): number {
  return Math.max(0, (closedAt ?? dismissedAt ?? now) - openedAt);
}

/** Returns true if a case counts toward a part of a figure at `now`. */
export function isCountedBy(round: CaseRound, part: FigurePart, now: number): boolean {
  const { fate, channel } = part;
  if (fate !== "" && fateOf(round) !== fate) return false;
  if (channel !== "" && lastChannelOf(round) !== channel) return false;
  return isOfFigure(round, part, now);
}

function isOfFigure(round: CaseRound, { show, template, after }: FigurePart, now: number): boolean {
  if (template !== "" && round.template !== template) return false;
  const fate = fateOf(round);
  if (show === "opened") return true;
  if (show === "away") return timeAwayMs(round, now) > after * HOUR_MS;
  if (show === "relapsed") return round.isRelapse;
  if (show === "closed") return fate !== "in_flight";
  if (show === "contacted") return fate !== "in_flight" && round.contacts > 0;
  if (show === "uncontacted") return fate !== "in_flight" && round.contacts === 0;
  return fate === show;
}

function lastChannelOf({ channel }: CaseRound): LastChannel {
  return channel ?? "none";
}

/** Counts the cases of a part of a figure one by one, and those of its sides. */
export function partTally(
  part: FigurePart,
  now: number,
): { readonly add: (round: CaseRound) => void; readonly count: () => PartCount } {
  let total = 0;
  const fates = { in_flight: 0, reconnected: 0, another_account: 0, disconnected: 0, dismissed: 0 };
  const channels = { email: 0, chat: 0, phone: 0, social: 0, other: 0, none: 0 };
  return {
    add: (round) => {
      if (!isOfFigure(round, part, now)) return;
      const [fate, channel] = [fateOf(round), lastChannelOf(round)];
      const hasFate = part.fate === "" || part.fate === fate;
      const hasChannel = part.channel === "" || part.channel === channel;
      if (hasChannel) fates[fate] += 1;
      if (hasFate) channels[channel] += 1;
      if (hasFate && hasChannel) total += 1;
    },
    count: () => ({ total, fates, channels }),
  };
}

/** Counts cases one by one: of each it keeps a number or two, not the case. `now` is the time of counting. */
export function tally(now: number): { readonly add: (round: CaseRound) => void; readonly results: () => Results } {
  const fates: Record<Fate, number> = {
    in_flight: 0,
    reconnected: 0,
    another_account: 0,
    disconnected: 0,
    dismissed: 0,
  };
  const all = newRecovery();
  const withContact = newRecovery();
  const withoutContact = newRecovery();
  const channels = new Map<string, MutableRecovery>();
  const templates = new Map<string, MutableRecovery>();
  const back: number[] = [];
  const censored: number[] = [];
  let relapses = 0;

  function add(round: CaseRound): void {
    const fate = fateOf(round);
    fates[fate] += 1;
    if (round.isRelapse) relapses += 1;
    (fate === "reconnected" ? back : censored).push(timeAwayMs(round, now));
    if (fate === "in_flight") return;
    const isBack = fate === "reconnected";
    count(all, isBack);
    count(round.contacts > 0 ? withContact : withoutContact, isBack);
    if (round.channel !== null) count(recoveryOf(channels, round.channel), isBack);
    if (round.template !== null) count(recoveryOf(templates, round.template), isBack);
  }

  return {
    add,
    results: () => ({
      fates,
      all,
      withContact,
      withoutContact,
      byChannel: ranked(channels),
      byTemplate: ranked(templates),
      relapses,
      medianTimeToReconnectMs: medianOf(back),
      survival: survivalOf(back, censored),
    }),
  };
}

/** The middle one; of an even number the mean of both. */
function medianOf(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/**
 * The estimate of Kaplan and Meier: those who are away for less time than a mark, and those who left otherwise, count for as
 * long as they were seen, so that the newest cases don't make it look worse than it is.
 */
function survivalOf(back: readonly number[], censored: readonly number[]): Results["survival"] {
  const ends = [...back.map((at) => ({ at, isBack: true })), ...censored.map((at) => ({ at, isBack: false }))];
  // At one instant the returns come first: who left just then was still at risk.
  ends.sort((a, b) => a.at - b.at || Number(b.isBack) - Number(a.isBack));
  let away = 1;
  let place = 0;
  return MARKS_MS.map((afterMs) => {
    for (; place < ends.length && (ends[place]?.at ?? 0) <= afterMs; place++) {
      if (ends[place]?.isBack) away *= 1 - 1 / (ends.length - place);
    }
    return { afterMs, away, atRisk: ends.length - place };
  });
}

type MutableRecovery = { reconnected: number; closed: number };

function newRecovery(): MutableRecovery {
  return { reconnected: 0, closed: 0 };
}

function count(recovery: MutableRecovery, isBack: boolean): void {
  recovery.closed += 1;
  if (isBack) recovery.reconnected += 1;
}

function recoveryOf(recoveries: Map<string, MutableRecovery>, name: string): MutableRecovery {
  const recovery = recoveries.get(name) ?? newRecovery();
  recoveries.set(name, recovery);
  return recovery;
}

function ranked(recoveries: ReadonlyMap<string, MutableRecovery>): Results["byChannel"] {
  return [...recoveries]
    .map(([name, recovery]) => ({ name, ...recovery }))
    .sort((a, b) => b.closed - a.closed || (a.name < b.name ? -1 : 1));
}
