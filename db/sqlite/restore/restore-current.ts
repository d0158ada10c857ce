import { existsSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import { damageOf, isDamage } from "@/db/sqlite/file/damage/damage";

type Client = BetterSqlite3.Database;

/** Opens the database that a restore replaces. Returns null if there is none, or if it is damaged or not Relink's. */
export function openCurrent(file: string): Client | null {
  if (!existsSync(file)) return null;
  return readUnlessDamaged(file, () => {
    const client = new BetterSqlite3(file, { timeout: 5_000 });
    try {
      if (hasTable(client, "events")) return client;
    } catch (fault) {
      client.close();
      throw fault;
    }
    client.close();
    return null;
  });
}

/**
 * Reads from the database that a restore replaces. Returns null if it is damaged. Throws for any other fault, such as a lock: a
 * wrong null would bring back people who were erased or removed.
 */
export function readUnlessDamaged<T>(file: string, read: () => T): T | null {
  try {
    return read();
  } catch (fault) {
    if (isDamage(fault)) return null;
    if (!(fault instanceof BetterSqlite3.SqliteError)) throw fault;
    if (damageOf(file, fault) !== null) return null;
    throw new Error(
      `The database ${file} can't be read (${fault.message}). Try again; or move it away, to restore without what was erased, removed or revoked since the backup.`,
      { cause: fault },
    );
  }
}

export function hasTable(client: Client, name: string): boolean {
  return client.prepare("select 1 from sqlite_schema where type = 'table' and name = ?").get(name) !== undefined;
}
