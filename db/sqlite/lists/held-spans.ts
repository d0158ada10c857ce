import { isNull } from "drizzle-orm";
import type { TimeSpan } from "@/db/index/queue";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { incidents } from "@/db/sqlite/schema/outreach-schema";

/** Answers the function that reads when those expired that are held back until someone decides. Every list asks it several times. */
export function heldSpansReader(db: SqliteDatabase): () => TimeSpan[] {
  const held = db
    .select({ from: incidents.startsAt, until: incidents.endsAt })
    .from(incidents)
    .where(isNull(incidents.releasedAt))
    .prepare();
  return () => held.all();
}
