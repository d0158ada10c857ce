import { and, desc, eq, inArray, sum } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { isIntact } from "@/db/sqlite/ingest/event-checksums";
import { eventRange, HOUR_MS, storedBetween } from "@/db/sqlite/ingest/intake-hours";
import { isFacetShown, readFacet } from "@/db/sqlite/schema/event-facets";
import { connectionIds, connections, dismissals, eventCounts, events, repeats } from "@/db/sqlite/schema/schema";
import type { Store } from "@/db/store";
import { identityOfMessage, messageIdOf, readBody } from "@/domain/intake/event";
import {
  ARRIVAL,
  type Dismissal,
  EVENTS_PER_PAGE,
  type EventFilter,
  type EventSearch,
  type LoggedEvent,
} from "@/domain/intake/event-log";
import type { Count } from "@/domain/values/count";
import { type InstantRange, instantsOf } from "@/domain/values/query/date-filter";
import { type Cursor, formatCursor, type Page, parseCursor } from "@/domain/values/query/page";
import type { EventValues, ValuePosition } from "./event-values";
import {
  type EventWalk,
  eventsOfConnections,
  eventsOfFacets,
  eventsWithValue,
  everyRow,
  slicesOf,
  within,
} from "./event-walks";

type EventRow = typeof events.$inferSelect;
type Question = {
  /** The events that may match, in order of arrival. */
  readonly walk: EventWalk;
  readonly isMatch: (row: Pick<EventRow, "facet" | "receivedAt">) => boolean;
  /** Null if it must be counted. */
  readonly total: Count | null;
};

/** Reading this many rows takes a few milliseconds. */
const ROWS_COUNTED_MAX = 1_000;
/** For a user who lost a connection, the newest events are enough. */
const NAMING_MAX = 50;
/** A reference that is also a common word, such as a status, is in very many bodies. */
const NAMING_LOOKED_AT_MAX = 5_000;

/** The event log: any filter, newest first, equally fast for ten events and ten million. */
export function eventLog(
  db: SqliteDatabase,
  values: EventValues,
): Pick<Store["events"], "search" | "listNaming" | "listRepeats"> {
  return {
    search: async (search, now) => {
      const question = ask(db, values, search, now);
      const page = question ? readPage(db, question, search) : NOTHING;
      return { ...page, unsearched: search.value === "" ? 0 : values.unsearched() };
    },
    listNaming: async (user) => listNaming(db, values, user),
    listRepeats: async (eventIds) => {
      const rows = db
        .select()
        .from(repeats)
        .where(inArray(repeats.eventId, [...eventIds]))
        .orderBy(repeats.id)
        .all();
      return new Map(eventIds.map((id) => [id, rows.filter((row) => row.eventId === id)]));
    },
  };
}

const NOTHING: Page<LoggedEvent> = {
  rows: [],
  offset: 0,
  total: { value: 0, precision: "exact" },
  previous: null,
  next: null,
};

function listNaming(db: SqliteDatabase, values: EventValues, user: string): LoggedEvent[] {
  if (user === "") return [];
  const theirs = new Set(keysOf(db, { connection: "", user }));
  const { id, connectionKey } = events;
  const found: LoggedEvent[] = [];
  let looked = 0;
  for (const ids of slicesOf(eventsWithValue(db, values, user, ""), { below: Number.MAX_SAFE_INTEGER }, NAMING_MAX)) {
    looked += ids.length;
    const others = db
      .select({ id, connectionKey })
      .from(events)
      .where(inArray(id, ids))
      .all()
      .filter((row) => row.connectionKey !== null && !theirs.has(row.connectionKey));
    const wanted = others.map((row) => row.id);
    const rows = db.select().from(events).where(inArray(id, wanted)).orderBy(desc(id)).all();
    // The value may mean something else in a body, such as the account's name.
    found.push(...rows.map((row) => toLoggedEvent(db, row)).filter((event) => event.user === user));
    if (found.length >= NAMING_MAX || looked >= NAMING_LOOKED_AT_MAX) break;
  }
  return found.slice(0, NAMING_MAX);
}

/** Resolves a search; null if nothing can match. */
function ask(db: SqliteDatabase, values: EventValues, search: EventSearch, now: number): Question | null {
  const counts = db.select().from(eventCounts).all();
  const shown = counts.filter(({ facet }) => isFacetShown(facet, search));
  const span = instantsOf(search.received, search.zone, now);
  const range = span && eventRange(db, span);
  if (shown.length === 0 || (span && !range)) return null;
  const facets = shown.length === counts.length ? null : new Set(shown.map(({ facet }) => facet));
  const inSpan = (at: number) => !span || (at >= (span.from ?? at) && at < (span.until ?? Number.POSITIVE_INFINITY));
  const isMatch: Question["isMatch"] = (row) => (!facets || facets.has(row.facet)) && inSpan(row.receivedAt);
  const narrow = narrowWalk(db, values, search);
  const wide = facets ? eventsOfFacets(db, [...facets]) : everyRow(db, "events");
  const walk = narrow ?? wide;
  return {
    walk: range ? within(walk, range) : walk,
    isMatch,
    total: narrow ? null : countWidely(db, facets ? shown : null, span),
  };
}

/** Returns the events of a user, of a connection, or with a value; null if the search names none. */
function narrowWalk(db: SqliteDatabase, values: EventValues, search: EventSearch): EventWalk | null {
  const keys = keysOf(db, search);
  const { value } = search;
  if (keys) return eventsOfConnections(db, keys, value);
  return value ? eventsWithValue(db, values, value, identityOfMessage(value)) : null;
}

/** Returns the keys of the connections that a search names; null if it names none. */
export function keysOf(
  db: SqliteDatabase,
  { connection, user }: Pick<EventFilter, "connection" | "user">,
): number[] | null {
  if (!connection && !user) return null;
  const { key, id } = connectionIds;
  const named = connection ? db.select({ key }).from(connectionIds).where(eq(id, connection)).all() : [];
  if (!user) return named.map((row) => row.key);
  const ofUser = db
    .select({ key: connections.key })
    .from(connections)
    .where(and(eq(connections.userSortKey, user), eq(connections.user, user)))
    .all();
  const keys = ofUser.map((row) => row.key);
  return connection ? keys.filter((one) => named.some((row) => row.key === one)) : keys;
}

/** Counts the events of some facets, or in a span of time; null if the search asks for both. */
function countWidely(
  db: SqliteDatabase,
  facets: readonly { readonly events: number }[] | null,
  span: InstantRange | null,
): Count | null {
  if (!span) {
    const counted =
      facets ??
      db
        .select({ events: sum(eventCounts.events).mapWith(Number) })
        .from(eventCounts)
        .all();
    return { value: counted.reduce((total, one) => total + one.events, 0), precision: "exact" };
  }
  if (facets) return null;
  const value = storedBetween(db, span);
  if (value === null) return null;
  const isWhole = [span.from, span.until].every((edge) => edge === null || edge % HOUR_MS === 0);
  return isWhole ? { value, precision: "exact" } : value > ROWS_COUNTED_MAX ? { value, precision: "about" } : null;
}

function readPage(db: SqliteDatabase, question: Question, search: EventSearch): Page<LoggedEvent> {
  const after = parseCursor(search.after, ARRIVAL);
  const before = after ? null : parseCursor(search.before, ARRIVAL);
  const place: ValuePosition = before ? { above: before.key } : { below: after?.key ?? Number.MAX_SAFE_INTEGER };
  const found = readRows(db, question, place, EVENTS_PER_PAGE + 1);
  const shown = found.slice(0, EVENTS_PER_PAGE);
  if (before) shown.reverse();
  const isMore = found.length > EVENTS_PER_PAGE;
  const offset = before ? Math.max(0, before.offset - shown.length) : (after?.offset ?? 0);
  const first = shown.at(0);
  const last = shown.at(-1);
  const hasNewer = first && (before ? isMore : after && readRows(db, question, { above: first.id }, 1).length > 0);
  const hasOlder = last && (before ? true : isMore);
  return {
    rows: shown.map((row) => toLoggedEvent(db, row)),
    offset,
    total: question.total ?? countRows(db, question),
    previous: hasNewer ? formatCursor(cursorAt(first.id, offset)) : null,
    next: hasOlder ? formatCursor(cursorAt(last.id, offset + shown.length)) : null,
  };
}

function cursorAt(id: number, offset: number): Cursor {
  return { order: ARRIVAL, value: id, key: id, offset };
}

function readRows(db: SqliteDatabase, question: Question, from: ValuePosition, wanted: number): EventRow[] {
  const found: EventRow[] = [];
  for (const ids of slicesOf(question.walk, from, wanted)) {
    const rows = db.select().from(events).where(inArray(events.id, ids)).all();
    const byId = new Map(rows.map((row) => [row.id, row]));
    found.push(...ids.flatMap((id) => byId.get(id) ?? []).filter(question.isMatch));
    if (found.length >= wanted) break;
  }
  return found.slice(0, wanted);
}

/** Counts rows, exactly if few match. */
function countRows(db: SqliteDatabase, question: Question): Count {
  let value = 0;
  for (const ids of slicesOf(question.walk, { below: Number.MAX_SAFE_INTEGER }, ROWS_COUNTED_MAX)) {
    const { facet, receivedAt } = events;
    value += db
      .select({ facet, receivedAt })
      .from(events)
      .where(inArray(events.id, ids))
      .all()
      .filter(question.isMatch).length;
    if (value >= ROWS_COUNTED_MAX) return { value: ROWS_COUNTED_MAX, precision: "at_least" };
  }
  return { value, precision: "exact" };
}

function toLoggedEvent(db: SqliteDatabase, row: EventRow): LoggedEvent {
  const { id, identity, connectionKey, occurredAt, receivedAt, deliveries, scheme, body } = row;
  const reading = readBody(body);
  const connectionId = connectionKey === null ? null : idOf(db, connectionKey);
  return {
    id,
    isDamaged: !isIntact({ ...row, connectionId }),
    ...readFacet(row.facet),
    word: reading.type,
    dismissal: dismissalOf(db, id),
    reason: reading.kind === "unrecognised" ? reading.reason : null,
    connectionId,
    user: reading.kind === "connection" ? reading.user : null,
    messageId: messageIdOf(identity),
    bodyTime: reading.bodyTime,
    occurredAt,
    receivedAt,
    deliveries,
    dialect: reading.dialect,
    scheme,
    body,
  };
}

function dismissalOf(db: SqliteDatabase, eventId: number): Dismissal | null {
  const { at, personName } = dismissals;
  return db.select({ at, personName }).from(dismissals).where(eq(dismissals.eventId, eventId)).get() ?? null;
}

function idOf(db: SqliteDatabase, key: number): string | null {
  return db.select({ id: connectionIds.id }).from(connectionIds).where(eq(connectionIds.key, key)).get()?.id ?? null;
}
