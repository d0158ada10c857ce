import { and, asc, desc, eq, gte, inArray, lt, type SQL } from "drizzle-orm";
import type { Store, TimelinePage, TimelinePageRequest } from "@/db/store";
import { readBody } from "@/domain/event";
import { TURNS_MAX } from "@/domain/lifeline";
import { formatCursor, parseCursor } from "@/domain/page";
import { step } from "@/domain/projection";
import { type ConnectionStep, effectOf, type TimelineStep, type UnrecognisedStep } from "@/domain/timeline";
import { foldRepeats, idOfStep, stepsOfLines } from "@/domain/timeline-lines";
import type { Histories } from "./histories";
import { comparePlaces, eventIs, type Place } from "./history-place";
import type { SqliteDatabase } from "./open";
import { EVENT_COLUMNS, EVENT_KINDS, type EventRow, KIND_UNRECOGNISED, toConnectionEvents } from "./rows";
import { connectionIds, connections, events } from "./schema";

type Subject = { readonly key: number; readonly id: string };
type Found = { readonly subject: Subject; readonly row: EventRow };
type Filter = Pick<TimelinePageRequest, "types" | "occurred">;
type Window = { readonly rows: readonly Found[]; readonly isMore: boolean };

const ORDER = "timeline";
/** Kinds are digits, so that a time and a kind fit into the one number of a cursor. */
const KINDS_MAX = 10;
/** Where many steps fold into one line, so many events are read for a page. */
const EVENTS_READ_MAX = 500;
/** What is shown above the event that an address points at. */
const NEWER_SHOWN = 3;

/** The queries behind the timelines. */
export function timelineQueries(db: SqliteDatabase, history: Histories): Store["timelines"] {
  const find = (connectionId: string) =>
    db.select().from(connectionIds).where(eq(connectionIds.id, connectionId)).all();
  return {
    ofConnection: async (connectionId, page) => readTimeline(db, history, find(connectionId), page),
    ofUser: async (user, page) => {
      const subjects = db
        .select({ key: connectionIds.key, id: connectionIds.id })
        .from(connections)
        .innerJoin(connectionIds, eq(connectionIds.key, connections.key))
        .where(and(eq(connections.userSortKey, user), eq(connections.user, user)))
        .all();
      return readTimeline(db, history, subjects, page);
    },
    lives: async (ids) =>
      ids.map((connectionId) => ({
        connectionId,
        turns: find(connectionId).flatMap(({ key }) => history.turnsOf(key).slice(-TURNS_MAX)),
      })),
  };
}

function readTimeline(
  db: SqliteDatabase,
  history: Histories,
  subjects: readonly Subject[],
  request: TimelinePageRequest,
): TimelinePage {
  const { size, startAt = null } = request;
  const after = placeFromCursor(request.after);
  const before = after ? null : placeFromCursor(request.before);
  const start = after || before ? null : placeAbove(db, subjects, startAt);
  const look = (limit: number) =>
    before ? readNewer(db, subjects, before, limit, request) : readOlder(db, subjects, after ?? start, limit, request);
  const explainAll = (rows: readonly Found[]) => foldRepeats(explain(history, subjects, rows, request));
  let found = look(size);
  let lines = explainAll(found.rows);
  if (found.isMore && lines.length < size) {
    found = look(EVENTS_READ_MAX);
    lines = explainAll(found.rows);
  }
  const isMore = found.isMore || lines.length > size;
  const steps = stepsOfLines(before ? lines.slice(-size) : lines.slice(0, size));
  const [first] = steps;
  const last = steps.at(-1);
  const hasNewer = first && (before ? isMore : readNewer(db, subjects, placeOf(first), 1, request).rows.length > 0);
  return {
    steps,
    previous: first && hasNewer ? cursorFromPlace(placeOf(first)) : null,
    next: last && (before || isMore) ? cursorFromPlace(placeOf(last)) : null,
    hasStart: startAt === null || steps.some((step) => idOfStep(step) === startAt),
  };
}

function readOlder(
  db: SqliteDatabase,
  subjects: readonly Subject[],
  from: Place | null,
  limit: number,
  filter: Filter,
): Window {
  const isOlder = from ? eventIs("<", from) : undefined;
  const found = subjects.flatMap((subject) => readRows(db, subject, isOlder, DOWN, limit + 1, filter));
  found.sort((a, b) => comparePlaces(b.row, a.row));
  return { rows: found.slice(0, limit), isMore: found.length > limit };
}

/** Newest first as well. */
function readNewer(
  db: SqliteDatabase,
  subjects: readonly Subject[],
  from: Place,
  limit: number,
  filter: Filter,
): Window {
  const isNewer = eventIs(">", from);
  const found = subjects.flatMap((subject) => readRows(db, subject, isNewer, UP, limit + 1, filter));
  found.sort((a, b) => comparePlaces(a.row, b.row));
  return { rows: found.slice(0, limit).reverse(), isMore: found.length > limit };
}

const DOWN = [desc(events.occurredAt), desc(events.kind), desc(events.id)];
const UP = [asc(events.occurredAt), asc(events.kind), asc(events.id)];

function readRows(
  db: SqliteDatabase,
  subject: Subject,
  place: SQL | undefined,
  order: readonly SQL[],
  limit: number,
  { types = [], occurred = null }: Filter,
): Found[] {
  return db
    .select(EVENT_COLUMNS)
    .from(events)
    .where(
      and(
        eq(events.connectionKey, subject.key),
        place,
        types.length > 0
          ? inArray(
              events.kind,
              types.map((type) => EVENT_KINDS.indexOf(type)),
            )
          : undefined,
        occurred?.from == null ? undefined : gte(events.occurredAt, occurred.from),
        occurred?.until == null ? undefined : lt(events.occurredAt, occurred.until),
      ),
    )
    .orderBy(...order)
    .limit(limit)
    .all()
    .map((row) => ({ subject, row }));
}

/** Puts rows into the histories of their connections: what each changed there, and which of them came late. Keeps the order. */
function explain(
  history: Histories,
  subjects: readonly Subject[],
  found: readonly Found[],
  { types = [] }: Filter,
): TimelineStep[] {
  const steps = subjects.flatMap((subject) => {
    const rows = found.filter((one) => one.subject === subject).map((one) => one.row);
    // Where kinds are left out, each step's neighbours in the history are not those on the page.
    return types.length > 0
      ? rows.flatMap((row) => explainRun(history, subject, [row]))
      : explainRun(history, subject, rows);
  });
  const byId = new Map(steps.map((one) => [idOfStep(one), one]));
  return found.flatMap((one) => byId.get(one.row.id) ?? []);
}

/** The same for rows of one connection that follow each other, newest first. */
function explainRun(history: Histories, subject: Subject, rows: readonly EventRow[]): TimelineStep[] {
  const [newest] = rows;
  const oldest = rows.at(-1);
  if (!newest || !oldest) return [];
  let state = history.stateBefore(subject.key, oldest);
  const effects = [...rows].reverse().map((row): ConnectionStep | UnrecognisedStep => {
    const [event] = row.kind < KIND_UNRECOGNISED ? toConnectionEvents(row) : [];
    if (!event) return unrecognisedStep(subject, row);
    const effect = effectOf(state, event);
    state = step(state, event);
    return { kind: "connection", event, effect, isLate: false, body: row.body };
  });
  return markLate(effects.reverse(), history.firstArrivalAfter(subject.key, newest));
}

/** Newest first: an event is late when one that comes later in the history reached us earlier, so has a lower id. */
function markLate(steps: readonly TimelineStep[], arrivalAfter: number): TimelineStep[] {
  let earliest = arrivalAfter;
  return steps.map((one) => {
    if (one.kind !== "connection") return one;
    const isLate = earliest < one.event.id;
    earliest = Math.min(earliest, one.event.id);
    return { ...one, isLate };
  });
}

function unrecognisedStep(subject: Subject, row: EventRow): UnrecognisedStep {
  const reading = readBody(row.body);
  return {
    kind: "unrecognised",
    id: row.id,
    connectionId: subject.id,
    type: reading.type,
    // A later version may understand what is still kept as unrecognised: then its type is all there is to say.
    reason: reading.kind === "unrecognised" ? reading.reason : "unknown_type",
    bodyTime: reading.bodyTime,
    occurredAt: row.occurredAt,
    receivedAt: row.receivedAt,
    deliveries: row.deliveries,
    body: row.body,
  };
}

/** The place above an event of these connections, with a few newer ones below it; null where it is none of theirs. */
function placeAbove(db: SqliteDatabase, subjects: readonly Subject[], eventId: number | null): Place | null {
  if (eventId === null) return null;
  const { occurredAt, kind, id, connectionKey } = events;
  const row = db.select({ occurredAt, kind, id, connectionKey }).from(events).where(eq(id, eventId)).get();
  if (!row || !subjects.some((subject) => subject.key === row.connectionKey)) return null;
  const [top] = readNewer(db, subjects, row, NEWER_SHOWN, {}).rows;
  const place = top?.row ?? row;
  return { ...place, id: place.id + 1 };
}

function cursorFromPlace(place: Place): string {
  return formatCursor({ order: ORDER, value: place.occurredAt * KINDS_MAX + place.kind, key: place.id, offset: 0 });
}

function placeFromCursor(text: string | null | undefined): Place | null {
  const cursor = parseCursor(text ?? null, ORDER);
  if (typeof cursor?.value !== "number") return null;
  const kind = ((cursor.value % KINDS_MAX) + KINDS_MAX) % KINDS_MAX;
  return { occurredAt: Math.floor(cursor.value / KINDS_MAX), kind, id: cursor.key };
}

function placeOf(step: TimelineStep): Place {
  if (step.kind === "unrecognised") return { occurredAt: step.occurredAt, kind: KIND_UNRECOGNISED, id: step.id };
  return { occurredAt: step.event.occurredAt, kind: EVENT_KINDS.indexOf(step.event.said.change), id: step.event.id };
}
