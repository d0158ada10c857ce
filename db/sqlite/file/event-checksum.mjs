// Plain JavaScript, since `long-read.mjs` runs unbuilt.
import { createHash } from "node:crypto";

/** 48 bits: exact as a JavaScript number. A damaged event passes unnoticed once in 280 trillion. */
const CHECKSUM_BYTES = 6;

/** Events read in one statement: few enough that the journal doesn't grow meanwhile. */
const EVENTS_PER_STEP = 500;
/** Damaged events that are named; the rest are counted. */
const DAMAGED_NAMED_MAX = 100;

/**
 * Returns the checksum of everything stored about an event: a truncated SHA-256. It detects accidental changes, not tampering:
 * anyone who can change an event can change its checksum.
 * @param {{ id: number, identity: string, connectionId: string | null, kind: number, occurredAt: number, receivedAt: number,
 *   sentAt: number, firstSentAt: number | null, isTest: boolean | number, scheme: string, deliveries: number, facet: number, tookMs: number | null,
 *   body: Uint8Array }} event
 * @returns {number}
 */
export function eventChecksum(event) {
  const { id, identity, connectionId, kind, isTest, occurredAt, receivedAt, sentAt, firstSentAt } = event;
  const { scheme, deliveries, facet, tookMs, body } = event;
  const times = [occurredAt, receivedAt, sentAt, firstSentAt, tookMs];
  const columns = JSON.stringify([id, identity, connectionId, kind, Number(isTest), times, scheme, deliveries, facet]);
  const digest = createHash("sha256").update(columns).update(body).digest();
  return digest.readUIntBE(0, CHECKSUM_BYTES);
}

/**
 * Compares the events of a connection, or all, with their checksums, step by step; the caller pauses in between. Skips events
 * of older versions without a checksum.
 * @param {import("better-sqlite3").Database} client
 * @param {string | null} connectionId
 * @returns {Generator<{ done: number, total: number }, { count: number, ids: number[] }>}
 */
export function* checkEvents(client, connectionId) {
  /** @type {{ count: number, ids: number[] }} */
  const damaged = { count: 0, ids: [] };
  if (!client.prepare("select 1 from pragma_table_info('events') where name = 'checksum'").get()) return damaged;
  const newest = Number(client.prepare("select coalesce(max(id), 0) from events").pluck().get());
  // Includes the connection's id, so that damage to its key shows as well.
  const read = client.prepare(
    `select e.id, e.identity, c.id as connectionId, e.kind, e.occurred_at as occurredAt, e.received_at as receivedAt,
       e.sent_at as sentAt, e.first_sent_at as firstSentAt, e.is_test as isTest, e.scheme, e.deliveries, e.facet, e.took_ms as tookMs, e.body, e.checksum
     from events e left join connection_ids c on c.key = e.connection_key
     where e.id > @after and e.id <= @newest
       ${connectionId === null ? "" : "and e.connection_key = (select key from connection_ids where id = @connectionId)"}
     order by e.id limit ${EVENTS_PER_STEP}`,
  );
  for (let after = 0; after < newest; ) {
    const events = /** @type {any[]} */ (read.all({ after, newest, connectionId: connectionId ?? "" }));
    for (const event of events) {
      if (event.checksum === null || event.checksum === eventChecksum(event)) continue;
      damaged.count += 1;
      if (damaged.ids.length < DAMAGED_NAMED_MAX) damaged.ids.push(event.id);
    }
    after = events.at(-1)?.id ?? newest;
    yield { done: after, total: newest };
  }
  return damaged;
}
