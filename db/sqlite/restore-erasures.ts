import type BetterSqlite3 from "better-sqlite3";
import { asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import type { Store } from "@/db/store";
import type { By } from "@/domain/audit";
import type { ErasureSubject } from "@/domain/erasure";
import { readBody } from "@/domain/event";
import { audit } from "./access-schema";
import { digestOf } from "./erase";
import { inTransaction, type SqliteDatabase } from "./open";
import { hasTable } from "./restore-current";

type Client = BetterSqlite3.Database;
/** An entry of the audit log, of an erasure that was begun or done. */
export type ErasureEntry = typeof audit.$inferSelect;

/** Lists the erasures that the database's audit log has and the backup's doesn't, oldest first. */
export function erasuresSince(current: Client, backup: Client): ErasureEntry[] {
  if (!hasTable(current, "audit")) return [];
  const known = new Set(readErasures(backup).map(identityOf));
  return readErasures(current).filter((entry) => !known.has(identityOf(entry)));
}

/** Names whom erasures took away, each once, by the digests that are known of them. */
export function erasedWords(entries: readonly ErasureEntry[]): string[] {
  const words = entries.map((entry) => `${kindOf(entry) === "user" ? "a user" : "an account"}, ${digestIn(entry)}`);
  return [...new Set(words)].toSorted();
}

/**
 * Copies the entries to the backup's audit log as they are, whether or not the backup holds the person: another backup that is
 * restored later may.
 */
export function keepErasures(db: SqliteDatabase, entries: readonly ErasureEntry[]): void {
  inTransaction(db, () => {
    for (const entry of entries) {
      db.insert(audit)
        .values({ ...entry, id: undefined })
        .run();
    }
  });
}

/** Repeats erasures in a backup, given only the digests from the audit log. */
export async function eraseAgain(
  store: Store,
  client: Client,
  entries: readonly ErasureEntry[],
  by: By,
): Promise<void> {
  if (entries.length === 0) return;
  for (const subject of await subjectsIn(client, entries)) {
    await store.maintenance.erase(subject, { isDryRun: false, isRepeated: true }, by);
  }
}

/** Leaves out what a restore repeated: the entry of the first time was copied too. */
function readErasures(client: Client): ErasureEntry[] {
  const entries = drizzle(client).select().from(audit).where(eq(audit.deed, "erased")).orderBy(asc(audit.id)).all();
  return entries.filter(({ details }) => details.repeated !== true);
}

/** Not by its number, which differs in each log that it was copied to, nor by the order of instants: a clock can be set back. */
function identityOf(entry: ErasureEntry): string {
  return `${entry.at} ${kindOf(entry)} ${digestIn(entry)} ${entry.details.step}`;
}

function kindOf({ subject }: ErasureEntry): ErasureSubject["kind"] {
  return subject === "a user" ? "user" : "account";
}

function digestIn({ details }: ErasureEntry): string {
  return String(details.reference);
}

/** Reads every body, since a former reference may no longer be in any state. */
async function subjectsIn(client: Client, entries: readonly ErasureEntry[]): Promise<ErasureSubject[]> {
  const wanted = new Set(entries.map((entry) => `${kindOf(entry)} ${digestIn(entry)}`));
  const looked = new Set<string>();
  const found: ErasureSubject[] = [];
  for (const body of client.prepare<[], Buffer>("select body from events").pluck().iterate()) {
    const said = readBody(body);
    if (said.kind !== "connection") continue;
    const named = [
      { kind: "user", reference: said.user },
      { kind: "account", reference: said.account?.id ?? null },
    ] as const;
    for (const { kind, reference } of named) {
      if (reference === null || looked.has(`${kind} ${reference}`)) continue;
      looked.add(`${kind} ${reference}`);
      if (wanted.has(`${kind} ${digestOf(reference)}`)) found.push({ kind, reference });
    }
  }
  return found;
}
