import { asc, eq } from "drizzle-orm";
import type { Segment } from "./histories";
import type { SqliteDatabase } from "./open";
import { checkpoints } from "./schema";

/** Makes the stored checkpoints of a connection those of its fold. Answers whether they differed. */
export function mendCheckpoints(
  db: SqliteDatabase,
  key: number,
  folded: readonly Segment[],
  isDryRun: boolean,
): boolean {
  if (isSame(checkpointsOf(db, key), folded)) return false;
  if (!isDryRun) writeCheckpoints(db, key, folded);
  return true;
}

function checkpointsOf(db: SqliteDatabase, key: number): Segment[] {
  return db
    .select()
    .from(checkpoints)
    .where(eq(checkpoints.connectionKey, key))
    .orderBy(asc(checkpoints.occurredAt), asc(checkpoints.kind), asc(checkpoints.eventId))
    .all()
    .map(({ connectionKey: _key, ...segment }) => segment);
}

function writeCheckpoints(db: SqliteDatabase, key: number, kept: readonly Segment[]): void {
  db.delete(checkpoints).where(eq(checkpoints.connectionKey, key)).run();
  for (const segment of kept) {
    db.insert(checkpoints)
      .values({ connectionKey: key, ...segment })
      .run();
  }
}

/** Both come from the same fold, so their keys have one order. */
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
