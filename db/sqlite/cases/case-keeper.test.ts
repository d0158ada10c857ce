import path from "node:path";
import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { inTransaction, openSqlite } from "@/db/sqlite/file/open";
import { ingester } from "@/db/sqlite/ingest/ingest";
import { type Projection, projectionOf } from "@/db/sqlite/ingest/projection";
import { rebuild } from "@/db/sqlite/rebuild/rebuild";
import { cases } from "@/db/sqlite/schema/outreach-schema";
import { EVENT_COLUMNS, toConnectionEvents } from "@/db/sqlite/schema/rows";
import { connectionIds, events } from "@/db/sqlite/schema/schema";
import { deliveredHistories } from "@/testing/arbitraries";
import { withFolder } from "@/testing/fresh-store";
import { recountCases } from "@/testing/recount/recount";
import { runs } from "@/testing/runs";
import { incoming } from "@/testing/worlds/deliveries";

const PER_CHECKPOINT = 3;

/** Runs work on an empty database, then closes and deletes it. */
function withProjection(work: (projection: Projection) => void | Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const db = openSqlite(path.join(folder, "relink.db"));
    try {
      await work(projectionOf(db, PER_CHECKPOINT));
    } finally {
      db.$client.close();
    }
  });
}

test("however events arrive, the cases match a recount of the raw events", async () => {
  await fc.assert(
    fc.asyncProperty(deliveredHistories, ({ deliveries }) =>
      withProjection((projection) => {
        const { db } = projection;
        const ingest = ingester(projection);
        for (const { body, ...sent } of deliveries)
          inTransaction(db, () => void ingest(incoming(body, sent), sent.receivedAt));
        const ids = new Map(
          db
            .select()
            .from(connectionIds)
            .all()
            .map(({ key, id }) => [key, id]),
        );
        const kept = db
          .select()
          .from(cases)
          .orderBy(asc(cases.connectionKey), asc(cases.round))
          .all()
          .map(({ connectionKey, openedAt, closedAt, end, successor, isAnotherAccount, isRelapse }) => ({
            connectionId: ids.get(connectionKey),
            ...{ openedAt, closedAt, end, isAnotherAccount, isRelapse },
            successor: successor === null ? null : ids.get(successor),
          }));
        const all = db.select(EVENT_COLUMNS).from(events).all().flatMap(toConnectionEvents);
        const counted = recountCases(all);
        expect(kept).toHaveLength(counted.length);
        expect(kept).toEqual(expect.arrayContaining(counted));
      }),
    ),
    { numRuns: runs(150) },
  );
});

test("a rebuild leaves correct cases alone, and recreates lost ones", async () => {
  await fc.assert(
    fc.asyncProperty(deliveredHistories, ({ deliveries }) =>
      withProjection(async (projection) => {
        const { db } = projection;
        const ingest = ingester(projection);
        for (const { body, ...sent } of deliveries)
          inTransaction(db, () => void ingest(incoming(body, sent), sent.receivedAt));
        const before = db.select().from(cases).all();
        await rebuild(projection);
        expect(db.select().from(cases).all()).toEqual(before);
        db.delete(cases).where(eq(cases.round, 0)).run();
        await rebuild(projection);
        expect(db.select().from(cases).orderBy(asc(cases.connectionKey), asc(cases.round)).all()).toEqual(
          [...before].sort((a, b) => a.connectionKey - b.connectionKey || a.round - b.round),
        );
      }),
    ),
    { numRuns: runs(60) },
  );
});
