import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { inTransaction, openSqlite } from "@/db/sqlite/file/open";
import { ingester } from "@/db/sqlite/ingest/ingest";
import { type Projection, projectionOf } from "@/db/sqlite/ingest/projection";
import { EVENT_COLUMNS, kindOf, toConnectionEvents } from "@/db/sqlite/schema/rows";
import { checkpoints, connectionIds, events } from "@/db/sqlite/schema/schema";
import type { ConnectionEvent } from "@/domain/connection/connection";
import { foldHistory, inOrder, positionOf } from "@/domain/connection/projection";
import { deliveredHistories } from "@/testing/arbitraries";
import { withFolder } from "@/testing/fresh-store";
import { runs } from "@/testing/runs";
import { docsBody, incoming } from "@/testing/worlds/deliveries";

const PER_CHECKPOINT = 3;

/** Runs work on an empty database, then closes and deletes it. */
function withProjection(work: (projection: Projection) => void): Promise<void> {
  return withFolder((folder) => {
    const db = openSqlite(path.join(folder, "relink.db"));
    try {
      work(projectionOf(db, PER_CHECKPOINT));
    } finally {
      db.$client.close();
    }
  });
}

test("however events arrive, the state, turns and arrivals at each place match the stored events", async () => {
  await fc.assert(
    fc.asyncProperty(deliveredHistories, ({ deliveries }) =>
      withProjection((projection) => {
        const { db, history } = projection;
        const ingest = ingester(projection);
        for (const { body, ...sent } of deliveries)
          inTransaction(db, () => void ingest(incoming(body, sent), sent.receivedAt));
        for (const { key, id } of db.select().from(connectionIds).all()) {
          const rows = db.select(EVENT_COLUMNS).from(events).all();
          const all = inOrder(rows.flatMap(toConnectionEvents).filter((event) => event.said.connectionId === id));
          all.forEach((event, index) => {
            const place = { occurredAt: event.occurredAt, kind: kindOf(event.said), id: event.id };
            expect(history.stateBefore(key, place)).toEqual(foldHistory(all.slice(0, index)));
            const later = all.slice(index + 1).map((one) => one.id);
            expect(history.firstArrivalAfter(key, place)).toBe(Math.min(...later, Number.POSITIVE_INFINITY));
          });
          expect(history.statusChangesOf(key)).toEqual(statusChangesOf(all));
          const kept = db.select().from(checkpoints).all();
          expect(kept.filter((one) => one.connectionKey === key)).toHaveLength(Math.floor(all.length / PER_CHECKPOINT));
        }
      }),
    ),
    { numRuns: runs(150) },
  );
});

test("an event of a long history refolds at most a checkpoint's worth", () =>
  withProjection((projection) => {
    const { db, history } = projection;
    const ingest = ingester(projection);
    for (let second = 1; second <= 40; second++) {
      inTransaction(db, () => void ingest(incoming(docsBody("updated", { occurredAt: second * 1000 })), 0));
    }
    // Hidden in the past, where only a full fold would look.
    db.$client.exec("update events set body = 'not json' where id < 30");
    inTransaction(db, () => void ingest(incoming(docsBody("expired", { occurredAt: 38_500 })), 0));
    expect(history.stateBefore(1, { occurredAt: 99_000, kind: 0, id: 0 })).toMatchObject({ events: 41, expiries: 1 });
  }));

function statusChangesOf(all: readonly ConnectionEvent[]) {
  return all.flatMap((event, index) => {
    const state = foldHistory(all.slice(0, index + 1));
    const isTurn = state?.setBy.status === positionOf(event).id;
    return isTurn
      ? [{ status: state.status, from: state.statusSince, eventId: event.id, accountId: state.account.id }]
      : [];
  });
}
