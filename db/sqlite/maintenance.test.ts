import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { openSqlite } from "@/db/sqlite/file/open";
import { projectionOf } from "@/db/sqlite/ingest/projection";
import { eventValues } from "@/db/sqlite/logs/event-values";
import { load } from "@/db/sqlite/rebuild/load";
import { rebuild } from "@/db/sqlite/rebuild/rebuild";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { deliveredHistories } from "@/testing/arbitraries";
import { BY } from "@/testing/by";
import { freshFolder, storeAt, withStore } from "@/testing/fresh-store";
import { runs } from "@/testing/runs";
import { created, docsBody, expired, incoming } from "@/testing/worlds/deliveries";

async function storeWithTwo() {
  const file = path.join(freshFolder(), "relink.db");
  const store = storeAt(file);
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
    mended: 0,
    damaged: { count: 0, ids: [] },
    examples: [],
    isDryRun: false,
    isCancelled: false,
  });
});

test("a rebuild corrects a state that is not the fold of its events, and reports it", async () => {
  const { store, tamper } = await storeWithTwo();
  const before = await store.connections.search(WHOLE_LIST, 0);
  tamper("update connections set status = 'active', expiries = 7 where key = 1");
  const found = { corrected: 1, removed: 0, examples: [{ connectionId: "conn_1", kind: "changed" }] };
  const preview = await store.maintenance.rebuild({ isDryRun: true });
  expect(preview).toMatchObject({ ...found, isDryRun: true });
  expect(preview.examples[0]?.differences).toEqual([
    { field: "status", stored: "active", folded: "expired" },
    { field: "expiries", stored: "7", folded: "1" },
  ]);
  expect(await store.maintenance.rebuild({ connectionId: "conn_2" })).toMatchObject({ corrected: 0, connections: 1 });
  expect(await store.maintenance.rebuild()).toMatchObject(found);
  expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 0, mended: 0 });
  expect(await store.connections.search(WHOLE_LIST, 0)).toEqual(before);
});

test("the whole state can be dropped and rebuilt identically, search included", async () => {
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

test("the parts of a rebuild add up to the whole, however many there are", async () => {
  const { store, tamper } = await storeWithTwo();
  for (const of of [1, 2, 3, 5]) {
    tamper("update connections set status = 'nonsense'");
    const reports = [];
    for (let index = 0; index < of; index++) reports.push(await store.maintenance.rebuild({ part: { index, of } }));
    expect(reports.reduce((sum, { events }) => sum + events, 0)).toBe(3);
    expect(reports.reduce((sum, { corrected }) => sum + corrected, 0)).toBe(2);
    expect((await store.maintenance.rebuild()).corrected).toBe(0);
  }
});

test("a state without events is removed", async () => {
  const { store, tamper } = await storeWithTwo();
  tamper("delete from events where connection_key = 2");
  expect(await store.maintenance.rebuild()).toMatchObject({
    corrected: 0,
    removed: 1,
    examples: [{ connectionId: "conn_2", kind: "surplus" }],
  });
  expect((await store.connections.search(WHOLE_LIST, 0)).total.value).toBe(1);
  expect((await store.connections.search({ ...WHOLE_LIST, q: "zoe" }, 0)).total.value).toBe(0);
});

test("an event whose body is now read differently is left out of the state, and affects nothing else", async () => {
  const { store, tamper } = await storeWithTwo();
  tamper(`update events set body = cast('{"type":"connection.renamed"}' as blob), checksum = null where id = 2`);
  expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 1, removed: 0 });
  expect(await store.connections.find("conn_1")).toMatchObject({ status: "active" });
  const { steps } = await store.timelines.ofConnection("conn_1", { size: 10 });
  expect(steps.map((one) => one.kind)).toEqual(["unrecognised", "connection"]);
  const late = created({ connection: "conn_1", occurredAt: 500 });
  expect((await store.events.ingest(late, 0)).outcome).toBe("stored");
});

test("a missing search row is recreated", async () => {
  const { store, tamper } = await storeWithTwo();
  tamper("delete from connection_words where rowid = 1");
  const find = async () => (await store.connections.search({ ...WHOLE_LIST, q: "jane" }, 0)).total.value;
  expect(await find()).toBe(0);
  expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 0, mended: 1 });
  expect(await find()).toBe(1);
});

test("a long history is folded in turns while its events arrive, and its checkpoints are corrected", async () => {
  const { store, tamper } = await storeWithTwo();
  for (let second = 1; second <= 2_600; second++) {
    const said = { connection: "conn_1", occurredAt: 10_000 + second * 1_000 };
    // Only a few expiries: each makes a case, and each event of a connection reads all of its cases.
    void store.events.ingest(second % 50 === 1 ? expired(said) : created(said), said.occurredAt);
  }
  await store.events.ingest(created({ connection: "conn_1", occurredAt: 9_000_000 }), 9_000_000);
  expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 0, mended: 0, events: 2_604 });
  tamper("delete from checkpoints where rowid % 2 = 0; update connections set expiries = 1 where key = 1");
  const late = [4_000_500, 5_000_500, 6_000_500].map((occurredAt) => expired({ connection: "conn_1", occurredAt }));
  const [report] = await Promise.all([
    store.maintenance.rebuild(),
    ...late.map((event) =>
      new Promise((resolve) => setTimeout(resolve, 5)).then(() => store.events.ingest(event, 9_000_000)),
    ),
  ]);
  expect(report.examples.every((one) => one.connectionId === "conn_1")).toBe(true);
  expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 0, mended: 0, events: 2_607 });
  expect(await store.connections.find("conn_1")).toMatchObject({ expiries: 53, events: 2_606 });
});

test("a rebuild can be cancelled between slices, and reports progress", async () => {
  const { store } = await storeWithTwo();
  const controller = new AbortController();
  controller.abort();
  expect(await store.maintenance.rebuild({ signal: controller.signal })).toMatchObject({
    isCancelled: true,
    connections: 0,
  });
  const progress: unknown[] = [];
  await store.maintenance.rebuild({ onProgress: (one) => progress.push(one) });
  expect(progress).toEqual([{ done: 2, total: 2 }]);
});

/** Turns events into what a version that could not read them would have stored. */
const FORGET = (ids: readonly number[]) => `
  update event_counts set events = events - (select count(*) from events where facet = event_counts.facet and id in (${ids}));
  update events set kind = 4, facet = 16384 + facet % 4096, connection_key = null, checksum = null where id in (${ids});
  delete from event_counts; insert into event_counts select facet, count(*) from events group by facet;`;

test("events that an older version could not read are read again, as if they always had been readable", async () => {
  await fc.assert(
    fc.asyncProperty(deliveredHistories, fc.integer({ min: 1, max: 4 }), ({ deliveries }, every) =>
      withStore(async (store, file) => {
        for (const { body, ...sent } of deliveries) await store.events.ingest(incoming(body, sent), sent.receivedAt);
        const look = async () => {
          const { rows, total } = await store.connections.search(WHOLE_LIST, 0);
          const log = await store.events.search(WHOLE_LOG, 0);
          return { rows: rows.map(({ setBy: _by, last: _last, ...row }) => row), total, log: log.rows };
        };
        const before = await look();
        const forgotten = before.log.map((event) => event.id).filter((id) => id % every === 0);
        const client = new BetterSqlite3(file);
        client.exec(FORGET(forgotten));
        client.close();
        await store.maintenance.rebuild();
        const preview = await store.maintenance.reread({ isDryRun: true });
        expect([preview.examined, preview.readable]).toEqual([forgotten.length, forgotten.length]);
        expect(await store.maintenance.reread({ eventIds: [] })).toMatchObject({ examined: 0 });
        expect(await store.maintenance.reread()).toMatchObject({ readable: forgotten.length, isDryRun: false });
        expect(await store.maintenance.reread()).toMatchObject({ examined: 0, readable: 0 });
        expect(await look()).toEqual(before);
        expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject({
          corrected: 0,
          removed: 0,
          mended: 0,
        });
      }),
    ),
    { numRuns: runs(40) },
  );
});

test("unreadable events stay, and signs of life are not kept", async () => {
  const { store } = await storeWithTwo();
  const rules = docsBody("created")
    .replace("connection.created", "rules.updated")
    .replace("conn_abc123", "signing material");
  for (const body of [
    "not json",
    rules,
    '{"type":"realtime.x","data":{"connection":{"id":"conn_1"},"eventBody":"private"}}',
  ]) {
    const event = incoming(body, { messageId: `msg_${body.length}` });
    const reading = {
      type: null,
      dialect: null,
      bodyTime: null,
      connectionId: null,
      kind: "unrecognised",
      reason: "no_type",
    } as const;
    await store.events.ingest({ ...event, body: Buffer.from(body), reading }, 0);
  }
  const preview = await store.maintenance.reread({ isDryRun: true });
  expect(preview.examples.map((one) => one.becomes)).toEqual(["rules", "sign_of_life"]);
  expect(await store.maintenance.reread()).toMatchObject({ examined: 3, readable: 2 });
  const { rows } = await store.events.search(WHOLE_LOG, 0);
  const bodies = rows.map((row) => new TextDecoder().decode(row.body)).join();
  expect(bodies).toContain("not json");
  expect(bodies).not.toMatch(/signing material|private/);
  expect(await store.connections.findSignOfLife("conn_1")).toMatchObject({ deliveries: 1 });
});

test("a dismissed event that a later version understands is applied, and no longer dismissed", async () => {
  await withStore(async (store, file) => {
    await store.events.ingest(created({ connection: "conn_1" }), 0);
    await store.events.ingest(expired({ connection: "conn_1" }), 1);
    const client = new BetterSqlite3(file);
    client.exec(FORGET([2]));
    client.close();
    await store.events.dismiss([2], BY);
    expect(await store.maintenance.reread()).toMatchObject({ examined: 1, readable: 1 });
    expect(await store.intake.summary()).toMatchObject({ unrecognised: 0, dismissed: 0 });
    const { rows } = await store.events.search({ ...WHOLE_LOG, type: ["expired"] }, 0);
    expect(rows).toMatchObject([{ id: 2, dismissal: null }]);
  });
});

test("deliveries continue while a rebuild runs", async () => {
  const { store } = await storeWithTwo();
  const [report, outcome] = await Promise.all([
    store.maintenance.rebuild(),
    store.events.ingest(created({ connection: "conn_3" }), 0),
  ]);
  expect(report.corrected).toBe(0);
  expect(outcome.outcome).toBe("stored");
});

test("texts that an older version folded differently are found by the current rule after the next start", async () => {
  const file = path.join(freshFolder(), "relink.db");
  const before = storeAt(file);
  await before.events.ingest(created({ connection: "conn_1", account: { name: "İSTANBUL" } }), 0);
  await before.close();
  const client = new BetterSqlite3(file);
  client.exec(`update connections set search_text = 'i\u0307stanbul';
    delete from connection_words;
    insert into connection_words (rowid, search_text) select key, search_text || char(10, 10) from connections;
    update marks set value = value - 1 where name = 'fold'`);
  client.close();
  const after = storeAt(file);
  const search = async (q: string) => (await after.connections.search({ ...WHOLE_LIST, q }, 0)).rows.length;
  await vi.waitUntil(async () => (await search("istanbul")) === 1);
  expect(await search("stanbul")).toBe(1);
});

test("an audit entry of an older version is still found by that version's rule", async () => {
  await withStore(async (store, file) => {
    const client = new BetterSqlite3(file);
    client.exec(
      "insert into audit (at, author_kind, author_name, deed, subject, details, search_text) values (1, 'console', 'Zoë', 'set_up', '', '{}', 'zoë')",
    );
    client.close();
    expect((await store.audit.search({ ...WHOLE_AUDIT, q: "ZOË" }, 0)).rows).toHaveLength(1);
  });
});

test("generated data is folded like delivered data, and the store syncs again afterwards", async () => {
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
  const projection = projectionOf(db);
  const report = await load(projection, eventValues(db), [event("created", 1), event("expired", 2)]);
  expect(report).toMatchObject({ connections: 1, events: 2 });
  expect(db.$client.prepare("select status, expiries from connections").all()).toEqual([
    { status: "expired", expiries: 1 },
  ]);
  expect(await rebuild(projection)).toMatchObject({ corrected: 0, removed: 0 });
  expect(db.$client.pragma("synchronous", { simple: true })).toBe(2);
  expect(
    db.$client.prepare("select count(*) from sqlite_schema where name = 'events_by_connection'").pluck().get(),
  ).toBe(1);
});
