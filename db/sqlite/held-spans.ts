import { isNull } from "drizzle-orm";
import type { SqliteDatabase } from "./open";
import { incidents } from "./outreach-schema";
import type { TimeSpan } from "./queue";

/** When those expired that are held back until someone decides. */
export function heldSpans(db: SqliteDatabase): TimeSpan[] {
  return db
    .select({ from: incidents.startsAt, until: incidents.endsAt })
    .from(incidents)
    .where(isNull(incidents.releasedAt))
    .all();
}
