import { count, desc } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { readHours } from "@/db/sqlite/ingest/intake-hours";
import { IS_UNRECOGNISED } from "@/db/sqlite/schema/rows";
import { dismissals, events, refusalCounts, refusals } from "@/db/sqlite/schema/schema";
import type { Store } from "@/db/store";
import type { IntakeSummary, Refusal, RefusedCount } from "@/domain/intake/intake";
import { REFUSAL_CAUSES } from "@/domain/intake/intake";
import type { RefusalLog } from "./refusal-log";

/** Queries of what reached the front door, and what was refused. */
export function intakeQueries(db: SqliteDatabase, recordRefusal: RefusalLog["record"]): Store["intake"] {
  return {
    recordRefusal,
    summary: async () => readSummary(db),
    hours: async (from, until) => readHours(db, from, until),
    listRefusals: async (limit) => {
      const rows = db.select().from(refusals).orderBy(desc(refusals.id)).limit(limit).all();
      return rows.flatMap(toRefusals);
    },
  };
}

/** Converts a row to a refusal; none if only another version knows its cause. */
export function toRefusals(row: typeof refusals.$inferSelect): Refusal[] {
  const { cause, receivedAt, bytes, details } = row;
  return REFUSAL_CAUSES.includes(cause) ? [{ cause, receivedAt, bytes, ...details }] : [];
}

function readSummary(db: SqliteDatabase): IntakeSummary {
  const newest = db.select({ receivedAt: events.receivedAt }).from(events).orderBy(desc(events.id)).limit(1).get();
  const isUnrecognised = IS_UNRECOGNISED;
  const unrecognised = db.select({ count: count() }).from(events).where(isUnrecognised).get()?.count ?? 0;
  const dismissed = db.select({ count: count() }).from(dismissals).get()?.count ?? 0;
  return {
    lastReceivedAt: newest?.receivedAt ?? null,
    unrecognised: unrecognised - dismissed,
    dismissed,
    refused: readRefused(db),
  };
}

/** Reads the counts by cause, in the order of causes. */
function readRefused(db: SqliteDatabase): RefusedCount[] {
  const rows = db.select().from(refusalCounts).all();
  return REFUSAL_CAUSES.flatMap((cause) => {
    const row = rows.find((one) => one.cause === cause);
    return row ? [{ cause, deliveries: row.deliveries, lastAt: row.lastAt }] : [];
  });
}
