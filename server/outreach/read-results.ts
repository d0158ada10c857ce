import type { RoundWalk } from "@/db/outreach-store";
import type { Store } from "@/db/store";
import type { Connection } from "@/domain/connection/connection";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import type { CountedCase } from "@/domain/lists/results-export";
import {
  type CaseRound,
  isCountedBy,
  type PartCount,
  partTally,
  type Results,
  tally,
} from "@/domain/outreach/outreach-results";
import {
  beginningOf,
  type CasePosition,
  formatCasePlace,
  type Period,
  parseCasePlace,
  partOf,
  type ResultsSearch,
  resultsHref,
} from "@/domain/outreach/results-search";
import { processWide } from "@/server/process/process-wide";

/** The figures, and the number of cases listed behind the opened one. */
type CountedResults = {
  /** When they were counted. Milliseconds. */
  readonly at: number;
  readonly results: Results;
  /** Null when no figure is opened. */
  readonly listed: PartCount | null;
};

type CountedPage = {
  readonly rows: readonly CountedCase[];
  /** Number of cases before the first one of this page. */
  readonly offset: number;
  readonly newer: string | null;
  readonly older: string | null;
};

/** The counts of one period, all taken at the same time. */
type PeriodCount = {
  readonly at: number;
  readonly figures: Promise<Results>;
  readonly parts: Map<string, Promise<PartCount>>;
};

type Add = (round: CaseRound) => void;

/** The passes over a period's cases: one runs at a time, and all that wait share the next one. */
type Passes = {
  /** Resolves when no pass runs or waits; never rejects. */
  last: Promise<void>;
  waiting: { readonly at: number; readonly adds: Add[]; readonly over: Promise<void> } | null;
};

/** Counting a million cases takes about a second, in small slices, so figures may be this old. */
const FRESH_MS = 20_000;
const CASES_PER_PAGE = 50;

/** Counts a period and the cases behind its opened figure. Results may be up to 20 seconds old. */
export async function readResults(store: Store, search: ResultsSearch, now: number): Promise<CountedResults> {
  const { period } = search;
  const counts = processWide("results", () => new Map<Period, PeriodCount>());
  const known = counts.get(period);
  const count = known && now - known.at < FRESH_MS ? known : countPeriod(store, period, now);
  counts.set(period, count);
  try {
    const [results, listed] = await Promise.all([count.figures, countPart(store, search, count)]);
    return { at: count.at, results, listed };
  } catch (fault) {
    if (counts.get(period) === count) counts.delete(period);
    throw fault;
  }
}

/** Reads one page of the cases behind a figure, newest first, as of when it was counted. */
export async function listCounted(
  store: Store,
  search: ResultsSearch,
  { at, total }: { readonly at: number; readonly total: number },
): Promise<CountedPage> {
  const older = parseCasePlace(search.older);
  const newer = older ? null : parseCasePlace(search.newer);
  const walk = walkTo(older, newer);
  // After the last counted case there is nothing left to find, so stop. Before the first, new cases may have opened.
  const wanted = newer ? CASES_PER_PAGE + 1 : Math.min(CASES_PER_PAGE + 1, total - (older?.offset ?? 0));
  const found: CaseRound[] = [];
  if (wanted > 0) {
    for await (const slice of countedSlices(store, search, at, walk)) {
      found.push(...slice);
      if (found.length >= wanted) break;
    }
  }
  const hasMore = found.length > CASES_PER_PAGE;
  const page = found.slice(0, CASES_PER_PAGE);
  if (newer) page.reverse();
  const offset = newer ? Math.max(0, newer.offset - page.length) : (older?.offset ?? 0);
  const placeOf = (round: CaseRound | undefined, before: number) =>
    round ? formatCasePlace({ ...round, offset: before }) : null;
  return {
    rows: await withConnections(store, page, at),
    offset,
    newer: (newer ? hasMore : older !== null) ? placeOf(page[0], offset) : null,
    older: (newer ? true : hasMore) ? placeOf(page.at(-1), offset + page.length) : null,
  };
}

/** Reads all cases behind a figure, newest first, in slices between deliveries. */
export async function* readCounted(store: Store, search: ResultsSearch, now: number): AsyncGenerator<CountedCase[]> {
  for await (const slice of countedSlices(store, search, now)) yield withConnections(store, slice, now);
}

function countPeriod(store: Store, period: Period, at: number): PeriodCount {
  const counting = tally(at);
  const figures = inNextPass(store, period, at, counting.add).then(counting.results);
  return { at, figures, parts: new Map() };
}

/**
 * Counts the opened part of a figure, once per part. A part can contain free text, so there may be any number of them; all that
 * wait share one pass.
 */
async function countPart(store: Store, search: ResultsSearch, { at, parts }: PeriodCount): Promise<PartCount | null> {
  const part = partOf(search);
  if (!part) return null;
  const key = resultsHref({ ...search, older: "", newer: "" });
  const known = parts.get(key);
  if (known) return known;
  const counting = partTally(part, at);
  const counted = inNextPass(store, search.period, at, counting.add).then(counting.count);
  parts.set(key, counted);
  return counted;
}

/** Joins the next pass over a period's cases, which starts when the current one ends. */
function inNextPass(store: Store, period: Period, at: number, add: Add): Promise<void> {
  const all = processWide("passes over cases", () => new Map<Period, Passes>());
  const passes = all.get(period) ?? { last: Promise.resolve(), waiting: null };
  all.set(period, passes);
  if (passes.waiting?.at === at) {
    passes.waiting.adds.push(add);
    return passes.waiting.over;
  }
  const adds = [add];
  const over = passes.last.then(async () => {
    if (passes.waiting?.adds === adds) passes.waiting = null;
    for await (const slice of store.outreach.readRounds(beginningOf(period, at)))
      for (const round of slice) for (const each of adds) each(round);
  });
  passes.waiting = { at, adds, over };
  passes.last = over.catch(() => {});
  return over;
}

async function* countedSlices(
  store: Store,
  search: ResultsSearch,
  now: number,
  walk?: RoundWalk,
): AsyncGenerator<CaseRound[]> {
  const part = partOf(search);
  if (!part) return;
  for await (const slice of store.outreach.readRounds(beginningOf(search.period, now), walk)) {
    const counted = slice.filter((round) => isCountedBy(round, part, now));
    if (counted.length > 0) yield counted;
  }
}

function walkTo(older: CasePosition | null, newer: CasePosition | null): RoundWalk | undefined {
  if (older) return { from: older, direction: "older" };
  return newer ? { from: newer, direction: "newer" } : undefined;
}

/** Adds its connection to each case, as this store's reader may see it. */
async function withConnections(store: Store, rounds: readonly CaseRound[], now: number): Promise<CountedCase[]> {
  if (rounds.length === 0) return [];
  const ids = [...new Set(rounds.map(({ connectionId }) => connectionId))];
  const { slices } = await store.connections.readAll(WHOLE_LIST, { kind: "some", ids }, now);
  const byId = new Map<string, Connection>();
  for await (const slice of slices) for (const one of slice) byId.set(one.id, one);
  return rounds.map((round) => ({ ...round, connection: byId.get(round.connectionId) ?? null }));
}
