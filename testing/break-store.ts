import { fstatSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";

const FIRST_PAGE_BYTES = 4096;

/** Drops a table of a running server, so that every query of it fails. */
export function breakTable(dataDir: string, table: string): void {
  rename(dataDir, table, `${table}_hidden`);
}

export function repairTable(dataDir: string, table: string): void {
  rename(dataDir, `${table}_hidden`, table);
}

/** Changes a database as a disk fault, or an older version, would have left it. Safe while a store has it open. */
export function changeFile(file: string, sql: string): void {
  const client = new BetterSqlite3(file, { timeout: 5_000 });
  try {
    client.pragma("foreign_keys = OFF");
    client.exec(sql);
  } finally {
    client.close();
  }
}

/** Takes the write lock as another program would. Returns a function to release it. */
export function holdWriteLock(dataDir: string): () => void {
  const client = new BetterSqlite3(path.join(dataDir, "relink.db"), { timeout: 5_000 });
  client.exec("begin immediate");
  return () => {
    client.exec("commit");
    client.close();
  };
}

/** Zeroes a database file except its first page, and makes a running server reread it. */
export function zeroPages(dataDir: string): void {
  const file = path.join(dataDir, "relink.db");
  const client = new BetterSqlite3(file, { timeout: 5_000 });
  client.pragma("wal_checkpoint(TRUNCATE)");
  // A write by another process makes the server drop its cached pages.
  client.exec("insert into marks (name, value) values ('written by another', 1)");
  const handle = openSync(file, "r+");
  const { size } = fstatSync(handle);
  writeSync(handle, Buffer.alloc(size - FIRST_PAGE_BYTES), 0, size - FIRST_PAGE_BYTES, FIRST_PAGE_BYTES);
  // Not closed, since that would release SQLite's locks on the same file in this process.
}

function rename(dataDir: string, from: string, to: string): void {
  changeFile(path.join(dataDir, "relink.db"), `alter table ${from} rename to ${to}`);
}

/** Records a migration that this version doesn't know, as a later version would. */
export function pretendNewer(dataDir: string): void {
  const client = new BetterSqlite3(path.join(dataDir, "relink.db"));
  client.exec("insert into __drizzle_migrations (hash, created_at) values ('of the future', 9999999999999)");
  client.pragma("wal_checkpoint(TRUNCATE)");
  client.pragma("journal_mode = DELETE");
  client.close();
}
