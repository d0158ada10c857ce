import { and, asc, desc, eq, getTableColumns, gt, gte, inArray, lt, max, or, sql } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { eventRange, type RowRange, repeatRange } from "@/db/sqlite/ingest/intake-hours";
import { isFacetShown } from "@/db/sqlite/schema/event-facets";
import { connectionIds, eventCounts, events, refusals, repeats } from "@/db/sqlite/schema/schema";
import {
  type AcceptedDelivery,
  type DeliverySearch,
  type LoggedDelivery,
  outcomesShown,
  receivedWithin,
} from "@/domain/intake/delivery-log";
import { identityOfMessage, messageIdOf, readBody } from "@/domain/intake/event";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import type { InstantRange } from "@/domain/values/query/date-filter";
import { keysOf } from "./event-log";
import { type EventWalk, eventsOfConnections, everyRow, listed, rowsOfFacets, slicesOf, within } from "./event-walks";
import { toRefusals } from "./intake-queries";

/** One of the three tables of deliveries. Ids increase with arrival. */
export type DeliverySource = {
  readonly newest: () => number;
  readonly read: (from: { below: number } | { above: number }, limit: number) => Line[];
};
export type Line = { readonly id: number; readonly receivedAt: number; readonly rows: readonly LoggedDelivery[] };
type EventRow = typeof events.$inferSelect;

/** Returns the tables that may match a search (events, repeats, refusals); null for those that can't. */
export function deliverySources(db: SqliteDatabase, search: DeliverySearch, now: number): (DeliverySource | null)[] {
  const outcomes = outcomesShown(search);
  const question = ask(db, search, now);
  return [
    outcomes.includes("stored") ? storedSource(db, question) : null,
    outcomes.includes("duplicate") ? repeatSource(db, question) : null,
    outcomes.includes("refused") ? refusalSource(db, search, question.span) : null,
  ];
}

/** What a search asks of events and their repetitions. */
type Question = {
  readonly span: InstantRange | null;
  /** Null for any. */
  readonly facets: ReadonlySet<number> | null;
  /** The events that the search names; null if it names none. */
  readonly eventIds: readonly number[] | null;
};

function ask(db: SqliteDatabase, search: DeliverySearch, now: number): Question {
  const { id, type } = search;
  const isWanted = ({ facet }: { facet: number }) => isFacetShown(facet, { ...WHOLE_LOG, type });
  const facets = type.length > 0 ? db.select({ facet: eventCounts.facet }).from(eventCounts).all() : null;
  return {
    span: receivedWithin(search, now),
    facets: facets && new Set(facets.filter(isWanted).map(({ facet }) => facet)),
    eventIds: id === "" ? null : eventsNamed(db, id),
  };
}

function storedSource(db: SqliteDatabase, { span, facets, eventIds }: Question): DeliverySource {
  const all = facets ? rowsOfFacets(db, "events", [...facets]) : everyRow(db, "events");
  const walk = walkWithin(eventIds ? listed(eventIds) : all, span, span && eventRange(db, span));
  return walked(walk, (ids) =>
    db
      .select({ ...getTableColumns(events), connectionId: connectionIds.id })
      .from(events)
      .leftJoin(connectionIds, eq(connectionIds.key, events.connectionKey))
      .where(inArray(events.id, ids))
      .all()
      .filter((row) => isWithin(span, row.receivedAt) && (facets?.has(row.facet) ?? true))
      .map((row) => ({
        id: row.id,
        receivedAt: row.receivedAt,
        rows: [accepted("stored", `e${row.id}`, row, { ...row, sentAt: row.firstSentAt ?? row.sentAt })],
      })),
  );
}

function repeatSource(db: SqliteDatabase, { span, facets, eventIds }: Question): DeliverySource {
  const all = facets ? rowsOfFacets(db, "repeats", [...facets]) : everyRow(db, "repeats");
  const walk = walkWithin(eventIds ? repeatsOf(db, eventIds) : all, span, span && repeatRange(db, span));
  return walked(walk, (ids) =>
    db
      .select({ repeat: repeats, identity: events.identity, body: events.body, connectionId: connectionIds.id })
      .from(repeats)
      .innerJoin(events, eq(events.id, repeats.eventId))
      .leftJoin(connectionIds, eq(connectionIds.key, events.connectionKey))
      .where(inArray(repeats.id, ids))
      .all()
      .filter(({ repeat }) => isWithin(span, repeat.receivedAt) && (facets?.has(repeat.facet) ?? true))
      .map(({ repeat, ...event }) => ({
        id: repeat.id,
        receivedAt: repeat.receivedAt,
        rows: [accepted("duplicate", `r${repeat.id}`, { id: repeat.eventId, ...event }, repeat)],
      })),
  );
}

/** Reads the lines for the ids of a walk; `read` may leave some out. */
function walked(walk: EventWalk, read: (ids: number[]) => Line[]): DeliverySource {
  return {
    newest: () => walk({ below: Number.MAX_SAFE_INTEGER }, 1)[0] ?? 0,
    read: (from, limit) => {
      const found: Line[] = [];
      for (const ids of slicesOf(walk, from, limit)) {
        const byId = new Map(read(ids).map((line) => [line.id, line]));
        found.push(...ids.flatMap((id) => byId.get(id) ?? []));
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    },
  };
}

/** Limits a walk to rows that may lie in a span of time, if there is one. */
function walkWithin(walk: EventWalk, span: InstantRange | null, range: RowRange | null): EventWalk {
  if (!span) return walk;
  return range ? within(walk, range) : () => [];
}

function isWithin(span: InstantRange | null, at: number): boolean {
  return span === null || ((span.from === null || at >= span.from) && (span.until === null || at < span.until));
}

/** Returns the events of a connection or of a user's connections, and those with a message id, which may have been reused. */
function eventsNamed(db: SqliteDatabase, id: string): number[] {
  const keys = [...keysNamed(db, id)];
  const ofConnections = keys.length > 0 ? eventsOfConnections(db, keys, "") : null;
  const identity = identityOfMessage(id);
  const ofMessage = db
    .select({ id: events.id })
    .from(events)
    .where(
      or(eq(events.identity, identity), and(gt(events.identity, `${identity}#`), lt(events.identity, `${identity}$`))),
    )
    .all();
  const ofKeys = ofConnections?.({ below: Number.MAX_SAFE_INTEGER }, Number.MAX_SAFE_INTEGER) ?? [];
  return [...new Set([...ofKeys, ...ofMessage.map((row) => row.id)])];
}

function keysNamed(db: SqliteDatabase, id: string): ReadonlySet<number> {
  const named = [
    { connection: id, user: "" },
    { connection: "", user: id },
  ];
  return new Set(named.flatMap((one) => keysOf(db, one) ?? []));
}

function repeatsOf(db: SqliteDatabase, eventIds: readonly number[]): EventWalk {
  const ids = db.$client
    .prepare<[string], number>(
      "select id from repeats indexed by repeats_by_event where event_id in (select value from json_each(?))",
    )
    .pluck()
    .all(JSON.stringify(eventIds));
  return listed(ids);
}

/** Scans refusals, few of which are stored. */
function refusalSource(db: SqliteDatabase, { cause, id }: DeliverySearch, span: InstantRange | null): DeliverySource {
  const { details, receivedAt } = refusals;
  const hasId = sql`${id} in (json_extract(${details}, '$.headers."svix-id"'), json_extract(${details}, '$.headers."webhook-id"'))`;
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
            id === "" ? undefined : hasId,
            span?.from == null ? undefined : gte(receivedAt, span.from),
            span?.until == null ? undefined : lt(receivedAt, span.until),
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
  event: Pick<EventRow, "id" | "identity" | "body"> & { readonly connectionId: string | null },
  attempt: Pick<AcceptedDelivery, "receivedAt" | "sentAt" | "tookMs" | "scheme">,
): AcceptedDelivery {
  const reading = readBody(event.body);
  const { type: word, dialect } = reading;
  const { receivedAt, sentAt, tookMs, scheme } = attempt;
  const { id: eventId, connectionId } = event;
  return {
    ...{ outcome, key, receivedAt, sentAt, tookMs, eventId, connectionId, word, scheme, dialect },
    user: reading.kind === "connection" ? reading.user : null,
    messageId: messageIdOf(event.identity),
    bytes: event.body.length,
  };
}
