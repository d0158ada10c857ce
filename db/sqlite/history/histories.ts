import { and, asc, desc, eq, min, sql } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { EVENT_COLUMNS, type EventRow, IS_CHANGE, toConnectionEvents } from "@/db/sqlite/schema/rows";
import { checkpoints, events } from "@/db/sqlite/schema/schema";
import type { Connection } from "@/domain/connection/connection";
import { step } from "@/domain/connection/projection";
import type { StatusChange } from "@/domain/connection/status-change";
import { checkpointIs, compareHistoryPositions, eventIs, type HistoryPosition } from "./history-position";

export type Histories = ReturnType<typeof histories>;

type Checkpoint = typeof checkpoints.$inferSelect;

/** A connection's state is stored every so many events, and no query folds more than that. */
export const EVENTS_PER_CHECKPOINT = 256;

/**
 * Reads histories of any length: the state at any place, and the changes of status. What it writes is derived, inside the
 * caller's transaction. `perCheckpoint` is for tests.
 */
export function histories(db: SqliteDatabase, perCheckpoint = EVENTS_PER_CHECKPOINT) {
  const inTurns = historyReader(db, perCheckpoint);
  const statements = prepareStatements(db);

  function lastCheckpoint(key: number, before: HistoryPosition | null): Checkpoint | null {
    const found = before ? statements.lastBefore.get({ key, ...before }) : statements.last.get({ key });
    return found ?? null;
  }

  function* eventsAfter(key: number, place: HistoryPosition | null): Generator<EventRow> {
    for (const rows of inTurns(key, place)) yield* rows;
  }

  /** Returns the state just before a place; null if nothing comes before it. */
  function stateBefore(key: number, place: HistoryPosition): Connection | null {
    const checkpoint = lastCheckpoint(key, place);
    let state = checkpoint?.state ?? null;
    for (const row of eventsAfter(key, checkpoint && placeOf(checkpoint))) {
      if (compareHistoryPositions(row, place) >= 0) break;
      for (const event of toConnectionEvents(row)) state = step(state, event);
    }
    return state;
  }

  /** Folds a history again from a place on and stores its checkpoints. Returns the state at its end. */
  function refold(key: number, from: HistoryPosition): Connection | null {
    db.delete(checkpoints)
      .where(and(eq(checkpoints.connectionKey, key), checkpointIs(">=", from)))
      .run();
    const checkpoint = lastCheckpoint(key, null);
    const keep = segments(checkpoint?.state ?? null, perCheckpoint, (kept) => {
      db.insert(checkpoints)
        .values({ connectionKey: key, ...kept })
        .run();
    });
    for (const row of eventsAfter(key, checkpoint && placeOf(checkpoint))) keep.add(row);
    return keep.state();
  }

  /** Returns every change of status, oldest first. */
  function statusChangesOf(key: number): StatusChange[] {
    const last = lastCheckpoint(key, null);
    const turns: StatusChange[] = last ? statements.turns.all({ key }).flatMap((one) => one.turns) : [];
    let state = last?.state ?? null;
    for (const row of eventsAfter(key, last ? placeOf(last) : null)) {
      for (const event of toConnectionEvents(row)) {
        state = step(state, event);
        if (state.setBy.status === event.id) turns.push(statusChangeOf(state));
      }
    }
    return turns;
  }

  /** Returns the lowest event number after a place; infinity if there is none. */
  function firstArrivalAfter(key: number, place: HistoryPosition): number {
    const ofCheckpoint = and(eq(checkpoints.connectionKey, key), checkpointIs(">", place));
    const next = db
      .select()
      .from(checkpoints)
      .where(ofCheckpoint)
      .orderBy(asc(checkpoints.occurredAt), asc(checkpoints.kind), asc(checkpoints.eventId))
      .limit(1)
      .get();
    const last = lastCheckpoint(key, null);
    if (!next || !last) return firstArrivalBetween(key, place, null);
    // The segment that contains the place counts in part, later ones as a whole, then events without a checkpoint.
    const whole = db
      .select({ first: min(checkpoints.firstArrival) })
      .from(checkpoints)
      .where(and(ofCheckpoint, sql`${checkpoints.eventId} <> ${next.eventId}`))
      .get();
    return Math.min(
      firstArrivalBetween(key, place, placeOf(next)),
      whole?.first ?? Number.POSITIVE_INFINITY,
      firstArrivalBetween(key, placeOf(last), null),
    );
  }

  function firstArrivalBetween(key: number, after: HistoryPosition, until: HistoryPosition | null): number {
    const row = db
      .select({ id: min(events.id) })
      .from(events)
      .where(
        and(eq(events.connectionKey, key), IS_CHANGE, eventIs(">", after), until ? eventIs("<=", until) : undefined),
      )
      .get();
    return row?.id ?? Number.POSITIVE_INFINITY;
  }

  return {
    stateBefore,
    refold,
    statusChangesOf,
    firstArrivalAfter,
    /** Returns true if a state about to be saved gets a checkpoint. */
    isCheckpoint: (state: Connection) => state.events % perCheckpoint === 0,
  };
}

/** Prepared, since they run at each change of status. */
function prepareStatements(db: SqliteDatabase) {
  const { placeholder } = sql;
  const place = { occurredAt: placeholder("occurredAt"), kind: placeholder("kind"), id: placeholder("id") };
  const isOfKey = eq(checkpoints.connectionKey, placeholder("key"));
  const newestFirst = [desc(checkpoints.occurredAt), desc(checkpoints.kind), desc(checkpoints.eventId)];
  return {
    last: db
      .select()
      .from(checkpoints)
      .where(isOfKey)
      .orderBy(...newestFirst)
      .limit(1)
      .prepare(),
    lastBefore: db
      .select()
      .from(checkpoints)
      .where(and(isOfKey, checkpointIs("<", place)))
      .orderBy(...newestFirst)
      .limit(1)
      .prepare(),
    turns: db
      .select({ turns: checkpoints.turns })
      .from(checkpoints)
      .where(isOfKey)
      .orderBy(asc(checkpoints.occurredAt), asc(checkpoints.kind), asc(checkpoints.eventId))
      .prepare(),
  };
}

/** Returns a function that reads a connection's events after a place, oldest first, `size` at a time. */
export function historyReader(db: SqliteDatabase, size: number) {
  const { placeholder } = sql;
  const read = db
    .select(EVENT_COLUMNS)
    .from(events)
    .where(
      and(
        eq(events.connectionKey, placeholder("key")),
        IS_CHANGE,
        eventIs(">", { occurredAt: placeholder("occurredAt"), kind: placeholder("kind"), id: placeholder("id") }),
      ),
    )
    .orderBy(asc(events.occurredAt), asc(events.kind), asc(events.id))
    .limit(size)
    .prepare();
  return function* inTurns(key: number, place: HistoryPosition | null): Generator<EventRow[]> {
    let after = place ?? { occurredAt: Number.MIN_SAFE_INTEGER, kind: 0, id: 0 };
    for (;;) {
      const rows = read.all({ key, ...after });
      yield rows;
      const last = rows.at(-1);
      if (!last || rows.length < size) return;
      after = last;
    }
  };
}

export type Segment = Omit<Checkpoint, "connectionKey">;

/** Folds rows in order, and yields a checkpoint whenever one is due. */
export function segments(
  before: Connection | null,
  perCheckpoint: number,
  onCheckpoint: (segment: Segment) => void,
): {
  readonly add: (row: EventRow) => void;
  readonly state: () => Connection | null;
  /** Returns all changes of status so far. */
  readonly turns: () => readonly StatusChange[];
} {
  let state = before;
  const allTurns: StatusChange[] = [];
  let turns: StatusChange[] = [];
  let firstArrival = Number.POSITIVE_INFINITY;
  return {
    state: () => state,
    turns: () => allTurns,
    add: (row) => {
      firstArrival = Math.min(firstArrival, row.id);
      for (const event of toConnectionEvents(row)) {
        state = step(state, event);
        if (state.setBy.status === event.id) {
          turns.push(statusChangeOf(state));
          allTurns.push(statusChangeOf(state));
        }
        if (state.events % perCheckpoint > 0) continue;
        onCheckpoint({ occurredAt: row.occurredAt, kind: row.kind, eventId: row.id, state, turns, firstArrival });
        turns = [];
        firstArrival = Number.POSITIVE_INFINITY;
      }
    },
  };
}

function placeOf({ occurredAt, kind, eventId }: Checkpoint): HistoryPosition {
  return { occurredAt, kind, id: eventId };
}

/** Returns a state's newest change of status. */
export function statusChangeOf({ status, statusSince, setBy, account }: Connection): StatusChange {
  return { status, from: statusSince, eventId: setBy.status, accountId: account.id };
}
