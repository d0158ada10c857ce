import type { Store } from "@/db/store";
import { type CaseRound, isCountedBy, type Results, tally } from "@/domain/outreach-results";
import { beginningOf, type Period, type ResultsSearch } from "@/domain/results-search";
import { processWide } from "@/server/process-wide";

type Counted = { readonly at: number; readonly results: Promise<Results> };

/** Counting a million cases takes about a second, in small slices; so long the figures may be old. */
const FRESH_MS = 20_000;
const LISTED_MAX = 100;

/** The figures of a period, as of a moment ago. */
export async function readResults(
  store: Store,
  period: Period,
  now: number,
): Promise<{ results: Results; at: number }> {
  const all = processWide("results", () => new Map<Period, Counted>());
  const known = all.get(period);
  const counted = known && now - known.at < FRESH_MS ? known : { at: now, results: count(store, period, now) };
  all.set(period, counted);
  try {
    return { results: await counted.results, at: counted.at };
  } catch (fault) {
    all.delete(period);
    throw fault;
  }
}

/** The newest cases that a figure is made of. */
export async function listCounted(store: Store, search: ResultsSearch, now: number): Promise<CaseRound[]> {
  const { show, period } = search;
  if (show === "") return [];
  const found: CaseRound[] = [];
  for await (const slice of store.outreach.readRounds(beginningOf(period, now))) {
    found.push(...slice.filter((round) => isCountedBy(round, { ...search, show }, now)));
    if (found.length >= LISTED_MAX) break;
  }
  return found.slice(0, LISTED_MAX);
}

async function count(store: Store, period: Period, now: number): Promise<Results> {
  const counting = tally(now);
  for await (const slice of store.outreach.readRounds(beginningOf(period, now))) {
    for (const round of slice) counting.add(round);
  }
  return counting.results();
}
