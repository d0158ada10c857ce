import { desc, eq, sql } from "drizzle-orm";
import type { Store } from "@/db/store";
import type { IntakeSummary, Refusal, RefusedCount } from "@/domain/intake";
import { REFUSAL_CAUSES } from "@/domain/intake";
import type { GroupCommit } from "./group-commit";
import type { SqliteDatabase } from "./open";
import { KIND_UNRECOGNISED } from "./rows";
import { events, refusalCounts, refusals } from "./schema";

/** Kept for each cause on its own, so that a flood of one can't push out the others. About a megabyte at the very most. */
export const REFUSALS_KEPT_PER_CAUSE = 100;

/** What reached the front door, and what was turned away. */
export function intakeQueries(db: SqliteDatabase, commit: GroupCommit, onRefusal: () => void): Store["intake"] {
  const countRefusal = db
    .insert(refusalCounts)
    .values({ cause: sql.placeholder("cause"), deliveries: 1, lastAt: sql.placeholder("lastAt") })
    .onConflictDoUpdate({
      target: refusalCounts.cause,
      set: { deliveries: sql`${refusalCounts.deliveries} + 1`, lastAt: sql`excluded.last_at` },
    })
    .returning({ deliveries: refusalCounts.deliveries })
    .prepare();

  function keepRefusal(refusal: Refusal): void {
    const { cause, receivedAt, bytes, headers } = refusal;
    const { deliveries } = countRefusal.get({ cause, lastAt: receivedAt });
    const trace = { receivedAt, bytes, headers };
    db.insert(refusals)
      .values({ cause, slot: deliveries % REFUSALS_KEPT_PER_CAUSE, ...trace })
      .onConflictDoUpdate({ target: [refusals.cause, refusals.slot], set: trace })
      .run();
  }

  return {
    recordRefusal: async (refusal) => {
      await commit(() => keepRefusal(refusal));
      onRefusal();
    },
    summary: async () => readSummary(db),
    listRefusals: async (limit) => {
      const rows = db
        .select()
        .from(refusals)
        .orderBy(desc(refusals.receivedAt), refusals.cause, refusals.slot)
        .limit(limit)
        .all();
      return rows.flatMap(({ cause, receivedAt, bytes, headers }) => {
        const known = REFUSAL_CAUSES.find((one) => one === cause);
        return known ? [{ cause: known, receivedAt, bytes, headers }] : [];
      });
    },
  };
}

function readSummary(db: SqliteDatabase): IntakeSummary {
  const newest = db.select({ receivedAt: events.receivedAt }).from(events).orderBy(desc(events.id)).limit(1).get();
  const unrecognised = db
    .select({ count: sql<number>`count(*)` })
    .from(events)
    .where(eq(events.kind, sql.raw(String(KIND_UNRECOGNISED))))
    .get();
  return {
    lastReceivedAt: newest?.receivedAt ?? null,
    unrecognised: unrecognised?.count ?? 0,
    refused: REFUSAL_CAUSES.flatMap((cause) => readRefused(db, cause)),
  };
}

function readRefused(db: SqliteDatabase, cause: RefusedCount["cause"]): RefusedCount[] {
  const row = db.select().from(refusalCounts).where(eq(refusalCounts.cause, cause)).get();
  return row ? [{ cause, deliveries: row.deliveries, lastAt: row.lastAt }] : [];
}
