import { eq, sql } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { changeEvent } from "@/db/sqlite/ingest/event-checksums";
import { eventCounts, repeats } from "@/db/sqlite/schema/schema";

/** Changes an event's facet, those of its repetitions, and the counts, inside a transaction. */
export function moveFacet(db: SqliteDatabase, eventId: number, from: number, to: number): void {
  changeEvent(db, eventId, { facet: to });
  db.update(repeats).set({ facet: to }).where(eq(repeats.eventId, eventId)).run();
  count(db, from, -1);
  count(db, to, 1);
}

function count(db: SqliteDatabase, facet: number, by: 1 | -1): void {
  db.insert(eventCounts)
    .values({ facet, events: by })
    .onConflictDoUpdate({ target: eventCounts.facet, set: { events: sql`${eventCounts.events} + ${by}` } })
    .run();
}
