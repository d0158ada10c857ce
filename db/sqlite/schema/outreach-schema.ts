import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { ActContent, Channel, ConnectionActContent } from "@/domain/outreach/case-act";
import type { CaseEnd } from "@/domain/outreach/case-span";
import type { LinkProgress } from "@/domain/outreach/reconnect-step";
import { connectionIds } from "./schema";

// Tables of outreach. Instants are integers, in milliseconds since the epoch, UTC.

const connectionKey = () =>
  integer("connection_key")
    .notNull()
    .references(() => connectionIds.key);

/**
 * Each period in which a connection was expired: what its events report, and what people did about it. Derived by `spansOf` and
 * `worksOf` from the events, acts and link steps: can be emptied and rebuilt with the same result.
 */
export const cases = sqliteTable(
  "cases",
  {
    connectionKey: connectionKey(),
    /** Counts from 0 for each connection. */
    round: integer("round").notNull(),
    openedAt: integer("opened_at").notNull(),
    openedBy: integer("opened_by").notNull(),
    closedAt: integer("closed_at"),
    closedBy: integer("closed_by"),
    successor: integer("successor"),
    end: text("end").$type<CaseEnd>(),
    isAnotherAccount: integer("is_another_account", { mode: "boolean" }).notNull(),
    isRelapse: integer("is_relapse", { mode: "boolean" }).notNull(),
    accountId: text("account_id"),
    assignee: integer("assignee"),
    contacts: integer("contacts").notNull(),
    firstContactAt: integer("first_contact_at"),
    contactedAt: integer("contacted_at"),
    channel: text("channel").$type<Channel>(),
    template: text("template"),
    snoozedUntil: integer("snoozed_until"),
    dismissedAt: integer("dismissed_at"),
    isAccepted: integer("is_accepted", { mode: "boolean" }).notNull(),
    link: text("link").$type<LinkProgress>(),
    linkAt: integer("link_at"),
    linkDetail: text("link_detail"),
    lastAct: integer("last_act").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connectionKey, table.round] }),
    // "What is open", overall and of one connection.
    index("cases_open").on(table.connectionKey).where(sql`"end" is null and dismissed_at is null`),
    // "What opened when": expiries in a period, and figures about it.
    index("cases_by_opening").on(table.openedAt, table.connectionKey, table.round),
    // "Which cases of this account does its new connection close?"
    index("cases_by_account").on(table.accountId, table.closedAt).where(sql`account_id is not null`),
    // "Which cases did this connection close?", in case it turns out to be another account's.
    index("cases_by_successor").on(table.successor).where(sql`successor is not null`),
  ],
);

/** Acts on a connection's cases. Events never change them; undone acts stay, marked as such. */
export const caseActs = sqliteTable(
  "case_acts",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    connectionKey: connectionKey(),
    /** The same for all acts of one click. */
    batch: integer("batch").notNull(),
    /** When it was done; not before the case opened, in case the sender's clock is ahead of ours. */
    at: integer("at").notNull(),
    personId: integer("person_id"),
    personName: text("person_name").notNull(),
    content: text("content", { mode: "json" }).$type<ActContent>().notNull(),
    undoneAt: integer("undone_at"),
    undoneBy: text("undone_by"),
  },
  (table) => [
    // "What was done about this connection, in order of time?"
    index("case_acts_by_connection").on(table.connectionKey, table.at),
    // "What was undone about this connection, in order of time?"
    index("case_acts_by_undo").on(table.connectionKey, table.undoneAt).where(sql`undone_at is not null`),
    // "What was done with one click": to undo it.
    index("case_acts_by_batch").on(table.batch),
  ],
);

/** Acts on a connection that move none of its cases. Append-only, except for erasures. */
export const connectionActs = sqliteTable(
  "connection_acts",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    connectionKey: connectionKey(),
    at: integer("at").notNull(),
    personName: text("person_name").notNull(),
    content: text("content", { mode: "json" }).$type<ConnectionActContent>().notNull(),
  },
  // "What was done about this connection, in order of time?"
  (table) => [index("connection_acts_by_connection").on(table.connectionKey, table.at)],
);

/** Reconnect links. A part of each secret is not stored here: see `server/reconnect/link-token.ts`. */
export const reconnectLinks = sqliteTable(
  "reconnect_links",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    connectionKey: connectionKey(),
    nonce: text("nonce").notNull(),
    createdAt: integer("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    expiresAt: integer("expires_at").notNull(),
    revokedAt: integer("revoked_at"),
  },
  (table) => [index("reconnect_links_by_connection").on(table.connectionKey)],
);

/** Steps of users with their links, up to a limit per link. */
export const linkSteps = sqliteTable(
  "link_steps",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    linkId: integer("link_id")
      .notNull()
      .references(() => reconnectLinks.id),
    connectionKey: connectionKey(),
    at: integer("at").notNull(),
    progress: text("progress").$type<LinkProgress>().notNull(),
    detail: text("detail").notNull(),
    connectionId: text("connection_id"),
    /** Who handed the link out; null for steps of its user. */
    personName: text("person_name"),
  },
  // "How far did this connection's user get, in order of time?"
  (table) => [
    index("link_steps_by_connection").on(table.connectionKey, table.at),
    index("link_steps_by_link").on(table.linkId),
  ],
);

/** Users not to contact, and why. */
export const doNotContact = sqliteTable("do_not_contact", {
  /** `subjectOf`: a user, or a connection without one. */
  subject: text("subject").primaryKey(),
  reason: text("reason").notNull(),
  at: integer("at").notNull(),
  personName: text("person_name").notNull(),
});

export const templates = sqliteTable("templates", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  name: text("name").notNull(),
  nameKey: text("name_key").notNull().unique(),
  channel: text("channel").$type<Channel>().notNull(),
  subject: text("subject").notNull(),
  body: text("body").notNull(),
});

/** Mass expiries, and who released them so that their users can be contacted. */
export const incidents = sqliteTable("incidents", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  /** The times of the first and the last expiry. */
  startsAt: integer("starts_at").notNull(),
  endsAt: integer("ends_at").notNull(),
  expiries: integer("expiries").notNull(),
  /** How many usually expire in such a window. */
  usual: integer("usual").notNull(),
  detectedAt: integer("detected_at").notNull(),
  releasedAt: integer("released_at"),
  releasedBy: text("released_by"),
});
