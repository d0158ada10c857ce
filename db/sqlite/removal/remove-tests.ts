import { and, eq, gte, lt } from "drizzle-orm";
import { forgetWork } from "@/db/sqlite/cases/case-acts";
import { eventRemover } from "@/db/sqlite/ingest/event-remover";
import type { Projection } from "@/db/sqlite/ingest/projection";
import { forgetBlock } from "@/db/sqlite/outreach/contact-blocks";
import { checkpoints, connectionIds, connections, events, signsOfLife } from "@/db/sqlite/schema/schema";
import { TEST_CONNECTION_RANGE } from "@/domain/intake/test-connection";

/** Returns a function that removes test connections and everything derived from them. Run it inside a transaction. */
export function testRemover({ db, save }: Projection): () => number {
  const removeEvent = eventRemover(db);

  function removeEvents(key: number): number {
    const rows = db.select({ id: events.id }).from(events).where(eq(events.connectionKey, key)).all();
    for (const { id } of rows) removeEvent(id);
    return rows.length;
  }

  return () => {
    const [from, until] = TEST_CONNECTION_RANGE;
    const tests = db
      .select()
      .from(connectionIds)
      .where(and(gte(connectionIds.id, from), lt(connectionIds.id, until)))
      .all();
    let removed = 0;
    for (const { key, id } of tests) {
      const before = db.select().from(connections).where(eq(connections.key, key)).get();
      if (before) save(key, before, null, "fold");
      forgetWork(db, key);
      forgetBlock(db, before?.user == null ? [] : [before.user], id);
      db.delete(checkpoints).where(eq(checkpoints.connectionKey, key)).run();
      db.delete(signsOfLife).where(eq(signsOfLife.connectionKey, key)).run();
      removed += removeEvents(key);
    }
    return removed;
  };
}
