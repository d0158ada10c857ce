import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AuditDetails, AuthorKind, Deed } from "@/domain/access/audit";
import type { Role } from "@/domain/access/role";
import type { ChallengeContent, LinkKind, SignInMethod } from "@/domain/access/sign-in";

// People, credentials and the audit log. Secrets are stored as SHA-256 only: nobody can sign in with what is in this file.
// Instants are integers, in milliseconds since the epoch, UTC.

/** People who sign in. Numbers are never reused, so that the audit log refers to one person forever. */
export const people = sqliteTable("people", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  /** In the form that `parseEmail` returns. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  role: text("role").$type<Role>().notNull(),
  /** Scrypt, with its salt and cost; null for people with only OpenID Connect or passkeys. */
  passwordHash: text("password_hash"),
  /** Encrypted with the deployment's key; null if the second step is off. */
  totpSecret: text("totp_secret"),
  /** The newest time step whose code was used, since a code is valid once. */
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
    /** When its person last confirmed their identity; 0 for sessions that predate this column. */
    provenAt: integer("proven_at").notNull().default(0),
    address: text("address"),
    agent: text("agent"),
  },
  // "The sessions of one person": to list and to end them.
  (table) => [index("sessions_by_person").on(table.personId)],
);

/** Browsers in which a person has signed in. Failures elsewhere don't lock them out. */
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

/** A person's accounts at OpenID Connect providers. */
export const identities = sqliteTable(
  "identities",
  { issuer: text("issuer").notNull(), subject: text("subject").notNull(), personId: personId() },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] }), index("identities_by_person").on(table.personId)],
);

/** Each valid once, if the phone with the second step is lost. */
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
  /** The author, in words. */
  madeBy: text("made_by").notNull(),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
});

/** Challenges that a browser must answer once: a second step, a passkey, a return from a provider. */
export const challenges = sqliteTable(
  "challenges",
  {
    secretHash: text("secret_hash").primaryKey(),
    content: text("content", { mode: "json" }).$type<ChallengeContent>().notNull(),
    /** The person it is about; null before anyone is known. */
    personId: integer("person_id"),
    tries: integer("tries").notNull().default(0),
    expiresAt: integer("expires_at").notNull(),
  },
  // "The challenges of one person": they end when their credentials change.
  (table) => [index("challenges_by_person").on(table.personId)],
);

/** Failed attempts, counted in windows by a digest of account and address. */
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
    // "How many there are of a kind, and which has the fewest failures."
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
 * Who did what, when, from where. Triggers refuse to change or replace a row, and to delete one unless it is over a year old and
 * the newest `old_data_removed` covers its time.
 */
export const audit = sqliteTable(
  "audit",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    at: integer("at").notNull(),
    authorKind: text("author_kind").$type<AuthorKind>().notNull(),
    /** The id of the person or token; null for others. */
    authorId: integer("author_id"),
    authorName: text("author_name").notNull(),
    deed: text("deed").$type<Deed>().notNull(),
    /** What it was done to; empty if the deed is enough. */
    subject: text("subject").notNull(),
    details: text("details", { mode: "json" }).$type<AuditDetails>().notNull(),
    address: text("address"),
    agent: text("agent"),
    /** Author, subject and address, normalized: what the log is searched by. */
    searchText: text("search_text").notNull(),
  },
  (table) => [
    // "Deeds of one kind, newest first."
    index("audit_by_deed").on(table.deed, table.id),
    // "What was the name of a removed person?"
    index("audit_by_author").on(table.authorKind, table.authorId),
  ],
);

/** Settings that admins changed. Others have their default in `settingsSchema`. */
export const settings = sqliteTable("settings", {
  name: text("name").primaryKey(),
  value: text("value", { mode: "json" }).$type<unknown>().notNull(),
});
