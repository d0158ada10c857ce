import type BetterSqlite3 from "better-sqlite3";
import { asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { inTransaction, openSqlite, type SqliteDatabase } from "@/db/sqlite/file/open";
import { removedEventsIn } from "@/db/sqlite/removal/erasure-digest";
import { audit } from "@/db/sqlite/schema/access-schema";
import { openSqliteStore } from "@/db/sqlite/sqlite-store";
import type { By } from "@/domain/access/audit";
import type { ErasureSubject } from "@/domain/operations/erasure";
import { hasTable } from "./restore-current";
import { removeQuarantined } from "./restore-quarantine";
import { subjectsIn } from "./restore-subjects";

type Client = BetterSqlite3.Database;
/** An audit entry of an erasure that was begun or completed. */
export type ErasureEntry = typeof audit.$inferSelect;

/** Lists the erasures that the database's audit log has and the backup's doesn't, oldest first. */
export function erasuresSince(current: Client, backup: Client): ErasureEntry[] {
  if (!hasTable(current, "audit")) return [];
  const known = new Set(readErasures(backup).map(identityOf));
  return readErasures(current).filter((entry) => !known.has(identityOf(entry)));
}

/** Lists the erased subjects, each once, by the digests of their references. */
export function erasedWords(entries: readonly ErasureEntry[]): string[] {
  const words = entries.map((entry) => `${kindOf(entry) === "user" ? "a user" : "an account"}, ${digestIn(entry)}`);
  return [...new Set(words)].toSorted();
}

/** Repeats erasures in a backup, given only the digests from the audit log. */
export async function eraseAgain(draft: string, entries: readonly ErasureEntry[], by: By): Promise<void> {
  if (entries.length === 0) return;
  const db = openSqlite(draft);
  try {
    keepEntries(db, entries);
    await removeQuarantined(db, removedEventsIn(entries.map(({ details }) => String(details.removed ?? ""))));
    const erased = entries.map((entry) => ({ kind: kindOf(entry), digest: digestIn(entry) }));
    const subjects = subjectsIn(db.$client, erased);
    await eraseAll(draft, subjects, by);
  } finally {
    db.$client.close();
  }
}

/** Copies the entries unchanged, even if the backup doesn't hold the person: another backup that is restored later may. */
function keepEntries(db: SqliteDatabase, entries: readonly ErasureEntry[]): void {
  inTransaction(db, () => {
    for (const entry of entries) {
      db.insert(audit)
        .values({ ...entry, id: undefined })
        .run();
    }
  });
}

async function eraseAll(draft: string, subjects: readonly ErasureSubject[], by: By): Promise<void> {
  const store = openSqliteStore(draft);
  try {
    for (const subject of subjects) {
      await store.maintenance.erase(subject, { isDryRun: false, isRepeated: true }, by);
    }
  } finally {
    store.close();
  }
}

/** Leaves out erasures that an earlier restore repeated: their original entries are here as well. */
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
