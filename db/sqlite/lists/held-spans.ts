import { isNull } from "drizzle-orm";
import type { TimeSpan } from "@/db/index/queue";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { incidents } from "@/db/sqlite/schema/outreach-schema";

/** Returns a function that reads the expiry spans of held-back cases. Prepared, since every list calls it several times. */
export function heldSpansReader(db: SqliteDatabase): () => TimeSpan[] {
  const held = db
    .select({ from: incidents.startsAt, until: incidents.endsAt })
    .from(incidents)
    .where(isNull(incidents.releasedAt))
    .prepare();
  return () => held.all();
}
