import { and, eq, sql } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { dismissals, eventCounts, events, intakeHours, repeats } from "@/db/sqlite/schema/schema";
import { HOUR_MS } from "./intake-hours";

/** What an event takes besides its body: its row, its index entries, the digests of its values. */
export const EVENT_OVERHEAD_BYTES = 240;

/** Returns a function that removes one event and everything attached to it. Run it inside a transaction. */
export function eventRemover(db: SqliteDatabase): (id: number) => void {
  const { placeholder } = sql;
  const id = placeholder("id");
  const removeRepeats = db.delete(repeats).where(eq(repeats.eventId, id)).prepare();
  const removeDismissal = db.delete(dismissals).where(eq(dismissals.eventId, id)).prepare();
  const removeValues = db.$client.prepare<[number]>("delete from event_values where rowid = ?");
  const removeEvent = db
    .delete(events)
    .where(eq(events.id, id))
    .returning({ facet: events.facet, receivedAt: events.receivedAt })
    .prepare();
  const countFacet = db
    .update(eventCounts)
    .set({ events: sql`${eventCounts.events} - 1` })
    .where(eq(eventCounts.facet, placeholder("facet")))
    .prepare();
  const countHour = db
    .update(intakeHours)
    .set({ removed: sql`${intakeHours.removed} + 1` })
    .where(and(eq(intakeHours.hour, placeholder("hour")), eq(intakeHours.outcome, "stored")))
    .prepare();
  return (eventId) => {
    removeRepeats.run({ id: eventId });
    removeDismissal.run({ id: eventId });
    const removed = removeEvent.get({ id: eventId });
    if (!removed) return;
    removeValues.run(eventId);
    countFacet.run({ facet: removed.facet });
    countHour.run({ hour: removed.receivedAt - (removed.receivedAt % HOUR_MS) });
  };
}
