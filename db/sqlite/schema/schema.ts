import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Connection } from "@/domain/connection/connection";
import type { StatusChange } from "@/domain/connection/status-change";
import type { IntakeOutcome } from "@/domain/intake/delivery-log";
import type { RefusalCause, RefusalDetails } from "@/domain/intake/intake";
import { EVENT_KINDS } from "./event-kinds";

// Every instant is an integer of milliseconds since the epoch, UTC.
// The full-text tables `connection_words` and `event_values` are not here: Drizzle can't describe virtual tables, migrations make them.

/** Small integers for the sender's ids, so that the large tables and their indexes stay narrow. Never deleted. */
export const connectionIds = sqliteTable("connection_ids", {
  key: integer("key").primaryKey(),
  id: text("id").notNull().unique(),
});

/** What was said, once however often it was delivered. The rowid counts up with arrival. Source of all state. */
export const events = sqliteTable(
  "events",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** The message id, or a digest of the body: see `identityOf`. */
    identity: text("identity").notNull().unique(),
    connectionKey: integer("connection_key").references(() => connectionIds.key),
    /** A number of `EVENT_KINDS`, which also orders a connection's events at the same instant. */
    kind: integer("kind").notNull(),
    occurredAt: integer("occurred_at").notNull(),
    receivedAt: integer("received_at").notNull(),
    /** When the earliest known attempt was signed. */
    sentAt: integer("sent_at").notNull(),
    /** When the first delivery was signed, where an earlier attempt came after it; else null, and `sent_at` says it. */
    firstSentAt: integer("first_sent_at"),
    scheme: text("scheme", { enum: ["ofauth", "svix"] }).notNull(),
    deliveries: integer("deliveries").notNull().default(1),
    /** Kind, dialect, scheme, environment and whether it was dismissed, in one number: see `event-facets.ts`. */
    facet: integer("facet").notNull().default(-1),
    /** True if somebody here sent it as a test: see `TEST_HEADER`. */
    isTest: integer("is_test", { mode: "boolean" }).notNull().default(false),
    /** From the first delivery's arrival to its being written; null for events of older versions. */
    tookMs: integer("took_ms"),
    body: blob("body", { mode: "buffer" }).notNull(),
    /** `eventChecksum` of this row; null for events of older versions until `backfillChecksums` has reached them. */
    checksum: integer("checksum"),
  },
  (table) => [
    // "The history of one connection, in order": timelines, and the fold when an event comes late.
    index("events_by_connection")
      .on(table.connectionKey, table.occurredAt, table.kind)
      .where(sql`connection_key is not null`),
    // "What could not be understood, newest first": few rows, so it costs an ordinary event nothing.
    index("events_unrecognised")
      .on(table.receivedAt)
      .where(sql.raw(`kind = ${EVENT_KINDS.unrecognised}`)),
    // "The newest of one kind, dialect, scheme, environment": few values, so every insert is at the end of one of few lists.
    index("events_by_facet").on(table.facet),
  ],
);

/** Events of the quarantine that someone set aside. Their facet says so too: see `event-facets.ts`. */
export const dismissals = sqliteTable("dismissals", {
  eventId: integer("event_id")
    .primaryKey()
    .references(() => events.id),
  at: integer("at").notNull(),
  personName: text("person_name").notNull(),
});

/** How many events there are of each facet. */
export const eventCounts = sqliteTable("event_counts", {
  facet: integer("facet").primaryKey(),
  events: integer("events").notNull(),
});

/** Every further delivery of an event, up to `REPEATS_KEPT_PER_EVENT`. */
export const repeats = sqliteTable(
  "repeats",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    eventId: integer("event_id")
      .notNull()
      .references(() => events.id),
    receivedAt: integer("received_at").notNull(),
    sentAt: integer("sent_at").notNull(),
    scheme: text("scheme", { enum: ["ofauth", "svix"] }).notNull(),
    tookMs: integer("took_ms").notNull(),
    /** Its event's. */
    facet: integer("facet").notNull().default(-1),
  },
  (table) => [
    // "The further deliveries of one event."
    index("repeats_by_event").on(table.eventId),
    // "The newest repetitions of one kind of event": the delivery log by type.
    index("repeats_by_facet").on(table.facet),
  ],
);

/**
 * Deliveries by the hour of their arrival and what became of them; of the stored ones also which events those are, of the
 * duplicates which rows of `repeats`.
 */
export const intakeHours = sqliteTable(
  "intake_hours",
  {
    hour: integer("hour").notNull(),
    outcome: text("outcome").$type<IntakeOutcome>().notNull(),
    deliveries: integer("deliveries").notNull(),
    firstEvent: integer("first_event"),
    lastEvent: integer("last_event"),
    /** Of the stored ones, how many are gone again. */
    removed: integer("removed").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.hour, table.outcome] })],
);

/** How far background work has come, by its name. */
export const marks = sqliteTable("marks", { name: text("name").primaryKey(), value: integer("value").notNull() });

/**
 * The fold over `events`, one row per connection that has a state. Can be emptied and rebuilt with the same result.
 * What the table filters and sorts by, names aside, is in memory: see `facet-index.ts`. Hence the few indexes.
 */
export const connections = sqliteTable(
  "connections",
  {
    key: integer("key")
      .primaryKey()
      .references(() => connectionIds.key),
    status: text("status").notNull(),
    statusSince: integer("status_since").notNull(),
    user: text("user"),
    accountId: text("account_id"),
    accountName: text("account_name"),
    accountUsername: text("account_username"),
    accountAvatar: text("account_avatar"),
    /** A JSON array; null where no event ever told. */
    permissions: text("permissions"),
    lostPermissions: text("lost_permissions").notNull(),
    environment: text("environment", { enum: ["live", "sandbox", "unknown"] }).notNull(),
    firstEventAt: integer("first_event_at").notNull(),
    firstActiveAt: integer("first_active_at"),
    lastEventAt: integer("last_event_at").notNull(),
    lastEventKind: integer("last_event_kind").notNull(),
    lastEventId: integer("last_event_id").notNull(),
    expiries: integer("expiries").notNull(),
    downSince: integer("down_since"),
    reconnections: integer("reconnections").notNull(),
    isDisconnected: integer("is_disconnected", { mode: "boolean" }).notNull(),
    anomalies: integer("anomalies").notNull(),
    events: integer("events").notNull().default(0),
    statusSetBy: integer("status_set_by").notNull(),
    userSetBy: integer("user_set_by"),
    accountSetBy: integer("account_set_by"),
    permissionsSetBy: integer("permissions_set_by"),
    /** `searchTextOf`: what `connection_words` indexes, and what its hits are checked against. */
    searchText: text("search_text").notNull(),
    /** Never null, so that both directions are exact mirrors: see `sortKeysOf`. */
    nameSortKey: text("name_sort_key").notNull(),
    userSortKey: text("user_sort_key").notNull(),
  },
  (table) => [
    // "By name"; names change rarely, so an ordinary event does not touch it.
    index("connections_by_name").on(table.nameSortKey),
    // "By user", and the connections of one user.
    index("connections_by_user").on(table.userSortKey),
    // "Which connections have this account, and are not gone": the same person twice. "When did the next one become active":
    // the person is back. Touched when one comes or goes.
    index("connections_by_account")
      .on(table.accountId, table.isDisconnected, table.firstActiveAt)
      .where(sql`account_id is not null`),
  ],
);

/**
 * The fold of a long history at every 256th of its events, so that no question folds more than that many again. Derived: see
 * `histories.ts`.
 */
export const checkpoints = sqliteTable(
  "checkpoints",
  {
    connectionKey: integer("connection_key")
      .notNull()
      .references(() => connectionIds.key),
    /** The place of the last event in it, as in the index on events. */
    occurredAt: integer("occurred_at").notNull(),
    kind: integer("kind").notNull(),
    eventId: integer("event_id").notNull(),
    /** The state just after that event. */
    state: text("state", { mode: "json" }).$type<Connection>().notNull(),
    /** When the status changed since the checkpoint before. */
    turns: text("turns", { mode: "json" }).$type<readonly StatusChange[]>().notNull(),
    /** Of the events since the checkpoint before, the one that arrived first. */
    firstArrival: integer("first_arrival").notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionKey, table.occurredAt, table.kind, table.eventId] })],
);

/** `realtime.*` deliveries: counted, their bodies never kept. */
export const signsOfLife = sqliteTable("signs_of_life", {
  connectionKey: integer("connection_key")
    .primaryKey()
    .references(() => connectionIds.key),
  lastAt: integer("last_at").notNull(),
  deliveries: integer("deliveries").notNull(),
});

/** A bounded sample of refused deliveries, each sender in a room of its own: see `refusal-log.ts`. Never their bodies. */
export const refusals = sqliteTable(
  "refusals",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    cause: text("cause").$type<RefusalCause>().notNull(),
    /** `senderOf` its headers; empty for all who came when no room was left. */
    sender: text("sender").notNull(),
    receivedAt: integer("received_at").notNull(),
    /** As declared or as read so far; null where unknown. */
    bytes: integer("bytes"),
    details: text("details", { mode: "json" }).$type<RefusalDetails>().notNull(),
  },
  // "The traces of one sender": to keep them few.
  (table) => [index("refusals_by_sender").on(table.cause, table.sender)],
);

/** All refusals ever, by cause. */
export const refusalCounts = sqliteTable("refusal_counts", {
  cause: text("cause").primaryKey(),
  deliveries: integer("deliveries").notNull(),
  lastAt: integer("last_at").notNull(),
});

/** Lists that have a name, for everyone. */
export const savedViews = sqliteTable("saved_views", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  name: text("name").notNull(),
  /** `viewNameKey`: what makes two names the same. */
  nameKey: text("name_key").notNull().unique(),
  query: text("query").notNull(),
  /** In this order they are shown. */
  position: integer("position").notNull(),
});
