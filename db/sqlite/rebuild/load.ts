import { eventChecksum } from "@/db/sqlite/file/event-checksum.mjs";
import { inTransaction, type SqliteDatabase, setPragmas } from "@/db/sqlite/file/open";
import { HOUR_MS } from "@/db/sqlite/ingest/intake-hours";
import type { Projection } from "@/db/sqlite/ingest/projection";
import type { EventValues } from "@/db/sqlite/logs/event-values";
import { packFacet } from "@/db/sqlite/schema/event-facets";
import { EVENT_KINDS } from "@/db/sqlite/schema/event-kinds";
import type { LoadedEvent } from "@/db/store";
import { CONNECTION_CHANGES } from "@/domain/intake/event";
import type { RebuildReport } from "@/domain/operations/maintenance";
import { rebuild } from "./rebuild";

const EVENTS_PER_TRANSACTION = 50_000;
/** Enough for the events of a million connections, whose rows a fold reads in another order than they arrived. */
const BULK_CACHE_KIB = 4 * 1024 * 1024;
/** The constant columns of generated events, which need no parsing. */
const AS_LOADED = { dialect: "docs", scheme: "svix", environment: "unknown" } as const;
const HISTORY_INDEX = "events_by_connection";

/**
 * Fills a new database with generated events, in order of arrival, and folds them. As fast as SQLite can: the history index is
 * built at the end, everything is cached, and nothing is synced before the end.
 */
export async function load(
  projection: Projection,
  values: EventValues,
  loaded: Iterable<LoadedEvent>,
): Promise<RebuildReport> {
  const { db } = projection;
  const client = db.$client;
  const historyIndex = client.prepare("select sql from sqlite_schema where name = ?").pluck().get(HISTORY_INDEX);
  client.pragma("synchronous = OFF");
  client.pragma(`cache_size = -${BULK_CACHE_KIB}`);
  client.exec(`drop index ${HISTORY_INDEX}`);
  const insert = inserter(db);
  const iterator = loaded[Symbol.iterator]();
  while (inTransaction(db, () => insertSome(iterator, insert))) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  client.exec(String(historyIndex));
  client.exec(`
    replace into event_counts (facet, events) select facet, count(*) from events group by facet;
    replace into intake_hours (hour, outcome, deliveries, first_event, last_event)
      select received_at - received_at % ${HOUR_MS}, 'stored', count(*), min(id), max(id) from events group by 1;
  `);
  const report = await rebuild(projection);
  await values.takeInAll();
  setPragmas(client);
  client.pragma("wal_checkpoint(TRUNCATE)");
  return report;
}

function insertSome(iterator: Iterator<LoadedEvent>, insert: (event: LoadedEvent) => void): boolean {
  for (let count = 0; count < EVENTS_PER_TRANSACTION; count++) {
    const next = iterator.next();
    if (next.done) return false;
    insert(next.value);
  }
  return true;
}

function inserter(db: SqliteDatabase): (event: LoadedEvent) => void {
  const client = db.$client;
  const keys = new Map<string, number>();
  const findKey = client.prepare<[string], { key: number }>("select key from connection_ids where id = ?");
  const addKey = client.prepare("insert into connection_ids (id) values (?)");
  const addEvent = client.prepare(
    `insert into events (id, identity, connection_key, kind, occurred_at, received_at, sent_at, scheme, facet, body, checksum)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  let id = client.prepare<[], number>("select seq from sqlite_sequence where name = 'events'").pluck().get() ?? 0;
  const facets = new Map(CONNECTION_CHANGES.map((change) => [change, packFacet({ ...AS_LOADED, type: change })]));

  function keyOf(connectionId: string): number {
    const key =
      keys.get(connectionId) ?? findKey.get(connectionId)?.key ?? Number(addKey.run(connectionId).lastInsertRowid);
    keys.set(connectionId, key);
    return key;
  }

  return ({ identity, connectionId, change, occurredAt, receivedAt, body }) => {
    const kind = EVENT_KINDS[change];
    const facet = facets.get(change) ?? 0;
    const { scheme } = AS_LOADED;
    const key = keyOf(connectionId);
    id += 1;
    const times = { occurredAt, receivedAt, sentAt: receivedAt, firstSentAt: null, tookMs: null };
    const checksum = eventChecksum({
      id,
      identity,
      connectionId,
      kind,
      isTest: false,
      ...times,
      scheme,
      deliveries: 1,
      facet,
      body,
    });
    addEvent.run(id, identity, key, kind, occurredAt, receivedAt, receivedAt, scheme, facet, body, checksum);
  };
}
