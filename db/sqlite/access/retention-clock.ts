import { and, desc, eq, gte, isNull, lt, not, or } from "drizzle-orm";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { audit } from "@/db/sqlite/schema/access-schema";
import { connectionIds, events, marks } from "@/db/sqlite/schema/schema";
import type { Store } from "@/db/store";
import { TEST_CONNECTION_RANGE } from "@/domain/intake/test-connection";
import { type ClockJump, clockJumpSince } from "@/domain/operations/retention";
import type { WriteAudit } from "./audit-log";

type Clock = Pick<
  Store["maintenance"],
  "retentionDueAt" | "postponeRetention" | "findClockJump" | "watchClock" | "trustClock"
>;

const DUE = "retention_due";
/** The last time of our own clock that was considered right. */
const CLOCK = "clock_true_at";
const NOTED_EVERY_MS = 3_600_000;

/** Stores when old data is removed next, and by which clock, across restarts. */
export function retentionClock(db: SqliteDatabase, commit: GroupCommit, write: WriteAudit): Clock {
  return {
    retentionDueAt: async () => readMark(db, DUE),
    postponeRetention: (until) => commit(() => writeMark(db, DUE, until)),
    findClockJump: async (now) => findClockJump(db, now),
    watchClock: async (now) => {
      const jump = findClockJump(db, now);
      const isNoted = Math.abs(now - (readMark(db, CLOCK) ?? 0)) < NOTED_EVERY_MS;
      if (!jump && !isNoted) await commit(() => writeMark(db, CLOCK, now));
      return jump;
    },
    trustClock: (by) =>
      commit(() => {
        writeMark(db, CLOCK, by.at);
        write({ deed: "clock_confirmed" }, by);
      }),
  };
}

/**
 * Compares the clock with the last time known to be right: that of the newest event, whose receipt its sender's signature
 * confirms, or the last one recorded. The audit log takes its times from this very clock, so it only counts if there is nothing
 * else.
 */
export function findClockJump(db: SqliteDatabase, now: number): ClockJump | null {
  const known = [newestReceiptOf(db), readMark(db, CLOCK)].filter((at) => at !== null);
  return clockJumpSince(known.length > 0 ? Math.max(...known) : newestEntryOf(db), now);
}

/** Ignores tests, which we sign by our own clock. Tests from before they were marked are recognized by their connection's id. */
function newestReceiptOf(db: SqliteDatabase): number | null {
  const [first, end] = TEST_CONNECTION_RANGE;
  const isTest = and(gte(connectionIds.id, first), lt(connectionIds.id, end));
  const newest = db
    .select({ at: events.receivedAt })
    .from(events)
    .leftJoin(connectionIds, eq(connectionIds.key, events.connectionKey))
    .where(and(eq(events.isTest, false), or(isNull(connectionIds.id), not(isTest ?? eq(events.id, 0)))))
    .orderBy(desc(events.id))
    .limit(1)
    .get();
  return newest?.at ?? null;
}

function newestEntryOf(db: SqliteDatabase): number | null {
  return db.select({ at: audit.at }).from(audit).orderBy(desc(audit.id)).limit(1).get()?.at ?? null;
}

function readMark(db: SqliteDatabase, name: string): number | null {
  return db.select().from(marks).where(eq(marks.name, name)).get()?.value ?? null;
}

function writeMark(db: SqliteDatabase, name: string, value: number): void {
  const mark = { name, value };
  db.insert(marks).values(mark).onConflictDoUpdate({ target: marks.name, set: mark }).run();
}
