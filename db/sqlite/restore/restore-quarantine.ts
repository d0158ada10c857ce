import { mergeAway } from "@/db/sqlite/file/merge-away";
import { inTransaction, type SqliteDatabase } from "@/db/sqlite/file/open";
import { eventRemover } from "@/db/sqlite/ingest/event-remover";
import { IS_UNRECOGNISED } from "@/db/sqlite/schema/rows";
import { events } from "@/db/sqlite/schema/schema";

/**
 * Removes quarantined events from a backup that an erasure removed, however it found them. An event that the backup understands
 * stays, or is removed with its connection.
 */
export async function removeQuarantined(db: SqliteDatabase, isErased: (identity: string) => boolean): Promise<void> {
  const quarantined = db.select({ id: events.id, identity: events.identity }).from(events).where(IS_UNRECOGNISED).all();
  const going = quarantined.filter(({ identity }) => isErased(identity));
  if (going.length === 0) return;
  const remove = eventRemover(db);
  inTransaction(db, () => {
    for (const { id } of going) remove(id);
  });
  await mergeAway(db, "event_values");
}
