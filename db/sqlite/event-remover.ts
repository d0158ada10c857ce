import { eq, sql } from "drizzle-orm";
import type { SqliteDatabase } from "./open";
import { eventCounts, events, repeats } from "./schema";

/** Answers the function that removes one event with all that hangs on it, to be run inside a transaction. */
export function eventRemover(db: SqliteDatabase): (id: number) => void {
  return (id) => {
    const removed = db.select({ facet: events.facet }).from(events).where(eq(events.id, id)).get();
    if (!removed) return;
    db.delete(repeats).where(eq(repeats.eventId, id)).run();
    db.run(sql`delete from event_values where rowid = ${id}`);
    db.delete(events).where(eq(events.id, id)).run();
    db.update(eventCounts)
      .set({ events: sql`${eventCounts.events} - 1` })
      .where(eq(eventCounts.facet, removed.facet))
      .run();
  };
}
