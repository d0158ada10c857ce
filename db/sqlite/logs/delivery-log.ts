import type { SqliteDatabase } from "@/db/sqlite/file/open";
import type { Store } from "@/db/store";
import {
  DELIVERIES_PER_PAGE,
  type DeliveryPage,
  type DeliverySearch,
  type LoggedDelivery,
} from "@/domain/intake/delivery-log";
import { type DeliverySource, deliverySources, type Line } from "./delivery-sources";

/** Where each source continues: events, repeats, refusals. */
type Places = readonly number[];
type Taken = { readonly source: number; readonly line: Line };

const DELIVERIES_PER_SLICE = 500;
const CURSOR = /^\d{1,15}\.\d{1,15}\.\d{1,15}$/;

/** The delivery log: three tables merged by time of arrival. */
export function deliveryLog(db: SqliteDatabase): Store["deliveries"] {
  return {
    search: async (search, now) => readPage(deliverySources(db, search, now), search, DELIVERIES_PER_PAGE),
    readAll: (search, now) => readAll(db, search, now),
  };
}

async function* readAll(
  db: SqliteDatabase,
  search: DeliverySearch,
  now: number,
): AsyncGenerator<readonly LoggedDelivery[]> {
  const sources = deliverySources(db, search, now);
  for (let place: DeliverySearch | null = { ...search, after: "", before: "" }; place; ) {
    const { rows, next } = readPage(sources, place, DELIVERIES_PER_SLICE);
    if (rows.length > 0) yield rows;
    place = next === null ? null : { ...place, after: next };
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function readPage(sources: readonly (DeliverySource | null)[], search: DeliverySearch, size: number): DeliveryPage {
  const after = parsePlaces(search.after);
  const before = after ? null : parsePlaces(search.before);
  const from = after ?? before ?? sources.map((source) => (source?.newest() ?? 0) + 1);
  const isBackwards = before !== null;
  const lines = sources.map((source, index) => {
    const place = from[index] ?? 0;
    return source?.read(isBackwards ? { above: place - 1 } : { below: place }, size + 1) ?? [];
  });
  const candidates = merge(lines, isBackwards);
  const shown = candidates.slice(0, size);
  const isMore = candidates.length > size;
  if (isBackwards) shown.reverse();
  const [oldest, newest] = edgesOf(shown, from);
  const hasOlder = isBackwards ? true : isMore;
  const hasNewer = isBackwards
    ? isMore
    : sources.some((source, index) => source?.read({ above: (newest[index] ?? 0) - 1 }, 1).length);
  return {
    rows: shown.flatMap(({ line }) => line.rows),
    previous: shown.length > 0 && hasNewer ? newest.join(".") : null,
    next: shown.length > 0 && hasOlder ? oldest.join(".") : null,
  };
}

/**
 * Merges the lines of all sources by time, keeping the order within each: ids don't always follow the times, and a page must hold
 * everything between two places of a source. Backwards, it breaks ties the other way round.
 */
function merge(lines: readonly (readonly Line[])[], isBackwards: boolean): Taken[] {
  const taken: Taken[] = [];
  const places = lines.map(() => 0);
  const comesFirst = (one: Taken, other: Taken) =>
    isBackwards ? one.line.receivedAt <= other.line.receivedAt : one.line.receivedAt > other.line.receivedAt;
  for (;;) {
    let first: Taken | null = null;
    for (const [source, ofSource] of lines.entries()) {
      const line = ofSource[places[source] ?? 0];
      if (line && (first === null || comesFirst({ source, line }, first))) first = { source, line };
    }
    if (first === null) return taken;
    taken.push(first);
    places[first.source] = (places[first.source] ?? 0) + 1;
  }
}

/** Returns, for each source, the place below which older lines are, and the one above which newer lines are. */
function edgesOf(shown: readonly Taken[], from: Places): [Places, Places] {
  const idsOf = (source: number) => shown.filter((one) => one.source === source).map((one) => one.line.id);
  const oldest = from.map((place, source) => {
    const ids = idsOf(source);
    return ids.length > 0 ? Math.min(...ids) : place;
  });
  const newest = from.map((place, source) => {
    const ids = idsOf(source);
    return ids.length > 0 ? Math.max(...ids) + 1 : place;
  });
  return [oldest, newest];
}

function parsePlaces(cursor: string): Places | null {
  return CURSOR.test(cursor) ? cursor.split(".").map(Number) : null;
}
