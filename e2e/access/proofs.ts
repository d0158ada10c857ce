import path from "node:path";
import BetterSqlite3 from "better-sqlite3";

/** Sets when the people of a deployment last proved that it's them: 0 is long ago. May run beside the server. */
export function setProvenAt(dataDir: string, at: number): void {
  change(dataDir, "update sessions set proven_at = ?", at);
}

/** Takes the passwords of a deployment's people away, as of people who came by single sign-on. May run beside the server. */
export function removePasswords(dataDir: string): void {
  change(dataDir, "update people set password_hash = null");
}

function change(dataDir: string, statement: string, ...values: number[]): void {
  const client = new BetterSqlite3(path.join(dataDir, "relink.db"), { timeout: 10_000 });
  client.prepare(statement).run(...values);
  client.close();
}
