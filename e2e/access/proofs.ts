import path from "node:path";
import BetterSqlite3 from "better-sqlite3";

/** Sets when a deployment's people last proved their identity; 0 is long ago. Safe while the server runs. */
export function setProvenAt(dataDir: string, at: number): void {
  change(dataDir, "update sessions set proven_at = ?", at);
}

/** Removes the passwords of a deployment's people, as if they had come by single sign-on. Safe while the server runs. */
export function removePasswords(dataDir: string): void {
  change(dataDir, "update people set password_hash = null");
}

function change(dataDir: string, statement: string, ...values: number[]): void {
  const client = new BetterSqlite3(path.join(dataDir, "relink.db"), { timeout: 10_000 });
  client.prepare(statement).run(...values);
  client.close();
}
