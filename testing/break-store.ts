import path from "node:path";
import BetterSqlite3 from "better-sqlite3";

/** Takes a table away from under a running server, so that every query of it fails. */
export function breakTable(dataDir: string, table: string): void {
  rename(dataDir, table, `${table}_hidden`);
}

export function mendTable(dataDir: string, table: string): void {
  rename(dataDir, `${table}_hidden`, table);
}

/** Takes the write lock as another program would; answers how to let go of it. */
export function holdWriteLock(dataDir: string): () => void {
  const client = new BetterSqlite3(path.join(dataDir, "relink.db"), { timeout: 5_000 });
  client.exec("begin immediate");
  return () => {
    client.exec("commit");
    client.close();
  };
}

function rename(dataDir: string, from: string, to: string): void {
  const client = new BetterSqlite3(path.join(dataDir, "relink.db"), { timeout: 5_000 });
  client.exec(`alter table ${from} rename to ${to}`);
  client.close();
}

/** Records a migration that this version has never heard of, as a later version would. */
export function pretendNewer(dataDir: string): void {
  const client = new BetterSqlite3(path.join(dataDir, "relink.db"));
  client.exec("insert into __drizzle_migrations (hash, created_at) values ('of the future', 9999999999999)");
  client.pragma("wal_checkpoint(TRUNCATE)");
  client.pragma("journal_mode = DELETE");
  client.close();
}
