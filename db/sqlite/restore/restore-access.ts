import type BetterSqlite3 from "better-sqlite3";
import { isDamage } from "@/db/sqlite/file/damage/damage";
import { inTransaction, type SqliteDatabase } from "@/db/sqlite/file/open";
import { apiTokens } from "@/db/sqlite/schema/access-schema";
import type { RestorePlan } from "@/domain/operations/restore";
import type { Settings } from "@/domain/operations/settings";
import { hasTable } from "./restore-current";

type Client = BetterSqlite3.Database;

/** People and their credentials. People come first, since the other tables refer to them. */
const ACCESS_TABLES = ["people", "passkeys", "identities", "recovery_codes", "devices", "api_tokens", "attempts"];

/** The setting that hides names from viewers. */
const MASKING: keyof Settings = "masksNamesForViewers";

/** Returns "kept" if the database is a successor of the backup, according to its audit log: then it knows what was revoked since. */
export function accessAfter(current: Client, backup: Client): RestorePlan["access"] {
  return hasTable(current, "audit") && isContinued(current, backup) ? "kept" : "ended";
}

/**
 * Applies the current access rules to a backup, as planned: copies people, roles, passwords, second steps, passkeys and tokens
 * from the database; keeps revoked links revoked, blocked contacts blocked, and names hidden from viewers hidden. Otherwise
 * revokes all tokens, also if the database turns out to be damaged. Returns which of the two it did.
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

/**
 * Copies revocations of links. Links that the database doesn't have are revoked too: they were erased, or nobody could revoke
 * them there.
 */
function copyRevocations(client: Client): void {
  client.exec(`
    update main.reconnect_links as old set revoked_at = coalesce(
      (select coalesce(now.revoked_at, old.revoked_at) from current.reconnect_links now where now.id = old.id and now.nonce = old.nonce),
      old.revoked_at)
    where exists (select 1 from current.reconnect_links now where now.id = old.id and now.nonce = old.nonce);
    update main.reconnect_links as old set revoked_at = coalesce(revoked_at, unixepoch() * 1000)
    where not exists (select 1 from current.reconnect_links now where now.id = old.id and now.nonce = old.nonce)`);
}

/** Returns the columns that both have, since the database may be of another version. Empty if it lacks the table. */
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

/**
 * Returns true if the newest entry of the backup's audit log is in the database too. Ignores the subject, which an erasure may
 * have changed.
 */
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
