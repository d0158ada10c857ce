import { and, asc, count, eq, inArray, lt, lte, sql } from "drizzle-orm";
import type { AccessStore } from "@/db/access-store";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { attempts } from "@/db/sqlite/schema/access-schema";
import type { Bucket } from "@/domain/access/attempts";

/** Buckets of one kind: more than can fail in a window, given how slowly passwords are checked. */
const BUCKETS_PER_KIND_MAX = 10_000;
/** The kind of the rows that represent all forgotten buckets of a kind. */
const FORGOTTEN = "forgotten";

type Row = typeof attempts.$inferSelect;

/**
 * Counts failed attempts in a table that no flood can fill. If a kind has no room left, the bucket with the fewest failures is
 * forgotten; a bucket without a row counts as having failed as often as the worst forgotten one. So no count is ever too low, and
 * a flood makes newcomers start higher until they are refused: the "space-saving" algorithm of Metwally, Agrawal and El Abbadi.
 */
export function attemptQueries(
  db: SqliteDatabase,
  commit: GroupCommit,
  bucketsPerKindMax = BUCKETS_PER_KIND_MAX,
): AccessStore["attempts"] {
  const find = (key: string) => db.select().from(attempts).where(eq(attempts.bucket, key)).get();

  /** Returns the row to remove before another of this kind can be added; undefined if there is room. */
  function findSurplus(kind: string): Row | undefined {
    const present = db.select({ rows: count() }).from(attempts).where(eq(attempts.kind, kind)).get()?.rows ?? 0;
    if (present < bucketsPerKindMax) return undefined;
    return db
      .select()
      .from(attempts)
      .where(eq(attempts.kind, kind))
      .orderBy(asc(attempts.failures), asc(attempts.endsAt), asc(attempts.bucket))
      .limit(1)
      .get();
  }

  /** Returns a bucket's failures, and until when they count. */
  function standingOf({ key, kind }: Bucket): { readonly row?: Row; readonly surplus?: Row; readonly standing?: Row } {
    const row = find(key);
    if (row) return { row, standing: row };
    const [forgotten, surplus] = [find(forgottenKey(kind)), findSurplus(kind)];
    const standing = [forgotten, surplus].reduce((worst, one) =>
      (one?.failures ?? 0) > (worst?.failures ?? 0) ? one : worst,
    );
    return { ...(surplus && { surplus }), ...(standing && { standing }) };
  }

  function forget({ bucket, kind, failures, endsAt }: Row): void {
    db.delete(attempts).where(eq(attempts.bucket, bucket)).run();
    db.insert(attempts)
      .values({ bucket: forgottenKey(kind), kind: FORGOTTEN, failures, endsAt })
      .onConflictDoUpdate({
        target: attempts.bucket,
        set: {
          failures: sql`max(${attempts.failures}, excluded.failures)`,
          endsAt: sql`max(${attempts.endsAt}, excluded.ends_at)`,
        },
      })
      .run();
  }

  return {
    begin: (buckets, now) =>
      commit(() => {
        db.delete(attempts).where(lt(attempts.endsAt, now)).run();
        const all = buckets.map((bucket) => ({ bucket, ...standingOf(bucket) }));
        const full = all.flatMap(({ bucket, standing }) =>
          standing && standing.failures >= bucket.failuresMax ? [standing.endsAt] : [],
        );
        if (full.length > 0) return { isAllowed: false as const, retryAt: Math.max(...full) };
        for (const { bucket, row, surplus, standing } of all) {
          const { key, kind, windowMs } = bucket;
          const failures = (standing?.failures ?? 0) + 1;
          if (surplus) forget(surplus);
          if (row) db.update(attempts).set({ failures }).where(eq(attempts.bucket, key)).run();
          else
            db.insert(attempts)
              .values({ bucket: key, kind, failures, endsAt: now + windowMs })
              .run();
        }
        return { isAllowed: true as const };
      }),
    forgive: (buckets) =>
      commit(() => {
        const keys = buckets.map(({ key }) => key);
        db.update(attempts)
          .set({ failures: sql`${attempts.failures} - 1` })
          .where(inArray(attempts.bucket, keys))
          .run();
        // Successful attempts take no room.
        db.delete(attempts)
          .where(and(inArray(attempts.bucket, keys), lte(attempts.failures, 0)))
          .run();
      }),
  };
}

function forgottenKey(kind: string): string {
  return `${FORGOTTEN}:${kind}`;
}
