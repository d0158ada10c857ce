import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import { TEST_USER, testConnectionId } from "@/domain/intake/test-connection";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { BY } from "@/testing/by";
import { docsBody, incoming } from "@/testing/worlds/deliveries";
import { NOW } from "./logged-events";

/** Tests what every store promises about test events. */
export function describeTestEvents(name: string, freshStore: () => Store): void {
  describe(`${name}: tests`, () => {
    test("test connections are removed with everything derived from them, and nothing else is", async () => {
      const store = freshStore();
      const look = async () => ({
        rows: (await store.connections.search(WHOLE_LIST, NOW)).rows,
        found: (await store.connections.search({ ...WHOLE_LIST, q: "relink" }, NOW)).total,
        log: await store.events.search(WHOLE_LOG, NOW),
        values: (await store.events.search({ ...WHOLE_LOG, value: "relink_test" }, NOW)).total,
        kinds: (await store.events.search({ ...WHOLE_LOG, type: ["expired"] }, NOW)).total,
      });
      await store.events.ingest(incoming(docsBody("created", { connection: "conn_1", occurredAt: 1 })), NOW);
      const before = await look();
      const connection = testConnectionId("abc");
      const said = { connection, user: TEST_USER, account: { id: "relink_test", name: "Relink test" } };
      const event = incoming(docsBody("created", { ...said, occurredAt: 1 }));
      await store.events.ingest(event, NOW);
      await store.events.ingest(event, NOW);
      await store.events.ingest(incoming(docsBody("expired", { ...said, occurredAt: 2 })), NOW);
      expect((await store.connections.listTests()).map((one) => [one.id, one.status])).toEqual([
        [connection, "expired"],
      ]);
      expect(await store.maintenance.removeTests(BY)).toBe(2);
      expect(await store.maintenance.removeTests(BY)).toBe(0);
      expect(await look()).toEqual(before);
      expect(await store.connections.listTests()).toEqual([]);
      await store.events.ingest(incoming(docsBody("created", { ...said, occurredAt: 3 })), NOW);
      expect(await store.connections.find(connection)).toMatchObject({ status: "active", expiries: 0 });
      expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject({
        corrected: 0,
        removed: 0,
        mended: 0,
      });
    });
  });
}
