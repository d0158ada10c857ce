import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Store, TimelinePage, TimelinePageRequest } from "@/db/store";
import { readBody } from "@/domain/event";
import { formatCursor, parseCursor } from "@/domain/page";
import { step } from "@/domain/projection";
import { type ConnectionStep, effectOf, type TimelineStep, type UnrecognisedStep } from "@/domain/timeline";
import { comparePlaces, type Histories, type Place } from "./histories";
import type { SqliteDatabase } from "./open";
import { EVENT_COLUMNS, type EventRow, KIND_UNRECOGNISED, toConnectionEvents } from "./rows";
import { connectionIds, connections, events } from "./schema";

type Subject = { readonly key: number; readonly id: string };

const ORDER = "timeline";
/** Kinds are digits, so that a time and a kind fit into the one number of a cursor. */
const KINDS_MAX = 10;

/** The queries behind the timelines. */
export function timelineQueries(db: SqliteDatabase, history: Histories): Store["timelines"] {
  return {
    ofConnection: async (connectionId, page) => {
      const subjects = db.select().from(connectionIds).where(eq(connectionIds.id, connectionId)).all();
      return readTimeline(db, history, subjects, page);
    },
    ofUser: async (user, page) => {
      const subjects = db
        .select({ key: connectionIds.key, id: connectionIds.id })
        .from(connections)
        .innerJoin(connectionIds, eq(connectionIds.key, connections.key))
        .where(and(eq(connections.userSortKey, user), eq(connections.user, user)))
        .all();
      return readTimeline(db, history, subjects, page);
    },
  };
}

function readTimeline(
  db: SqliteDatabase,
  history: Histories,
  subjects: readonly Subject[],
  page: TimelinePageRequest,
): TimelinePage {
  const after = placeFromCursor(page.after) ?? placeJustAfter(db, page.startAt ?? null);
  const found = subjects.flatMap((subject) =>
    readRows(db, subject, after, page.size + 1).map((row) => ({ subject, row })),
  );
  const shown = found.sort((a, b) => comparePlaces(b.row, a.row)).slice(0, page.size);
  const steps = subjects.flatMap((subject) =>
    explain(
      history,
      subject,
      shown.filter((entry) => entry.subject === subject).map((entry) => entry.row),
    ),
  );
  const byId = new Map(steps.map((one) => [one.kind === "connection" ? one.event.id : one.id, one]));
  const last = shown.at(-1);
  return {
    steps: shown.flatMap((entry) => byId.get(entry.row.id) ?? []),
    next: last && found.length > page.size ? cursorFromPlace(last.row) : null,
  };
}

function readRows(db: SqliteDatabase, subject: Subject, after: Place | null, limit: number): EventRow[] {
  const isBefore = after ? before(after) : undefined;
  return db
    .select(EVENT_COLUMNS)
    .from(events)
    .where(and(eq(events.connectionKey, subject.key), isBefore))
    .orderBy(desc(events.occurredAt), desc(events.kind), desc(events.id))
    .limit(limit)
    .all();
}

/** Puts the rows of one connection, newest first, into their history: what each changed, and which of them came late. */
function explain(history: Histories, subject: Subject, rows: readonly EventRow[]): TimelineStep[] {
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
    occurredAt: row.occurredAt,
    receivedAt: row.receivedAt,
    deliveries: row.deliveries,
    body: row.body,
  };
}

/** So that a page that reads what comes before it begins with the event itself. */
function placeJustAfter(db: SqliteDatabase, eventId: number | null): Place | null {
  if (eventId === null) return null;
  const { occurredAt, kind, id } = events;
  const row = db.select({ occurredAt, kind, id }).from(events).where(eq(id, eventId)).get();
  return row ? { ...row, id: row.id + 1 } : null;
}

function before(place: Place): SQL {
  return sql`(${events.occurredAt}, ${events.kind}, ${events.id}) < (${place.occurredAt}, ${place.kind}, ${place.id})`;
}

function cursorFromPlace(place: Place): string {
  return formatCursor({ order: ORDER, value: place.occurredAt * KINDS_MAX + place.kind, key: place.id, offset: 0 });
}

function placeFromCursor(text: string | null): Place | null {
  const cursor = parseCursor(text, ORDER);
  if (typeof cursor?.value !== "number") return null;
  const kind = ((cursor.value % KINDS_MAX) + KINDS_MAX) % KINDS_MAX;
  return { occurredAt: Math.floor(cursor.value / KINDS_MAX), kind, id: cursor.key };
}
