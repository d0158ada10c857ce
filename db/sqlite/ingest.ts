import { eq, sql } from "drizzle-orm";
import { clock } from "@/clock";
import type { IngestOutcome } from "@/db/store";
import type { Connection, ConnectionEvent } from "@/domain/connection";
import { bodyDigest, type IncomingEvent, occurredAtOf } from "@/domain/event";
import { isNewer, step } from "@/domain/projection";
import { facetOf } from "./event-facets";
import type { Place } from "./history-place";
import { intakeHourCounter } from "./intake-hours";
import type { SqliteDatabase } from "./open";
import type { Projection } from "./projection";
import { KIND_UNRECOGNISED, kindOf, toConnection } from "./rows";
import { connectionIds, connections, eventCounts, events, repeats, signsOfLife } from "./schema";

type Ingest = (event: IncomingEvent, receivedAt: number) => IngestOutcome;

type KeptEvent = Pick<
  typeof events.$inferSelect,
  "id" | "connectionKey" | "kind" | "occurredAt" | "receivedAt" | "sentAt" | "deliveries" | "body"
>;

/** Enough to see how a sender repeats itself; further ones are counted only. */
export const REPEATS_KEPT_PER_EVENT = 100;

/**
 * Answers the function that keeps one event and moves its connection's state, to be run inside a transaction.
 * An event that was there already is counted and changes nothing, but for one thing: where its dialect has no time, the
 * earliest attempt dates it, so an earlier one that arrives later moves it.
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

  function refold(key: number, from: Place): void {
    const before = statements.findConnection.get({ key }) ?? null;
    save(key, before, history.refold(key, from), "fold");
  }

  function project(key: number, id: string, event: ConnectionEvent): void {
    const place = { occurredAt: event.occurredAt, kind: kindOf(event.said), id: event.id };
    const row = statements.findConnection.get({ key }) ?? null;
    const current: Connection | null = row && toConnection(id, row);
    // What comes after the end moves no position, so what is newer can't be told there.
    if (!isNewer(event, current) || current?.isDisconnected) {
      save(key, row, history.refold(key, place), "fold");
      return;
    }
    const next = step(current, event);
    if (history.isCheckpoint(next)) history.refold(key, place);
    save(key, row, next, "step");
  }

  function countDuplicate(kept: KeptEvent, event: IncomingEvent, receivedAt: number): IngestOutcome {
    const isDatedByAttempt = event.reading.bodyTime === null;
    const isEarlier = isDatedByAttempt && event.sentAt < kept.sentAt;
    const sentAt = Math.min(kept.sentAt, event.sentAt);
    const occurredAt = isEarlier ? event.sentAt : kept.occurredAt;
    statements.countDelivery.run({ id: kept.id, sentAt, occurredAt });
    countHour(receivedAt, "duplicate", 1);
    if (kept.deliveries <= REPEATS_KEPT_PER_EVENT) {
      const { scheme } = event;
      const tookMs = timeSince(receivedAt);
      statements.addRepeat.run({ eventId: kept.id, receivedAt, sentAt: event.sentAt, scheme, tookMs });
    }
    if (isEarlier && kept.connectionKey !== null && kept.kind < KIND_UNRECOGNISED) {
      refold(kept.connectionKey, { occurredAt, kind: kept.kind, id: kept.id });
    }
    return { outcome: "duplicate", eventId: kept.id };
  }

  function ingest(event: IncomingEvent, receivedAt: number): IngestOutcome {
    const { reading } = event;
    if (reading.kind === "sign_of_life") return countSignOfLife(event, receivedAt);
    const named = statements.findKept.get({ identity: event.identity });
    if (named?.body.equals(event.body)) return countDuplicate(named, event, receivedAt);
    // The id was used for something else that is signed as well, which may be gone by now: both are kept.
    const own = `${event.identity}#${bodyDigest(event.body)}`;
    const kept = named || event.messageId !== null ? statements.findKept.get({ identity: own }) : undefined;
    if (kept) return countDuplicate(kept, event, receivedAt);
    const identity = named ? own : event.identity;
    const key = reading.connectionId ? keyOf(reading.connectionId) : null;
    const occurredAt = occurredAtOf(event, receivedAt);
    const { sentAt, scheme, body } = event;
    const facet = facetOf(reading, scheme);
    const row = { identity, key, kind: kindOf(reading), occurredAt, receivedAt, sentAt, scheme, body };
    const added = statements.addEvent.run({ ...row, facet, tookMs: timeSince(receivedAt) });
    const eventId = Number(added.lastInsertRowid);
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
      .select({
        id: events.id,
        connectionKey: events.connectionKey,
        kind: events.kind,
        occurredAt: events.occurredAt,
        receivedAt: events.receivedAt,
        sentAt: events.sentAt,
        deliveries: events.deliveries,
        body: events.body,
      })
      .from(events)
      .where(eq(events.identity, placeholder("identity")))
      .prepare(),
    addEvent: db
      .insert(events)
      .values({
        identity: placeholder("identity"),
        connectionKey: placeholder("key"),
        kind: placeholder("kind"),
        occurredAt: placeholder("occurredAt"),
        receivedAt: placeholder("receivedAt"),
        sentAt: placeholder("sentAt"),
        scheme: placeholder("scheme"),
        facet: placeholder("facet"),
        tookMs: placeholder("tookMs"),
        body: placeholder("body"),
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
      })
      .prepare(),
    countDelivery: db
      .update(events)
      .set({
        deliveries: sql`${events.deliveries} + 1`,
        // As the row was before this statement.
        firstSentAt: sql`case when ${placeholder("sentAt")} < ${events.sentAt} then coalesce(${events.firstSentAt}, ${events.sentAt}) else ${events.firstSentAt} end`,
        sentAt: sql`${placeholder("sentAt")}`,
        occurredAt: sql`${placeholder("occurredAt")}`,
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
