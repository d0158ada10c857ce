import type { RoundWalk } from "@/db/outreach-store";
import type { Store } from "@/db/store";
import type { Connection } from "@/domain/connection";
import { WHOLE_LIST } from "@/domain/connection-search";
import { type CaseRound, isCountedBy, type PartCount, partTally, type Results, tally } from "@/domain/outreach-results";
import type { CountedCase } from "@/domain/results-export";
import {
  beginningOf,
  type CasePlace,
  formatCasePlace,
  parseCasePlace,
  partOf,
  type ResultsSearch,
  resultsHref,
} from "@/domain/results-search";
import { processWide } from "@/server/process-wide";

/** The figures, and how many cases are listed behind one of them; both from one pass over the cases. */
export type CountedResults = {
  /** When they were counted. Milliseconds. */
  readonly at: number;
  readonly results: Results;
  /** Null when no figure is opened. */
  readonly listed: PartCount | null;
};

export type CountedPage = {
  readonly rows: readonly CountedCase[];
  /** How many cases come before the first one of this page. */
  readonly offset: number;
  readonly newer: string | null;
  readonly older: string | null;
};

type Counted = { readonly at: number; readonly counted: Promise<CountedResults> };

/** Counting a million cases takes about a second, in small slices, so figures may be this old. */
const FRESH_MS = 20_000;
export const CASES_PER_PAGE = 50;

/** Counts a period, and the cases behind its opened figure; as of a moment ago. */
export async function readResults(store: Store, search: ResultsSearch, now: number): Promise<CountedResults> {
  const all = processWide("results", () => new Map<string, Counted>());
  for (const [key, { at }] of all) if (now - at >= FRESH_MS) all.delete(key);
  const key = resultsHref({ ...search, older: "", newer: "" });
  const known = all.get(key) ?? { at: now, counted: count(store, search, now) };
  all.set(key, known);
  try {
    return await known.counted;
  } catch (fault) {
    all.delete(key);
    throw fault;
  }
}

/** Reads one page of the cases behind a figure, the newest first. `now` is when the figure was counted. */
export async function listCounted(store: Store, search: ResultsSearch, now: number): Promise<CountedPage> {
  const older = parseCasePlace(search.older);
  const newer = older ? null : parseCasePlace(search.newer);
  const walk = walkTo(older, newer);
  const found: CaseRound[] = [];
  for await (const slice of countedSlices(store, search, now, walk)) {
    found.push(...slice);
    if (found.length > CASES_PER_PAGE) break;
  }
  const hasMore = found.length > CASES_PER_PAGE;
  const page = found.slice(0, CASES_PER_PAGE);
  if (newer) page.reverse();
  const offset = newer ? Math.max(0, newer.offset - page.length) : (older?.offset ?? 0);
  const placeOf = (round: CaseRound | undefined, before: number) =>
    round ? formatCasePlace({ ...round, offset: before }) : null;
  return {
    rows: await withConnections(store, page, now),
    offset,
    newer: (newer ? hasMore : older !== null) ? placeOf(page[0], offset) : null,
    older: (newer ? true : hasMore) ? placeOf(page.at(-1), offset + page.length) : null,
  };
}

/** Reads all cases behind a figure, the newest first, in slices beside the ingest. */
export async function* readCounted(store: Store, search: ResultsSearch, now: number): AsyncGenerator<CountedCase[]> {
  for await (const slice of countedSlices(store, search, now)) yield withConnections(store, slice, now);
}

async function count(store: Store, search: ResultsSearch, now: number): Promise<CountedResults> {
  const part = partOf(search);
  const counting = tally(now);
  const listing = part && partTally(part, now);
  for await (const slice of store.outreach.readRounds(beginningOf(search.period, now))) {
    for (const round of slice) {
      counting.add(round);
      listing?.add(round);
    }
  }
  return { at: now, results: counting.results(), listed: listing?.count() ?? null };
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

function walkTo(older: CasePlace | null, newer: CasePlace | null): RoundWalk | undefined {
  if (older) return { from: older, direction: "older" };
  return newer ? { from: newer, direction: "newer" } : undefined;
}

/** Adds to each case the connection that it is about, as this store's reader may see it. */
async function withConnections(store: Store, rounds: readonly CaseRound[], now: number): Promise<CountedCase[]> {
  if (rounds.length === 0) return [];
  const ids = [...new Set(rounds.map(({ connectionId }) => connectionId))];
  const { slices } = await store.connections.readAll(WHOLE_LIST, { kind: "some", ids }, now);
  const byId = new Map<string, Connection>();
  for await (const slice of slices) for (const one of slice) byId.set(one.id, one);
  return rounds.map((round) => ({ ...round, connection: byId.get(round.connectionId) ?? null }));
}
