import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AuditDetails, AuthorKind, Deed } from "@/domain/access/audit";
import type { Role } from "@/domain/access/role";
import type { ChallengeContent, LinkKind, SignInMethod } from "@/domain/access/sign-in";

// Who may enter, and what they did. Every secret is here as its SHA-256 only: a reader of this file can't sign in with it.
// Every instant is an integer of milliseconds since the epoch, UTC.

/** Those who sign in. A number is never given twice, so that the audit log speaks of one person forever. */
export const people = sqliteTable("people", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  /** As `parseEmail` returns it. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  role: text("role").$type<Role>().notNull(),
  /** Scrypt, with its salt and cost; null for those who come by OpenID Connect or passkey only. */
  passwordHash: text("password_hash"),
  /** Sealed with the deployment's key; null where the second step is off. */
  totpSecret: text("totp_secret"),
  /** The newest time step whose code was used: a code is good once. */
  totpStep: integer("totp_step").notNull().default(0),
  createdAt: integer("created_at").notNull(),
  seenAt: integer("seen_at"),
});

const personId = () =>
  integer("person_id")
    .notNull()
    .references(() => people.id, { onDelete: "cascade" });

export const sessions = sqliteTable(
  "sessions",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    secretHash: text("secret_hash").notNull().unique(),
    personId: personId(),
    method: text("method").$type<SignInMethod>().notNull(),
    createdAt: integer("created_at").notNull(),
    seenAt: integer("seen_at").notNull(),
    /** When its person last proved that it's them; 0 for sessions that predate this column. */
    provenAt: integer("proven_at").notNull().default(0),
    address: text("address"),
    agent: text("agent"),
  },
  // "The sessions of one person": to list and to end them.
  (table) => [index("sessions_by_person").on(table.personId)],
);

/** Browsers in which a person has signed in: what others do wrong does not keep them out. */
export const devices = sqliteTable(
  "devices",
  { secretHash: text("secret_hash").primaryKey(), personId: personId(), usedAt: integer("used_at").notNull() },
  (table) => [index("devices_by_person").on(table.personId)],
);

export const passkeys = sqliteTable(
  "passkeys",
  {
    /** The credential's id in base64url. */
    id: text("id").primaryKey(),
    personId: personId(),
    name: text("name").notNull(),
    publicKey: blob("public_key", { mode: "buffer" }).notNull(),
    counter: integer("counter").notNull(),
    transports: text("transports", { mode: "json" }).$type<readonly string[]>().notNull(),
    createdAt: integer("created_at").notNull(),
    usedAt: integer("used_at"),
  },
  (table) => [index("passkeys_by_person").on(table.personId)],
);

/** Who a person is at an OpenID Connect provider. */
export const identities = sqliteTable(
  "identities",
  { issuer: text("issuer").notNull(), subject: text("subject").notNull(), personId: personId() },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] }), index("identities_by_person").on(table.personId)],
);

/** Each good once, when the phone with the second step is lost. */
export const recoveryCodes = sqliteTable(
  "recovery_codes",
  { personId: personId(), codeHash: text("code_hash").notNull() },
  (table) => [primaryKey({ columns: [table.personId, table.codeHash] })],
);

/** One-time links: to set up, to join, to get back in. Deleted when used. */
export const links = sqliteTable("links", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  secretHash: text("secret_hash").notNull().unique(),
  kind: text("kind").$type<LinkKind>().notNull(),
  email: text("email"),
  role: text("role").$type<Role>(),
  personId: integer("person_id").references(() => people.id, { onDelete: "cascade" }),
  /** Who made it, in words. */
  madeBy: text("made_by").notNull(),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
});

/** What was asked of a browser and must be answered once: a second step, a passkey, a way back from a provider. */
export const challenges = sqliteTable(
  "challenges",
  {
    secretHash: text("secret_hash").primaryKey(),
    content: text("content", { mode: "json" }).$type<ChallengeContent>().notNull(),
    /** Whom it is about; null before anyone is known. */
    personId: integer("person_id"),
    tries: integer("tries").notNull().default(0),
    expiresAt: integer("expires_at").notNull(),
  },
  // "What one person was asked": it ends when what lets them in changes.
  (table) => [index("challenges_by_person").on(table.personId)],
);

/** Failed attempts, counted in windows by a digest of whom and from where. */
export const attempts = sqliteTable(
  "attempts",
  {
    bucket: text("bucket").primaryKey(),
    kind: text("kind").notNull().default(""),
    failures: integer("failures").notNull(),
    endsAt: integer("ends_at").notNull(),
  },
  (table) => [
    // "Which windows are over."
    index("attempts_by_end").on(table.endsAt),
    // "How many there are of a kind, and which of them failed least."
    index("attempts_by_failures").on(table.kind, table.failures, table.endsAt),
  ],
);

export const apiTokens = sqliteTable("api_tokens", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  name: text("name").notNull(),
  /** Its first characters, to tell tokens apart. */
  hint: text("hint").notNull(),
  secretHash: text("secret_hash").notNull().unique(),
  role: text("role").$type<Role>().notNull(),
  /** The e-mail address of the person who made it. */
  madeBy: text("made_by").notNull(),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
  usedAt: integer("used_at"),
});

/**
 * Who did what, when, from where. Triggers refuse to change or replace a row, and to delete one unless it is over a year old and the
 * newest `old_data_removed` says that entries of before another instant go.
 */
export const audit = sqliteTable(
  "audit",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    at: integer("at").notNull(),
    authorKind: text("author_kind").$type<AuthorKind>().notNull(),
    /** Of the person or token; null for others. */
    authorId: integer("author_id"),
    authorName: text("author_name").notNull(),
    deed: text("deed").$type<Deed>().notNull(),
    /** What it was done to; empty where the deed says it all. */
    subject: text("subject").notNull(),
    details: text("details", { mode: "json" }).$type<AuditDetails>().notNull(),
    address: text("address"),
    agent: text("agent"),
    /** Author, subject and address, normalised: what the log is searched by. */
    searchText: text("search_text").notNull(),
  },
  (table) => [
    // "What was done of one kind, newest first."
    index("audit_by_deed").on(table.deed, table.id),
    // "What was someone called who is not among the people any more?"
    index("audit_by_author").on(table.authorKind, table.authorId),
  ],
);

/** What admins decided for the deployment; what is not here is as `settingsSchema` defaults it. */
export const settings = sqliteTable("settings", {
  name: text("name").primaryKey(),
  value: text("value", { mode: "json" }).$type<unknown>().notNull(),
});
