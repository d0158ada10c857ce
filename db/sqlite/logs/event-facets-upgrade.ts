import { eq } from "drizzle-orm";
import { inTransaction, type SqliteDatabase } from "@/db/sqlite/file/open";
import { changeEvent } from "@/db/sqlite/ingest/event-checksums";
import { facetOf } from "@/db/sqlite/schema/event-facets";
import { eventCounts, events } from "@/db/sqlite/schema/schema";
import { readBody } from "@/domain/intake/event";

/** The value of `events.facet` before it is computed. */
const UNTOLD = -1;
const EVENTS_PER_TRANSACTION = 10_000;

/** Computes the facets of events of older versions, and counts them. Runs once at startup; a crash halfway is harmless. */
export function upgradeFacets(db: SqliteDatabase): void {
  const { id, scheme, body } = events;
  const read = db
    .select({ id, scheme, body })
    .from(events)
    .where(eq(events.facet, UNTOLD))
    .limit(EVENTS_PER_TRANSACTION)
    .prepare();
  let rows = read.all();
  const isCounted = db.select().from(eventCounts).limit(1).get() !== undefined;
  if (rows.length === 0 && isCounted) return;
  for (; rows.length > 0; rows = read.all()) {
    const slice = rows;
    inTransaction(db, () => {
      for (const row of slice) {
        const facet = facetOf(readBody(row.body), row.scheme);
        changeEvent(db, row.id, { facet });
      }
    });
  }
  db.$client.exec(
    `update repeats set facet = (select facet from events where events.id = event_id) where facet = ${UNTOLD}`,
  );
  db.$client.exec("replace into event_counts (facet, events) select facet, count(*) from events group by facet");
}
