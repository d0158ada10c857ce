import { chmodSync, existsSync } from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { damagedDatabase, damageOf, isDamage } from "@/db/sqlite/file/damage/damage";
import { refuseDamagedContent, refuseDamagedFiles } from "@/db/sqlite/file/damage/examine";
import { type FileLocation, filePlace } from "@/db/sqlite/file/damage/file-location";
import * as schema from "@/db/sqlite/schema/schema";
import { refuseLostCommits } from "./commit-mark";

export type SqliteDatabase = BetterSQLite3Database<typeof schema> & {
  readonly $client: BetterSqlite3.Database;
  readonly place: FileLocation;
};

/** "RLNK", set by a migration: marks a file as ours, so that another program's database is never changed by mistake. */
const APPLICATION_ID = 0x524c4e4b;
/** How long one statement may wait for another writing process. It blocks the event loop, so longer waits are retries. */
const BUSY_TIMEOUT_MS = 10;
/** At startup nothing else is waiting yet. */
const BUSY_AT_START_MS = 5_000;
const PAGE_CACHE_KIB = 64 * 1024;
/** Pages of WAL before SQLite moves them into the database file: 16 MiB. */
export const WAL_CHECKPOINT_PAGES = 4_000;
/** The WAL is truncated to this when it restarts after a long reader. */
const WAL_KEPT_BYTES = 32 * 1024 * 1024;

/**
 * Opens a database file, creating it if missing, and migrates its tables. If it is newer than this program or not ours, throws
 * with a sentence for the admin and leaves it unchanged.
 */
export function openSqlite(file: string): SqliteDatabase {
  const migrationsFolder = path.join(process.cwd(), "db", "sqlite", "migrations");
  refuseDamagedFiles(file);
  if (existsSync(file)) refuseForeignFile(file, migrationsFolder);
  const client = new BetterSqlite3(file);
  try {
    chmodSync(file, 0o600);
    client.pragma(`busy_timeout = ${BUSY_AT_START_MS}`);
    const db = drizzle(client, { schema });
    // Must come before anything is written (`free-pages.ts`). Files with tables keep their mode.
    if (tableCount(client) === 0) client.pragma("auto_vacuum = INCREMENTAL");
    client.pragma("journal_mode = WAL");
    migrate(db, { migrationsFolder });
    setPragmas(client);
    return Object.assign(db, { place: filePlace(file) });
  } catch (cause) {
    client.close();
    if (isDamage(cause)) throw damagedDatabase(file, messageOf(cause), cause);
    throw new Error(`Cannot open the database ${file}: ${messageOf(cause)}`, { cause });
  }
}

/**
 * Runs work in one transaction that takes the write lock immediately. The work must be synchronous: with this driver an `async`
 * callback would commit before its statements ran, so it does not compile. Throws if the file is no longer at its path, even if
 * it was moved during the transaction: what was committed then would be lost with it.
 */
export function inTransaction<T>(db: SqliteDatabase, work: () => T extends PromiseLike<unknown> ? never : T): T {
  db.place.refuseIfGone();
  const result = db.$client.transaction(work).immediate();
  db.place.refuseIfGone();
  return result;
}

/** Runs queries that must see the same state, without taking the write lock. */
export function inSnapshot<T>(db: SqliteDatabase, work: () => T extends PromiseLike<unknown> ? never : T): T {
  return db.$client.transaction(work).deferred();
}

/** Sets the pragmas of a server. A bulk load restores them afterwards. */
export function setPragmas(client: BetterSqlite3.Database): void {
  client.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  client.pragma("journal_mode = WAL");
  // Explicit, since this driver's build relaxes it under WAL: an acknowledged event survives a power cut.
  client.pragma("synchronous = FULL");
  client.pragma("foreign_keys = ON");
  // Deleted data is overwritten: an erased name must not stay in free pages.
  client.pragma("secure_delete = ON");
  client.pragma("trusted_schema = OFF");
  client.pragma(`cache_size = -${PAGE_CACHE_KIB}`);
  client.pragma(`wal_autocheckpoint = ${WAL_CHECKPOINT_PAGES}`);
  client.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`);
  client.pragma("temp_store = MEMORY");
}

function refuseForeignFile(file: string, migrationsFolder: string): void {
  const probe = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
  try {
    if (!hasTables(probe, file)) {
      refuseLostCommits(probe, file);
      return;
    }
    if (probe.pragma("application_id", { simple: true }) !== APPLICATION_ID) {
      if (isMadeByUs(probe)) throw damagedDatabase(file, "the mark in its header was overwritten.");
      throw new Error(
        `${file} is a database of another program. Move it away, or set RELINK_DATA_DIR to another folder.`,
      );
    }
    if (newestMigrationIn(probe) > newestKnownMigration(migrationsFolder)) {
      throw new Error(
        `The database ${file} was made by a newer version of Relink. Start that version or a later one; the file is untouched.`,
      );
    }
    refuseDamagedContent(probe, file);
    refuseLostCommits(probe, file);
  } catch (cause) {
    if (cause instanceof BetterSqlite3.SqliteError) throw damageOf(file, cause) ?? cause;
    throw cause;
  } finally {
    probe.close();
  }
}

/** Returns true if there are tables. An interrupted first start leaves a file without any. */
function hasTables(probe: BetterSqlite3.Database, file: string): boolean {
  if (tableCount(probe) > 0) return true;
  if (Number(probe.pragma("page_count", { simple: true })) <= 1) return false;
  throw damagedDatabase(file, "the list of its tables is empty, though it has pages.");
}

function newestKnownMigration(migrationsFolder: string): number {
  return Math.max(...readMigrationFiles({ migrationsFolder }).map((migration) => migration.folderMillis));
}

/** Recognizes our tables, whatever the header says. Another program's database doesn't have them. */
function isMadeByUs(probe: BetterSqlite3.Database): boolean {
  const known = ["__drizzle_migrations", "connection_ids", "events"];
  const found = probe.prepare("select count(*) from sqlite_schema where type = 'table' and name in (?, ?, ?)").pluck();
  return found.get(...known) === known.length;
}

function tableCount(client: BetterSqlite3.Database): number {
  return Number(client.prepare("select count(*) from sqlite_schema").pluck().get());
}

function newestMigrationIn(client: BetterSqlite3.Database): number {
  return Number(client.prepare("select coalesce(max(created_at), 0) from __drizzle_migrations").pluck().get());
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
