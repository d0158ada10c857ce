import { eq, sql } from "drizzle-orm";
import { clock } from "@/clock";
import { eventChecksum } from "@/db/sqlite/file/event-checksum.mjs";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import type { HistoryPosition } from "@/db/sqlite/history/history-position";
import { facetOf } from "@/db/sqlite/schema/event-facets";
import { findChange } from "@/db/sqlite/schema/event-kinds";
import { kindOf, toConnection } from "@/db/sqlite/schema/rows";
import { connectionIds, connections, eventCounts, events, repeats, signsOfLife } from "@/db/sqlite/schema/schema";
import type { IngestOutcome } from "@/db/store";
import type { Connection, ConnectionEvent } from "@/domain/connection/connection";
import { isNewer, step } from "@/domain/connection/projection";
import { type IncomingEvent, identityOfReused, occurredAtOf } from "@/domain/intake/event";
import { CHECKED_EVENT, isIntact } from "./event-checksums";
import { intakeHourCounter } from "./intake-hours";
import type { Projection } from "./projection";

type Ingest = (event: IncomingEvent, receivedAt: number) => IngestOutcome;

type KeptEvent = Omit<typeof events.$inferSelect, "scheme"> & {
  readonly scheme: string;
  readonly connectionId: string | null;
};

/** Enough to see how a sender repeats itself. Further deliveries are only counted. */
export const REPEATS_KEPT_PER_EVENT = 100;

/**
 * Returns a function that stores one event and updates its connection's state. Run it inside a transaction. A repeated event is
 * counted and changes nothing, with one exception: if its dialect has no time, its earliest attempt dates it, so an earlier
 * attempt that arrives later moves it.
 */
export function ingester({ db, history, save }: Projection): Ingest {
  const statements = prepareStatements(db);
  const countHour = intakeHourCounter(db);

  function keyOf(connectionId: string): number {
    const known = statements.findKey.get({ id: connectionId });
    return known?.key ?? Number(statements.addKey.run({ id: connectionId }).lastInsertRowid);
  }

  function countSignOfLife(event: IncomingEvent, receivedAt: number): IngestOutcome {
    const { connectionId } = event.reading;
    if (connectionId) {
      statements.countSignOfLife.run({
        key: keyOf(connectionId),
        lastAt: Math.min(occurredAtOf(event, receivedAt), receivedAt),
      });
    }
    countHour(receivedAt, "counted", 1);
    return { outcome: "counted", eventId: null };
  }

  function refold(key: number, from: HistoryPosition): void {
    const before = statements.findConnection.get({ key }) ?? null;
    save(key, before, history.refold(key, from), "fold");
  }

  function project(key: number, id: string, event: ConnectionEvent): void {
    const place = { occurredAt: event.occurredAt, kind: kindOf(event.said), id: event.id };
    const row = statements.findConnection.get({ key }) ?? null;
    const current: Connection | null = row && toConnection(id, row);
    // Events after a disconnection don't move `last`, so whether one is newer is unknown.
    if (!isNewer(event, current) || current?.isDisconnected) {
      save(key, row, history.refold(key, place), "fold");
      return;
    }
    const next = step(current, event);
    if (history.isCheckpoint(next)) history.refold(key, place);
    save(key, row, next, "step");
  }

  function addRepeat({ id: eventId, facet }: KeptEvent, { scheme, sentAt }: IncomingEvent, receivedAt: number): number {
    const tookMs = timeSince(receivedAt);
    const added = statements.addRepeat.run({ eventId, receivedAt, sentAt, scheme, tookMs, facet });
    return Number(added.lastInsertRowid);
  }

  function countDuplicate(kept: KeptEvent, event: IncomingEvent, receivedAt: number): IngestOutcome {
    const isDatedByAttempt = event.reading.bodyTime === null;
    const isEarlier = isDatedByAttempt && event.sentAt < kept.sentAt;
    const sentAt = Math.min(kept.sentAt, event.sentAt);
    const occurredAt = isEarlier ? event.sentAt : kept.occurredAt;
    const firstSentAt = sentAt < kept.sentAt ? (kept.firstSentAt ?? kept.sentAt) : kept.firstSentAt;
    const changed = { deliveries: kept.deliveries + 1, sentAt, firstSentAt, occurredAt };
    // A damaged event keeps a checksum that doesn't match.
    const checksum = isIntact(kept) ? eventChecksum({ ...kept, ...changed }) : kept.checksum;
    statements.countDelivery.run({ id: kept.id, ...changed, checksum });
    const isKept = kept.deliveries <= REPEATS_KEPT_PER_EVENT;
    countHour(receivedAt, "duplicate", 1, isKept ? addRepeat(kept, event, receivedAt) : undefined);
    if (isEarlier && kept.connectionKey !== null && findChange(kept.kind) !== undefined) {
      refold(kept.connectionKey, { occurredAt, kind: kept.kind, id: kept.id });
    }
    return { outcome: "duplicate", eventId: kept.id };
  }

  function ingest(event: IncomingEvent, receivedAt: number): IngestOutcome {
    const { reading } = event;
    if (reading.kind === "sign_of_life") return countSignOfLife(event, receivedAt);
    const named = statements.findKept.get({ identity: event.identity });
    if (named?.body.equals(event.body)) return countDuplicate(named, event, receivedAt);
    // The id was used for another signed event, which may be gone by now: both are stored.
    const own = identityOfReused(event.identity, event.body);
    const kept = named || event.messageId !== null ? statements.findKept.get({ identity: own }) : undefined;
    if (kept) return countDuplicate(kept, event, receivedAt);
    const identity = named ? own : event.identity;
    const key = reading.connectionId ? keyOf(reading.connectionId) : null;
    const occurredAt = occurredAtOf(event, receivedAt);
    const { sentAt, isTest, scheme, body } = event;
    const facet = facetOf(reading, scheme);
    const eventId = (statements.findNewestId.get() ?? 0) + 1;
    const row = {
      id: eventId,
      ...{ identity, kind: kindOf(reading), occurredAt, receivedAt, sentAt, isTest, scheme, facet, body },
      tookMs: timeSince(receivedAt),
    };
    const stored = { ...row, connectionId: reading.connectionId, firstSentAt: null, deliveries: 1 };
    statements.addEvent.run({ ...row, key, checksum: eventChecksum(stored) });
    statements.countEvent.run({ facet });
    countHour(receivedAt, "stored", 1, eventId);
    if (reading.kind === "connection" && key !== null) {
      project(key, reading.connectionId, { id: eventId, occurredAt, receivedAt, deliveries: 1, said: reading });
    }
    return { outcome: "stored", eventId };
  }

  return ingest;
}

function timeSince(receivedAt: number): number {
  return Math.max(0, clock.now() - receivedAt);
}

function prepareStatements(db: SqliteDatabase) {
  const { placeholder } = sql;
  return {
    findKey: db
      .select({ key: connectionIds.key })
      .from(connectionIds)
      .where(eq(connectionIds.id, placeholder("id")))
      .prepare(),
    addKey: db
      .insert(connectionIds)
      .values({ id: placeholder("id") })
      .prepare(),
    findKept: db
      .select({ ...CHECKED_EVENT, connectionKey: events.connectionKey })
      .from(events)
      .leftJoin(connectionIds, eq(connectionIds.key, events.connectionKey))
      .where(eq(events.identity, placeholder("identity")))
      .prepare(),
    // The next event's number is part of its checksum. Raw, since Drizzle doesn't know SQLite's own table.
    findNewestId: db.$client.prepare<[], number>("select seq from sqlite_sequence where name = 'events'").pluck(),
    addEvent: db
      .insert(events)
      .values({
        id: placeholder("id"),
        identity: placeholder("identity"),
        connectionKey: placeholder("key"),
        kind: placeholder("kind"),
        occurredAt: placeholder("occurredAt"),
        receivedAt: placeholder("receivedAt"),
        sentAt: placeholder("sentAt"),
        isTest: placeholder("isTest"),
        scheme: placeholder("scheme"),
        facet: placeholder("facet"),
        tookMs: placeholder("tookMs"),
        body: placeholder("body"),
        checksum: placeholder("checksum"),
      })
      .prepare(),
    countEvent: db
      .insert(eventCounts)
      .values({ facet: placeholder("facet"), events: 1 })
      .onConflictDoUpdate({ target: eventCounts.facet, set: { events: sql`${eventCounts.events} + 1` } })
      .prepare(),
    addRepeat: db
      .insert(repeats)
      .values({
        eventId: placeholder("eventId"),
        receivedAt: placeholder("receivedAt"),
        sentAt: placeholder("sentAt"),
        scheme: placeholder("scheme"),
        tookMs: placeholder("tookMs"),
        facet: placeholder("facet"),
      })
      .prepare(),
    countDelivery: db
      .update(events)
      .set({
        deliveries: sql`${placeholder("deliveries")}`,
        firstSentAt: sql`${placeholder("firstSentAt")}`,
        sentAt: sql`${placeholder("sentAt")}`,
        occurredAt: sql`${placeholder("occurredAt")}`,
        checksum: sql`${placeholder("checksum")}`,
      })
      .where(eq(events.id, placeholder("id")))
      .prepare(),
    findConnection: db
      .select()
      .from(connections)
      .where(eq(connections.key, placeholder("key")))
      .prepare(),
    countSignOfLife: db
      .insert(signsOfLife)
      .values({ connectionKey: placeholder("key"), lastAt: placeholder("lastAt"), deliveries: 1 })
      .onConflictDoUpdate({
        target: signsOfLife.connectionKey,
        set: {
          deliveries: sql`${signsOfLife.deliveries} + 1`,
          lastAt: sql`max(${signsOfLife.lastAt}, excluded.last_at)`,
        },
      })
      .prepare(),
  };
}
