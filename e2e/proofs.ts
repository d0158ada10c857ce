import path from "node:path";
import BetterSqlite3 from "better-sqlite3";

/** Sets when the people of a deployment last proved that it's them: 0 is long ago. May run beside the server. */
export function setProvenAt(dataDir: string, at: number): void {
  const client = new BetterSqlite3(path.join(dataDir, "relink.db"), { timeout: 10_000 });
  client.prepare("update sessions set proven_at = ?").run(at);
  client.close();
}
