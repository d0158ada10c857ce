import { and, asc, desc, eq, gte, inArray, lt } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { EVENT_KINDS, findChange } from "@/db/sqlite/schema/event-kinds";
import { EVENT_COLUMNS, type EventRow, toConnectionEvents } from "@/db/sqlite/schema/rows";
import { connectionIds, connections, events } from "@/db/sqlite/schema/schema";
import type { Store, TimelinePage, TimelinePageRequest } from "@/db/store";
import { TURNS_MAX } from "@/domain/connection/lifeline";
import { step } from "@/domain/connection/projection";
import { readBody } from "@/domain/intake/event";
import { EVENT_TYPES, type EventType } from "@/domain/intake/event-log";
import {
  type ActStep,
  type ConnectionStep,
  effectOf,
  type TimelineStep,
  type UnrecognisedStep,
} from "@/domain/lists/timeline";
import { eventIdOf, foldSteps, stepsOfLines } from "@/domain/lists/timeline-lines";
import type { TimelineType } from "@/domain/lists/timeline-search";
import { formatCursor, parseCursor } from "@/domain/values/query/page";
import type { Histories } from "./histories";
import { compareHistoryPositions, eventIs, type HistoryPosition } from "./history-position";
import { actReader, placeOfAct, type Walk } from "./timeline-acts";

type Subject = { readonly key: number; readonly id: string };
type FoundEvent = { readonly place: HistoryPosition; readonly subject: Subject; readonly row: EventRow };
type Found = FoundEvent | { readonly place: HistoryPosition; readonly act: ActStep };
type Filter = Pick<TimelinePageRequest, "types" | "occurred">;
type Parts = {
  readonly db: SqliteDatabase;
  readonly history: Histories;
  readonly acts: ReturnType<typeof actReader>;
  readonly subjects: readonly Subject[];
};
type Window = { readonly rows: readonly Found[]; readonly isMore: boolean };

/** Names what a cursor's number means: the cursors of versions that had room for ten kinds were called `timeline`. */
const ORDER = "timeline100";
/** Above every number of `EVENT_KINDS` and `ACT_KINDS`, so that a time and a kind fit into the one number of a cursor. */
export const TIMELINE_KINDS_MAX = 100;
/** Where many steps fold into one line, up to this many are read for a page. */
const STEPS_READ_MAX = 500;
/** How many newer steps to show above the event that the URL points at. */
const NEWER_SHOWN = 3;

/** The queries behind the timelines. */
export function timelineQueries(db: SqliteDatabase, history: Histories): Store["timelines"] {
  const acts = actReader(db);
  const find = (connectionId: string) =>
    db.select().from(connectionIds).where(eq(connectionIds.id, connectionId)).all();
  return {
    ofConnection: async (connectionId, page) => readTimeline({ db, history, acts, subjects: find(connectionId) }, page),
    ofUser: async (user, page) => {
      const subjects = db
        .select({ key: connectionIds.key, id: connectionIds.id })
        .from(connections)
        .innerJoin(connectionIds, eq(connectionIds.key, connections.key))
        .where(and(eq(connections.userSortKey, user), eq(connections.user, user)))
        .all();
      return readTimeline({ db, history, acts, subjects }, page);
    },
    lives: async (ids) =>
      ids.map((connectionId) => ({
        connectionId,
        turns: find(connectionId).flatMap(({ key }) => history.statusChangesOf(key).slice(-TURNS_MAX)),
      })),
  };
}

function readTimeline(parts: Parts, request: TimelinePageRequest): TimelinePage {
  const { size, startAt = null } = request;
  const after = placeFromCursor(request.after);
  const before = after ? null : placeFromCursor(request.before);
  const start = after || before ? null : placeAbove(parts, startAt);
  const look = (limit: number) =>
    before ? readNewer(parts, before, limit, request) : readOlder(parts, after ?? start, limit, request);
  const explainAll = (found: readonly Found[]) => foldSteps(explain(parts, found, request));
  let found = look(size);
  let lines = explainAll(found.rows);
  if (found.isMore && lines.length < size) {
    found = look(STEPS_READ_MAX);
    lines = explainAll(found.rows);
  }
  const isMore = found.isMore || lines.length > size;
  const steps = stepsOfLines(before ? lines.slice(-size) : lines.slice(0, size));
  const [first] = steps;
  const last = steps.at(-1);
  const hasNewer = first && (before ? isMore : readNewer(parts, placeOf(first), 1, request).rows.length > 0);
  return {
    steps,
    previous: first && hasNewer ? cursorFromPlace(placeOf(first)) : null,
    next: last && (before || isMore) ? cursorFromPlace(placeOf(last)) : null,
    hasStart: startAt === null || steps.some((step) => eventIdOf(step) === startAt),
  };
}

function readOlder(parts: Parts, from: HistoryPosition | null, limit: number, filter: Filter): Window {
  const found = readAll(parts, { from, isUp: false, limit: limit + 1 }, filter);
  found.sort((a, b) => compareHistoryPositions(b.place, a.place));
  return { rows: found.slice(0, limit), isMore: found.length > limit };
}

/** Returns the steps newer than a place, newest first. */
function readNewer(parts: Parts, from: HistoryPosition, limit: number, filter: Filter): Window {
  const found = readAll(parts, { from, isUp: true, limit: limit + 1 }, filter);
  found.sort((a, b) => compareHistoryPositions(a.place, b.place));
  return { rows: found.slice(0, limit).reverse(), isMore: found.length > limit };
}

/** Reads as many of each source as a page could hold, which covers the page. */
function readAll({ db, acts, subjects }: Parts, walk: Walk, filter: Filter): Found[] {
  return [
    ...subjects.flatMap((subject) => readEvents(db, subject, walk, filter)),
    ...acts.read(subjects, walk, filter).map((act) => ({ place: placeOfAct(act), act })),
  ];
}

const DOWN = [desc(events.occurredAt), desc(events.kind), desc(events.id)];
const UP = [asc(events.occurredAt), asc(events.kind), asc(events.id)];

function readEvents(
  db: SqliteDatabase,
  subject: Subject,
  { from, isUp, limit }: Walk,
  { types = [], occurred = null }: Filter,
): FoundEvent[] {
  const eventTypes = types.filter(isEventType);
  if (types.length > 0 && eventTypes.length === 0) return [];
  return db
    .select(EVENT_COLUMNS)
    .from(events)
    .where(
      and(
        eq(events.connectionKey, subject.key),
        from ? eventIs(isUp ? ">" : "<", from) : undefined,
        eventTypes.length > 0
          ? inArray(
              events.kind,
              eventTypes.map((type) => EVENT_KINDS[type]),
            )
          : undefined,
        occurred?.from == null ? undefined : gte(events.occurredAt, occurred.from),
        occurred?.until == null ? undefined : lt(events.occurredAt, occurred.until),
      ),
    )
    .orderBy(...(isUp ? UP : DOWN))
    .limit(limit)
    .all()
    .map((row) => ({ place: row, subject, row }));
}

function isEventType(type: TimelineType): type is EventType {
  return (EVENT_TYPES as readonly string[]).includes(type);
}

/** Computes the effect of each row in its connection's history, and whether it came late. Keeps the order. */
function explain({ history, subjects }: Parts, found: readonly Found[], { types = [] }: Filter): TimelineStep[] {
  const steps = subjects.flatMap((subject) => {
    const rows = found.flatMap((one) => ("row" in one && one.subject === subject ? one.row : []));
    // With a filter, neighbors on the page are not neighbors in the history.
    return types.length > 0
      ? rows.flatMap((row) => explainRun(history, subject, [row]))
      : explainRun(history, subject, rows);
  });
  const byId = new Map(steps.map((one) => [eventIdOf(one), one]));
  return found.flatMap((one) => ("act" in one ? one.act : (byId.get(one.row.id) ?? [])));
}

/** Like `explain`, for consecutive rows of one connection, newest first. */
function explainRun(history: Histories, subject: Subject, rows: readonly EventRow[]): TimelineStep[] {
  const [newest] = rows;
  const oldest = rows.at(-1);
  if (!newest || !oldest) return [];
  let state = history.stateBefore(subject.key, oldest);
  const effects = [...rows].reverse().map((row): ConnectionStep | UnrecognisedStep => {
    const [event] = findChange(row.kind) ? toConnectionEvents(row) : [];
    if (!event) return unrecognisedStep(subject, row);
    const effect = effectOf(state, event);
    state = step(state, event);
    return { kind: "connection", event, effect, isLate: false, body: row.body };
  });
  return markLate(effects.reverse(), history.firstArrivalAfter(subject.key, newest));
}

/** Marks late events, newest first: an event is late if one that comes later in the history arrived earlier, so has a lower id. */
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
    // A later version may understand an event still stored as unrecognized. Then only its type is known here.
    reason: reading.kind === "unrecognised" ? reading.reason : "unknown_type",
    bodyTime: reading.bodyTime,
    occurredAt: row.occurredAt,
    receivedAt: row.receivedAt,
    deliveries: row.deliveries,
    body: row.body,
  };
}

/** Returns the place a few steps above an event of these connections; null if it isn't theirs. */
function placeAbove(parts: Parts, eventId: number | null): HistoryPosition | null {
  const { db, subjects } = parts;
  if (eventId === null) return null;
  const { occurredAt, kind, id, connectionKey } = events;
  const row = db.select({ occurredAt, kind, id, connectionKey }).from(events).where(eq(id, eventId)).get();
  if (!row || !subjects.some((subject) => subject.key === row.connectionKey)) return null;
  const [top] = readNewer(parts, row, NEWER_SHOWN, {}).rows;
  const place = top?.place ?? row;
  return { ...place, id: place.id + 1 };
}

function cursorFromPlace(place: HistoryPosition): string {
  return formatCursor({
    order: ORDER,
    value: place.occurredAt * TIMELINE_KINDS_MAX + place.kind,
    key: place.id,
    offset: 0,
  });
}

function placeFromCursor(text: string | null | undefined): HistoryPosition | null {
  const cursor = parseCursor(text ?? null, ORDER);
  if (typeof cursor?.value !== "number") return null;
  const kind = ((cursor.value % TIMELINE_KINDS_MAX) + TIMELINE_KINDS_MAX) % TIMELINE_KINDS_MAX;
  return { occurredAt: Math.floor(cursor.value / TIMELINE_KINDS_MAX), kind, id: cursor.key };
}

function placeOf(step: TimelineStep): HistoryPosition {
  if (step.kind === "act") return placeOfAct(step);
  if (step.kind === "unrecognised") return { occurredAt: step.occurredAt, kind: EVENT_KINDS.unrecognised, id: step.id };
  return { occurredAt: step.event.occurredAt, kind: EVENT_KINDS[step.event.said.change], id: step.event.id };
}
