import path from "node:path";
import { pathToFileURL } from "node:url";
import BetterSqlite3 from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "@/db/open-store";
import { WHOLE_LIST } from "@/domain/connection-search";
import { created, docsBody, expired } from "@/testing/deliveries";
import { freshFolder } from "@/testing/fresh-store";
import { eventValues } from "./event-values";
import { facetIndex } from "./facet-index";
import { load } from "./load";
import { openSqlite } from "./open";
import { rebuild } from "./rebuild";

async function storeWithTwo() {
  const file = path.join(freshFolder(), "relink.db");
  const store = openStore(pathToFileURL(file));
  onTestFinished(() => store.close());
  await store.events.ingest(created({ connection: "conn_1", occurredAt: 1_000, account: { name: "Jane" } }), 0);
  await store.events.ingest(expired({ connection: "conn_1", occurredAt: 2_000 }), 0);
  await store.events.ingest(created({ connection: "conn_2", occurredAt: 1_000, account: { name: "Zoe" } }), 0);
  const tamper = (sql: string) => {
    const client = new BetterSqlite3(file);
    client.exec(sql);
    client.close();
  };
  return { store, tamper };
}

test("a rebuild of a healthy database changes nothing", async () => {
  const { store } = await storeWithTwo();
  expect(await store.maintenance.rebuild()).toEqual({
    connections: 2,
    events: 3,
    corrected: 0,
    removed: 0,
    examples: [],
  });
});

test("a rebuild mends a state that is not the fold of its events, and names it", async () => {
  const { store, tamper } = await storeWithTwo();
  const before = await store.connections.search(WHOLE_LIST, 0);
  tamper("update connections set status = 'active', expiries = 7 where key = 1");
  expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 1, removed: 0, examples: ["conn_1"] });
  expect(await store.connections.search(WHOLE_LIST, 0)).toEqual(before);
});

test("the state can be dropped whole and is rebuilt the same, search included", async () => {
  const { store, tamper } = await storeWithTwo();
  const look = async () => [
    await store.connections.search(WHOLE_LIST, 0),
    await store.connections.search({ ...WHOLE_LIST, q: "jane" }, 0),
    await store.connections.find("conn_1"),
  ];
  const before = await look();
  tamper("delete from connections");
  expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 2, removed: 0 });
  expect(await look()).toEqual(before);
});

test("a state without events is removed", async () => {
  const { store, tamper } = await storeWithTwo();
  tamper("delete from events where connection_key = 2");
  expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 0, removed: 1, examples: ["conn_2"] });
  expect((await store.connections.search(WHOLE_LIST, 0)).total.value).toBe(1);
  expect((await store.connections.search({ ...WHOLE_LIST, q: "zoe" }, 0)).total.value).toBe(0);
});

test("an event whose body reads differently than it did is left out of the state, and harms nothing else", async () => {
  const { store, tamper } = await storeWithTwo();
  tamper(`update events set body = cast('{"type":"connection.renamed"}' as blob) where id = 2`);
  expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 1, removed: 0 });
  expect(await store.connections.find("conn_1")).toMatchObject({ status: "active" });
  const { steps } = await store.timelines.ofConnection("conn_1", { after: null, size: 10 });
  expect(steps.map((one) => one.kind)).toEqual(["unrecognised", "connection"]);
  const late = created({ connection: "conn_1", occurredAt: 500 });
  expect((await store.events.ingest(late, 0)).outcome).toBe("stored");
});

test("deliveries go on while a rebuild runs", async () => {
  const { store } = await storeWithTwo();
  const [report, outcome] = await Promise.all([
    store.maintenance.rebuild(),
    store.events.ingest(created({ connection: "conn_3" }), 0),
  ]);
  expect(report.corrected).toBe(0);
  expect(outcome.outcome).toBe("stored");
});

test("generated data is folded as if it had been delivered, and the store syncs again afterwards", async () => {
  const db = openSqlite(path.join(freshFolder(), "relink.db"));
  onTestFinished(() => {
    db.$client.close();
  });
  const event = (change: "created" | "expired", second: number) => ({
    identity: `id:msg_${second}`,
    connectionId: "conn_1",
    change,
    occurredAt: second * 1_000,
    receivedAt: second * 1_000,
    body: Buffer.from(docsBody(change, { connection: "conn_1", occurredAt: second * 1_000 })),
  });
  const index = facetIndex(db);
  const report = await load(db, index, eventValues(db), [event("created", 1), event("expired", 2)]);
  expect(report).toMatchObject({ connections: 1, events: 2 });
  expect(db.$client.prepare("select status, expiries from connections").all()).toEqual([
    { status: "expired", expiries: 1 },
  ]);
  expect(await rebuild(db, index)).toMatchObject({ corrected: 0, removed: 0 });
  expect(db.$client.pragma("synchronous", { simple: true })).toBe(2);
  expect(
    db.$client.prepare("select count(*) from sqlite_schema where name = 'events_by_connection'").pluck().get(),
  ).toBe(1);
});
