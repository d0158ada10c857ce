import { isNull } from "drizzle-orm";
import type { SqliteDatabase } from "./open";
import { incidents } from "./outreach-schema";
import type { TimeSpan } from "./queue";

/** Answers the function that reads when those expired that are held back until someone decides. Every list asks it several times. */
export function heldSpansReader(db: SqliteDatabase): () => TimeSpan[] {
  const held = db
    .select({ from: incidents.startsAt, until: incidents.endsAt })
    .from(incidents)
    .where(isNull(incidents.releasedAt))
    .prepare();
  return () => held.all();
}
