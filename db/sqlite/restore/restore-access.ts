import type BetterSqlite3 from "better-sqlite3";
import { isDamage } from "@/db/sqlite/file/damage";
import { inTransaction, type SqliteDatabase } from "@/db/sqlite/file/open";
import { apiTokens } from "@/db/sqlite/schema/access-schema";
import type { RestorePlan } from "@/domain/operations/restore";
import type { Settings } from "@/domain/operations/settings";
import { hasTable } from "./restore-current";

type Client = BetterSqlite3.Database;

/** Who may enter, and by what; people first, since the others belong to them. */
const ACCESS_TABLES = ["people", "passkeys", "identities", "recovery_codes", "devices", "api_tokens", "attempts"];

/** The setting that hides names from viewers. */
const MASKING: keyof Settings = "masksNamesForViewers";

/** Whether the database is what became of a backup, as its audit log says: then it knows what was taken back since. */
export function accessAfter(current: Client, backup: Client): RestorePlan["access"] {
  return hasTable(current, "audit") && isContinued(current, backup) ? "kept" : "ended";
}

/**
 * Applies today's access to a backup, as planned: people, roles, passwords, second steps, passkeys and tokens are copied from the
 * database; revoked reconnect links stay revoked, blocked contacts stay blocked, and names that are hidden from viewers stay hidden. Otherwise all tokens end, also if the
 * database turns out to be damaged. Returns which of the two it was.
 */
export function carryOverAccess(
  draft: SqliteDatabase,
  file: string,
  planned: RestorePlan["access"],
): RestorePlan["access"] {
  if (planned === "kept") {
    try {
      copyAccess(draft, file);
      return "kept";
    } catch (fault) {
      if (!isDamage(fault)) throw fault;
    }
  }
  draft.delete(apiTokens).run();
  return "ended";
}

function copyAccess(draft: SqliteDatabase, file: string): void {
  const client = draft.$client;
  client.prepare("attach ? as current").run(file);
  try {
    inTransaction(draft, () => {
      for (const table of [...ACCESS_TABLES].reverse()) client.exec(`delete from main.${table}`);
      for (const table of ACCESS_TABLES) copyRows(client, table, "");
      copyRows(client, "do_not_contact", "where true on conflict (subject) do nothing");
      copyRows(
        client,
        "settings",
        `where name = '${MASKING}' and value = 'true' on conflict do update set value = excluded.value`,
      );
      if (columnsOf(client, "reconnect_links") !== "") copyRevocations(client);
    });
  } finally {
    client.exec("detach current");
  }
}

function copyRows(client: Client, table: string, clause: string): void {
  const columns = columnsOf(client, table);
  if (columns === "") return;
  client.exec(`insert into main.${table} (${columns}) select ${columns} from current.${table} ${clause}`);
}

/** Links that the database doesn't hold end too: they went with an erasure, or nobody could revoke them there. */
function copyRevocations(client: Client): void {
  client.exec(`
    update main.reconnect_links as old set revoked_at = coalesce(
      (select coalesce(now.revoked_at, old.revoked_at) from current.reconnect_links now where now.id = old.id and now.nonce = old.nonce),
      old.revoked_at)
    where exists (select 1 from current.reconnect_links now where now.id = old.id and now.nonce = old.nonce);
    update main.reconnect_links as old set revoked_at = coalesce(revoked_at, unixepoch() * 1000)
    where not exists (select 1 from current.reconnect_links now where now.id = old.id and now.nonce = old.nonce)`);
}

/** The columns that both have, since the database may be of another version. Empty if it lacks the table. */
function columnsOf(client: Client, table: string): string {
  const names = client
    .prepare<[string, string], string>(
      `select name from pragma_table_info(?, 'main')
       where name in (select name from pragma_table_info(?, 'current'))`,
    )
    .pluck()
    .all(table, table);
  return names.map((name) => `"${name}"`).join(", ");
}

/** The newest entry of the backup's audit log is in the database too. An erasure may have changed what it was done to. */
function isContinued(current: Client, backup: Client): boolean {
  const newest = backup.prepare<[], { id: number; at: number; deed: string }>(
    "select id, at, deed from audit order by id desc limit 1",
  );
  const entry = newest.get();
  // A backup with no audit entries predates the first person.
  if (!entry) return true;
  return (
    current
      .prepare<[number, number, string]>("select 1 from audit where id = ? and at = ? and deed = ?")
      .get(entry.id, entry.at, entry.deed) !== undefined
  );
}
