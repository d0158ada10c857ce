import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import BetterSqlite3 from "better-sqlite3";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { restoreStore } from "@/db/restore-store";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import { deliveredHistories } from "@/testing/arbitraries";
import { changeFile } from "@/testing/break-store";
import { freshFolder, storeAt, withStore } from "@/testing/fresh-store";
import { runs } from "@/testing/runs";
import { created, expired, incoming } from "@/testing/worlds/deliveries";

const DAMAGED_ID = 2;

async function storeWithThree() {
  const file = path.join(freshFolder(), "relink.db");
  const store = storeAt(file);
  await store.events.ingest(created({ connection: "conn_1", occurredAt: 1_000, account: { name: "Jane" } }), 0);
  await store.events.ingest(expired({ connection: "conn_1", occurredAt: 2_000 }, { messageId: "msg_2" }), 0);
  await store.events.ingest(created({ connection: "conn_2", occurredAt: 1_000 }), 0);
  await store.events.ingest(incoming("not json"), 1);
  return { file, store };
}

const DAMAGE = [
  ["body", "body = cast(replace(cast(body as text), 'expired', 'expires') as blob)"],
  ["identity", "identity = 'id:msg_other'"],
  ["connection", "connection_key = 2"],
  ["kind", "kind = 1"],
  ["time", "occurred_at = 2001"],
  ["arrival", "received_at = 5"],
  ["signing time", "sent_at = 5"],
  ["first signing time", "first_sent_at = 5"],
  ["signature scheme", "scheme = 'ofauth'"],
  ["number of deliveries", "deliveries = 3"],
  ["facet", "facet = 0"],
  ["mark of a test", "is_test = 1 - is_test"],
  ["checksum", "checksum = checksum + 1"],
] as const;

test.each(DAMAGE)("an event whose %s changed by itself is reported by number", async (_, assignment) => {
  const { file, store } = await storeWithThree();
  expect(await store.maintenance.checkEvents()).toEqual({ count: 0, ids: [] });
  changeFile(file, `update events set ${assignment} where id = ${DAMAGED_ID}`);
  expect(await store.maintenance.checkEvents()).toEqual({ count: 1, ids: [DAMAGED_ID] });
  expect(store.damagedEvents()).toMatchObject({ count: 1, ids: [DAMAGED_ID] });
});

test("a connection id that changed by itself is found with the events that name it", async () => {
  const { file, store } = await storeWithThree();
  changeFile(file, "update connection_ids set id = 'conn_3' where key = 1");
  expect(await store.maintenance.checkEvents()).toEqual({ count: 2, ids: [1, 2] });
});

test("among many events, the separate process finds the damaged ones", async () => {
  const { file, store } = await storeWithThree();
  await Promise.all(
    Array.from({ length: 1_500 }, (_, index) => store.events.ingest(created({ connection: `conn_${index}` }), index)),
  );
  changeFile(file, "update events set received_at = -1 where id in (2, 700, 1500)");
  expect(await store.maintenance.checkEvents()).toEqual({ count: 3, ids: [2, 700, 1_500] });
  expect(await store.maintenance.checkEvents({ isQuiet: true, connectionId: "conn_1" })).toMatchObject({ ids: [2] });
});

test("quarantined events are checked as well", async () => {
  const { file, store } = await storeWithThree();
  changeFile(file, "update events set body = cast('not JSON' as blob) where id = 4");
  expect(await store.maintenance.checkEvents()).toEqual({ count: 1, ids: [4] });
});

test("a rebuild corrects nothing while an event is damaged, and reports it", async () => {
  const { file, store } = await storeWithThree();
  changeFile(file, `update events set ${DAMAGE[0][1]} where id = ${DAMAGED_ID}`);
  const found = { corrected: 1, damaged: { count: 1, ids: [DAMAGED_ID] }, isDryRun: true };
  expect(await store.maintenance.rebuild()).toMatchObject(found);
  expect(await store.connections.find("conn_1")).toMatchObject({ status: "expired" });
  expect(await store.maintenance.rebuild({ connectionId: "conn_1" })).toMatchObject(found);
  expect(await store.maintenance.rebuild({ connectionId: "conn_2" })).toMatchObject({ corrected: 0, isDryRun: false });
});

test("a backup fails if an event is damaged, and reports it", async () => {
  const { file, store } = await storeWithThree();
  changeFile(file, `update events set ${DAMAGE[0][1]} where id = ${DAMAGED_ID}`);
  const target = path.join(path.dirname(file), "backups", "one.gz");
  const outcome = await store.maintenance.backup(target);
  expect(outcome).toMatchObject({ kind: "failed", problem: "damaged" });
  expect(outcome.kind === "failed" && outcome.sentence).toMatch(/^Event 2 is damaged: .* Restore a backup/);
  expect(readdirSync(path.dirname(target))).toEqual([]);
  expect(store.damage()).toBeNull();
  expect((await store.events.ingest(created({ connection: "conn_3" }), 5)).outcome).toBe("stored");
});

test("a backup with a damaged event is not restored", async () => {
  const { file, store } = await storeWithThree();
  store.close();
  const copy = path.join(freshFolder(), "copy.db");
  const client = new BetterSqlite3(file);
  client.exec(`vacuum into '${copy}'`);
  client.close();
  changeFile(copy, `update events set ${DAMAGE[0][1]} where id = ${DAMAGED_ID}`);
  await expect(restoreStore(pathToFileURL(file), copy, () => {})).rejects.toThrow(
    `${copy} is damaged: event 2 doesn't match the checksum. Take another one.`,
  );
});

test("the event log marks damaged events only", async () => {
  const { file, store } = await storeWithThree();
  changeFile(file, `update events set ${DAMAGE[0][1]} where id = ${DAMAGED_ID}`);
  const { rows } = await store.events.search(WHOLE_LOG, 0);
  expect(rows.filter((row) => row.isDamaged).map((row) => row.id)).toEqual([DAMAGED_ID]);
});

test("a repeated delivery leaves a damaged event damaged", async () => {
  const { file, store } = await storeWithThree();
  changeFile(file, `update events set occurred_at = 2001 where id = ${DAMAGED_ID}`);
  const again = expired({ connection: "conn_1", occurredAt: 2_000 }, { messageId: "msg_2" });
  expect((await store.events.ingest(again, 9)).outcome).toBe("duplicate");
  expect(await store.maintenance.checkEvents()).toEqual({ count: 1, ids: [DAMAGED_ID] });
});

test("events of an older version get checksums after a start, and are checked from then on", async () => {
  const { file, store } = await storeWithThree();
  store.close();
  changeFile(file, "update events set checksum = null; delete from marks where name = 'event_checksums'");
  const later = storeAt(file);
  const missing = () => {
    const client = new BetterSqlite3(file);
    const count = client.prepare("select count(*) from events where checksum is null").pluck().get();
    client.close();
    return count;
  };
  await vi.waitFor(() => expect(missing()).toBe(0));
  expect(await later.maintenance.checkEvents()).toEqual({ count: 0, ids: [] });
  changeFile(file, `update events set ${DAMAGE[0][1]} where id = ${DAMAGED_ID}`);
  expect(await later.maintenance.checkEvents()).toEqual({ count: 1, ids: [DAMAGED_ID] });
});

test("after any deliveries, in any order and however often, each event matches its checksum", async () => {
  await fc.assert(
    fc.asyncProperty(deliveredHistories, ({ deliveries }) =>
      withStore(async (store) => {
        for (const { body, ...sent } of deliveries) await store.events.ingest(incoming(body, sent), sent.receivedAt);
        expect(await store.maintenance.checkEvents()).toEqual({ count: 0, ids: [] });
      }),
    ),
    { numRuns: runs(30) },
  );
});
