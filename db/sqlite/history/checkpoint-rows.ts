import { asc, eq, sql } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { checkpoints } from "@/db/sqlite/schema/schema";
import type { Segment } from "./histories";

/** Corrects a connection's stored checkpoints to match its fold. Returns true if they differed. */
export type MendCheckpoints = (key: number, folded: readonly Segment[], isDryRun: boolean) => boolean;

export function checkpointMender(db: SqliteDatabase): MendCheckpoints {
  const stored = db
    .select()
    .from(checkpoints)
    .where(eq(checkpoints.connectionKey, sql.placeholder("key")))
    .orderBy(asc(checkpoints.occurredAt), asc(checkpoints.kind), asc(checkpoints.eventId))
    .prepare();

  return (key, folded, isDryRun) => {
    const kept = stored.all({ key }).map(({ connectionKey: _key, ...segment }) => segment);
    if (isSame(kept, folded)) return false;
    if (!isDryRun) writeCheckpoints(db, key, folded);
    return true;
  };
}

function writeCheckpoints(db: SqliteDatabase, key: number, kept: readonly Segment[]): void {
  db.delete(checkpoints).where(eq(checkpoints.connectionKey, key)).run();
  for (const segment of kept) {
    db.insert(checkpoints)
      .values({ connectionKey: key, ...segment })
      .run();
  }
}

/** Compares by JSON order: both come from the same fold, so their keys have the same order. */
function isSame(a: readonly Segment[], b: readonly Segment[]): boolean {
  return a.length === b.length && a.every((one, index) => isSameSegment(one, b[index]));
}

function isSameSegment(a: Segment, b: Segment | undefined): boolean {
  if (!b) return false;
  return (
    a.eventId === b.eventId &&
    a.occurredAt === b.occurredAt &&
    a.kind === b.kind &&
    a.firstArrival === b.firstArrival &&
    JSON.stringify(a.state) === JSON.stringify(b.state) &&
    JSON.stringify(a.turns) === JSON.stringify(b.turns)
  );
}
