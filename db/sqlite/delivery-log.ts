import { and, asc, desc, eq, getTableColumns, gt, gte, inArray, lt, max } from "drizzle-orm";
import type { Store } from "@/db/store";
import {
  type AcceptedDelivery,
  DELIVERIES_PER_PAGE,
  type DeliveryPage,
  type DeliverySearch,
  type LoggedDelivery,
  outcomesShown,
  spanStart,
} from "@/domain/delivery-log";
import { readBody } from "@/domain/event";
import { eventRange } from "./intake-hours";
import { toRefusals } from "./intake-queries";
import type { SqliteDatabase } from "./open";
import { connectionIds, events, refusals, repeats } from "./schema";

/** One of the three tables in which deliveries leave a line, each counting up with arrival. */
type Source = {
  readonly newest: () => number;
  readonly read: (from: { below: number } | { above: number }, limit: number) => Line[];
};
type Line = { readonly id: number; readonly receivedAt: number; readonly rows: readonly LoggedDelivery[] };
/** Where each source goes on: events, repeats, refusals. */
type Places = readonly number[];
type Taken = { readonly source: number; readonly line: Line };

const CURSOR = /^\d{1,15}\.\d{1,15}\.\d{1,15}$/;

/** The delivery log: three tables merged by the time of arrival. */
export function deliveryLog(db: SqliteDatabase): Store["deliveries"] {
  return { search: async (search, now) => readPage(sourcesOf(db, search, now), search) };
}

function readPage(sources: readonly (Source | null)[], search: DeliverySearch): DeliveryPage {
  const after = parsePlaces(search.after);
  const before = after ? null : parsePlaces(search.before);
  const from = after ?? before ?? sources.map((source) => (source?.newest() ?? 0) + 1);
  const isBackwards = before !== null;
  const lines = sources.map((source, index) => {
    const place = from[index] ?? 0;
    return source?.read(isBackwards ? { above: place - 1 } : { below: place }, DELIVERIES_PER_PAGE + 1) ?? [];
  });
  const candidates = merge(lines, isBackwards);
  const shown = candidates.slice(0, DELIVERIES_PER_PAGE);
  const isMore = candidates.length > DELIVERIES_PER_PAGE;
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
 * everything between two places of a source. Going backwards, it makes the mirror image's choice between equal times.
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

/** For each source the place below which the older lines are, and the one from which on the newer ones are. */
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

function sourcesOf(db: SqliteDatabase, search: DeliverySearch, now: number): (Source | null)[] {
  const outcomes = outcomesShown(search);
  const since = search.received === "" ? null : spanStart(search.received, now);
  return [
    outcomes.includes("stored") ? storedSource(db, since) : null,
    outcomes.includes("duplicate") ? repeatSource(db, since) : null,
    outcomes.includes("refused") ? refusalSource(db, search, since) : null,
  ];
}

/** What arrived at an instant or later; null for any time. The hours say which events that may be, so that no others are read. */
function arrivedSince(db: SqliteDatabase, since: number | null) {
  if (since === null) return undefined;
  const first = eventRange(db, { from: since, until: null })?.first ?? Number.MAX_SAFE_INTEGER;
  return and(gte(events.id, first), gte(events.receivedAt, since));
}

function storedSource(db: SqliteDatabase, since: number | null): Source {
  const arrived = arrivedSince(db, since);
  return {
    newest: () =>
      db
        .select({ id: max(events.id) })
        .from(events)
        .get()?.id ?? 0,
    read: (from, limit) =>
      db
        .select({ ...getTableColumns(events), connectionId: connectionIds.id })
        .from(events)
        .leftJoin(connectionIds, eq(connectionIds.key, events.connectionKey))
        .where(and("below" in from ? lt(events.id, from.below) : gt(events.id, from.above), arrived))
        .orderBy("below" in from ? desc(events.id) : asc(events.id))
        .limit(limit)
        .all()
        .map((row) => ({
          id: row.id,
          receivedAt: row.receivedAt,
          rows: [accepted("stored", `e${row.id}`, row, { ...row, sentAt: row.firstSentAt ?? row.sentAt })],
        })),
  };
}

function repeatSource(db: SqliteDatabase, since: number | null): Source {
  return {
    newest: () =>
      db
        .select({ id: max(repeats.id) })
        .from(repeats)
        .get()?.id ?? 0,
    read: (from, limit) =>
      db
        .select({ repeat: repeats, body: events.body, connectionId: connectionIds.id })
        .from(repeats)
        .innerJoin(events, eq(events.id, repeats.eventId))
        .leftJoin(connectionIds, eq(connectionIds.key, events.connectionKey))
        .where(
          and(
            "below" in from ? lt(repeats.id, from.below) : gt(repeats.id, from.above),
            since === null ? undefined : gte(repeats.receivedAt, since),
          ),
        )
        .orderBy("below" in from ? desc(repeats.id) : asc(repeats.id))
        .limit(limit)
        .all()
        .map(({ repeat, ...event }) => ({
          id: repeat.id,
          receivedAt: repeat.receivedAt,
          rows: [accepted("duplicate", `r${repeat.id}`, { id: repeat.eventId, ...event }, repeat)],
        })),
  };
}

function refusalSource(db: SqliteDatabase, { cause }: DeliverySearch, since: number | null): Source {
  return {
    newest: () =>
      db
        .select({ id: max(refusals.id) })
        .from(refusals)
        .get()?.id ?? 0,
    read: (from, limit) =>
      db
        .select()
        .from(refusals)
        .where(
          and(
            "below" in from ? lt(refusals.id, from.below) : gt(refusals.id, from.above),
            cause.length > 0 ? inArray(refusals.cause, [...cause]) : undefined,
            since === null ? undefined : gte(refusals.receivedAt, since),
          ),
        )
        .orderBy("below" in from ? desc(refusals.id) : asc(refusals.id))
        .limit(limit)
        .all()
        .map((row) => ({
          id: row.id,
          receivedAt: row.receivedAt,
          rows: toRefusals(row).map((refusal) => ({ outcome: "refused", key: `x${row.id}`, ...refusal })),
        })),
  };
}

function accepted(
  outcome: AcceptedDelivery["outcome"],
  key: string,
  event: { readonly id: number; readonly body: Uint8Array; readonly connectionId: string | null },
  attempt: Pick<AcceptedDelivery, "receivedAt" | "sentAt" | "tookMs" | "scheme">,
): AcceptedDelivery {
  const { type, dialect } = readBody(event.body);
  const { receivedAt, sentAt, tookMs, scheme } = attempt;
  const { id: eventId, connectionId } = event;
  const bytes = event.body.length;
  return { outcome, key, receivedAt, sentAt, bytes, tookMs, eventId, connectionId, word: type, scheme, dialect };
}
