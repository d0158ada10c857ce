import { randomUUID } from "node:crypto";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Store } from "@/db/store";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import { WHOLE_DELIVERY_LOG } from "@/domain/intake/delivery-log";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { DAY_MS, type RetentionRules, retentionRulesSchema, totalOf } from "@/domain/operations/retention";
import { histories, quietHistories } from "@/testing/arbitraries";
import { BY } from "@/testing/by";
import { freshFolder, storeAt, withStore } from "@/testing/fresh-store";
import { runs } from "@/testing/runs";
import { created, docsBody, expired, incoming, updated } from "@/testing/worlds/deliveries";

const YEAR = 365 * DAY_MS;
const FOR_EVER = retentionRulesSchema.parse({});
/** These histories end long before retention runs. */
const APPLY = { isDryRun: false, isClockTrusted: true };
const DRY = { isDryRun: true, isClockTrusted: true };
const HEALTHY = { corrected: 0, removed: 0, mended: 0 };

function storeWithFile() {
  const file = path.join(freshFolder(), "relink.db");
  const store = storeAt(file);
  const ask = <T>(sql: string) => rowsIn<T>(file, sql);
  const tamper = (sql: string) => {
    const client = new BetterSqlite3(file);
    client.exec(sql);
    client.close();
  };
  return { store, file, ask, tamper };
}

function rowsIn<T>(file: string, sql: string): T[] {
  const client = new BetterSqlite3(file);
  const rows = client.prepare(sql).all() as T[];
  client.close();
  return rows;
}

function rules(some: Partial<RetentionRules>): RetentionRules {
  return { ...FOR_EVER, ...some };
}

const turnOfTheLoop = () => new Promise((resolve) => setImmediate(resolve));
const at = (instant: number) => ({ ...BY, at: instant });
const rowsOf = (report: { going: Record<string, { rows: number }> }) =>
  Object.fromEntries(Object.entries(report.going).flatMap(([kind, { rows }]) => (rows > 0 ? [[kind, rows]] : [])));

/** Everything visible of connections except the number of events in a state. */
async function stateOf(store: Store) {
  const { rows, total, facets } = await store.connections.search(WHOLE_LIST, 0);
  const lives = await store.timelines.lives(rows.map((row) => row.id));
  return { rows: rows.map((row) => ({ ...row, events: 0 })), total, facets, lives };
}

/** A long, quiet history: an update each day, of which only the last is needed. */
async function liveQuietly(store: Store, connection: string, days: number): Promise<void> {
  const said = { connection, user: "user_1", permissions: ["posts:read"], account: { id: "1", name: "Jane" } };
  await store.events.ingest(created({ ...said, occurredAt: 0 }), 0);
  const told = Array.from({ length: days }, (_, day) => {
    const occurredAt = (day + 1) * DAY_MS;
    return store.events.ingest(updated({ ...said, occurredAt }), occurredAt);
  });
  await Promise.all(told);
}

test("a dry run doesn't block writers", async () => {
  const { store, file } = storeWithFile();
  await liveQuietly(store, "conn_1", 20);
  const writer = new BetterSqlite3(file);
  onTestFinished(() => void writer.close());
  writer.exec("begin immediate");
  const preview = await store.maintenance.retain(rules({ keepEventsDays: 7 }), DRY, at(YEAR));
  writer.exec("commit");
  expect(rowsOf(preview)).toEqual({ events: 19 });
});

test("whatever the history, the state is unchanged afterwards, a rebuild finds nothing, and resent events change nothing", async () => {
  let removed = 0;
  const someHistory = fc.oneof(quietHistories, quietHistories, histories);
  // Always the same ten, so that the amount removed is not a matter of luck; the others differ each time.
  const examples = fc.sample(fc.tuple(quietHistories, fc.constant(45)), { seed: 1, numRuns: 10 });
  await fc.assert(
    fc.asyncProperty(someHistory, fc.integer({ min: 5, max: 45 }), (history, second) =>
      withStore(async (store, file) => {
        const tell = async () => {
          for (const { body, ...sent } of history) await store.events.ingest(incoming(body, sent), sent.receivedAt);
        };
        await tell();
        const before = await stateOf(store);
        const now = YEAR + second * 1_000;
        const keepsAYear = rules({ keepEventsDays: 365 });
        const preview = await store.maintenance.retain(keepsAYear, DRY, at(now));
        expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject(HEALTHY);
        const report = await store.maintenance.retain(keepsAYear, APPLY, at(now));
        expect(report).toEqual({ ...preview, isDryRun: false });
        removed += report.going.events.rows;
        expect(await stateOf(store)).toEqual(before);
        expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject(HEALTHY);
        const log = await store.events.search(WHOLE_LOG, 0);
        expect(log.total.value).toBe(history.length - report.going.events.rows);
        expect(log.rows).toHaveLength(Math.min(50, log.total.value));
        const miscounted =
          "select c.key from connections c where c.events <> (select count(*) from events e where e.connection_key = c.key and e.kind < 4)";
        expect(rowsIn(file, miscounted)).toEqual([]);
        await tell();
        expect(await stateOf(store)).toEqual(before);
        expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject(HEALTHY);
      }),
    ),
    { numRuns: examples.length + runs(25), examples },
  );
  expect(removed).toBeGreaterThan(5);
});

test("old superseded events are removed with everything attached; newer, needed and just received ones stay", async () => {
  const { store, ask } = storeWithFile();
  await liveQuietly(store, "conn_1", 400);
  const repeated = created(
    { connection: "conn_1", user: "user_1", occurredAt: 5 * DAY_MS + 1 },
    { messageId: "msg_repeated" },
  );
  await store.events.ingest(repeated, 5 * DAY_MS);
  await store.events.ingest(repeated, 5 * DAY_MS);
  const now = 400 * DAY_MS;
  await vi.waitFor(
    () => expect(ask("select value from marks where name = 'event_values'")).toEqual([{ value: 402 }]),
    60_000,
  );
  await store.events.ingest(updated({ connection: "conn_1", user: "user_1", occurredAt: 9 * DAY_MS + 1 }), now);
  const report = await store.maintenance.retain(rules({ keepEventsDays: 100 }), APPLY, at(now));
  // Days 1 to 298: each has a successor older than the cut-off. The late one was received today.
  expect(rowsOf(report)).toEqual({ events: 299 });
  const { rows, total } = await store.events.search({ ...WHOLE_LOG, connection: "conn_1" }, now);
  expect(total.value).toBe(104);
  expect(rows.map((row) => row.occurredAt)).toContain(9 * DAY_MS + 1);
  expect((await store.events.search({ ...WHOLE_LOG, value: "Jane" }, now)).total.value).toBe(103);
  expect(ask("select count(*) as kept from event_values where rowid <= 402")).toEqual([{ kept: 103 }]);
  expect(ask("select * from repeats")).toEqual([]);
  expect(ask("select sum(events) as events from event_counts")).toEqual([{ events: 104 }]);
  const { steps } = await store.timelines.ofConnection("conn_1", { size: 500 });
  expect(steps).toHaveLength(104);
  const span = { ...WHOLE_LOG, received: "..1970-03-01" };
  expect((await store.events.search(span, now)).total).toEqual({ value: 1, precision: "exact" });
  expect(await store.maintenance.retain(rules({ keepEventsDays: 100 }), APPLY, at(now))).toMatchObject({
    going: { events: { rows: 0 } },
  });
  const { rows: deeds } = await store.audit.search({ ...WHOLE_AUDIT, deed: ["old_data_removed"] }, now);
  expect(deeds.map((one) => one.details)).toEqual([
    { step: "done", events: 299, bytes: report.going.events.bytes },
    { step: "begun" },
  ]);
});

test("a history of thousands is processed in turns while its events arrive, and an interrupted run is completed", async () => {
  const { store, tamper } = storeWithFile();
  await liveQuietly(store, "conn_1", 3_000);
  const expiries = Array.from({ length: 40 }, (_, index) => {
    const occurredAt = index * 70 * DAY_MS + 5;
    return store.events.ingest(expired({ connection: "conn_1", occurredAt }), occurredAt);
  });
  await Promise.all(expiries);
  const now = 3_000 * DAY_MS;
  const before = await stateOf(store);
  const late = Array.from({ length: 10 }, (_, index) =>
    updated({ connection: "conn_1", occurredAt: (index + 1) * 150 * DAY_MS + 9, account: { name: `Name ${index}` } }),
  );
  const [report] = await Promise.all([
    store.maintenance.retain(rules({ keepEventsDays: 30 }), APPLY, at(now)),
    ...late.map(async (event, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 9));
      await store.events.ingest(event, now);
    }),
  ]);
  expect(report.going.events.rows).toBeGreaterThan(2_500);
  expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject(HEALTHY);
  const after = await stateOf(store);
  expect(after.rows[0]).toMatchObject({ status: "active", expiries: 40, account: before.rows[0]?.account });

  // As after a crash: events are gone, and the state doesn't reflect that yet.
  tamper(`delete from events where id in (select id from events where occurred_at > ${2_975 * DAY_MS} limit 3);
    insert into marks (name, value) values ('retention_unfinished', 1)`);
  expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject({ corrected: 1 });
  await store.maintenance.retain(FOR_EVER, APPLY, at(now));
  expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject(HEALTHY);
});

test("deliveries continue meanwhile, and it can be cancelled", async () => {
  const { store } = storeWithFile();
  for (let index = 0; index < 60; index++) await liveQuietly(store, `conn_${index}`, 40);
  const now = 500 * DAY_MS;
  const controller = new AbortController();
  const steps: number[] = [];
  const removal = store.maintenance.retain(
    rules({ keepEventsDays: 30 }),
    { ...APPLY, signal: controller.signal, onProgress: ({ done }) => steps.push(done) },
    at(now),
  );
  for (let index = 0; index < 20; index++) {
    await store.events.ingest(created({ connection: `conn_new_${index}` }), now);
    if (index === 3) controller.abort();
  }
  const report = await removal;
  expect(report.isCancelled).toBe(true);
  expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject(HEALTHY);
  const rest = await store.maintenance.retain(rules({ keepEventsDays: 30 }), APPLY, at(now));
  expect(rest.going.events.rows + report.going.events.rows).toBe(60 * 39);
});

test("it waits if another process has the lock, at the start and between slices", async () => {
  const { store, file } = storeWithFile();
  await liveQuietly(store, "conn_long", 600);
  await liveQuietly(store, "conn_short", 10);
  const other = new BetterSqlite3(file);
  onTestFinished(() => void other.close());
  const holdAWhile = () => {
    other.exec("begin immediate");
    setTimeout(() => other.exec("commit"), 50);
  };
  holdAWhile();
  const holds = setInterval(() => {
    if (!other.inTransaction) holdAWhile();
  }, 80);
  onTestFinished(() => clearInterval(holds));
  const report = await store.maintenance.retain(rules({ keepEventsDays: 30 }), APPLY, at(700 * DAY_MS));
  clearInterval(holds);
  expect(report.going.events.rows).toBe(599 + 9);
  while (other.inTransaction) await turnOfTheLoop();
  expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject(HEALTHY);
});

test("cancelled within a long history, it leaves that consistent, and continues with the rest next time", async () => {
  const { store, ask } = storeWithFile();
  await liveQuietly(store, "conn_1", 3_000);
  const now = 3_500 * DAY_MS;
  const eventsNow = () => ask<{ events: number }>("select count(*) as events from events")[0]?.events ?? 0;
  const all = eventsNow();
  const controller = new AbortController();
  const watch = setInterval(() => {
    if (eventsNow() < all) controller.abort();
  });
  onTestFinished(() => clearInterval(watch));
  const wanted = rules({ keepEventsDays: 30 });
  const report = await store.maintenance.retain(wanted, { ...APPLY, signal: controller.signal }, at(now));
  expect(report.isCancelled).toBe(true);
  expect(eventsNow()).toBe(all - report.going.events.rows);
  expect(eventsNow()).toBeGreaterThan(1_000);
  expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject(HEALTHY);
  await store.maintenance.retain(wanted, APPLY, at(now));
  expect(eventsNow()).toBe(2);
});

test("the quarantine, repeats and hours expire by their own age, and the log still finds what is left of that time", async () => {
  const { store } = storeWithFile();
  await liveQuietly(store, "conn_1", 3);
  await store.events.ingest(incoming("not json", { messageId: "msg_odd" }), DAY_MS);
  const rulesNote = docsBody("created").replace("connection.created", "rules.updated");
  await store.events.ingest(incoming(rulesNote, { messageId: "msg_rules" }), DAY_MS);
  const repeated = created({ connection: "conn_2", occurredAt: 1 }, { messageId: "msg_repeated" });
  for (const day of [1, 2, 395]) await store.events.ingest(repeated, day * DAY_MS);
  await store.events.ingest(incoming("not json either", { messageId: "msg_odd_2" }), 400 * DAY_MS);
  const now = 401 * DAY_MS;
  const some = rules({ keepUnreadDays: 30, keepRepeatsDays: 30, keepHoursDays: 31 });
  expect(rowsOf(await store.maintenance.retain(some, DRY, at(now)))).toEqual({ unread: 2, repeats: 1, hours: 5 });
  expect(rowsOf(await store.maintenance.retain(some, APPLY, at(now)))).toEqual({ unread: 2, repeats: 1, hours: 5 });
  expect((await store.intake.summary()).unrecognised).toBe(1);
  expect((await store.intake.hours(0, now)).map((hour) => hour.hour / DAY_MS)).toEqual([395, 400]);
  const firstDays = { ...WHOLE_LOG, received: "..1970-01-03" };
  const found = await store.events.search(firstDays, now);
  expect(found.rows.map((row) => row.receivedAt / DAY_MS)).toEqual([1, 2, 1, 0]);
  expect(found.total).toEqual({ value: 4, precision: "exact" });
  expect((await store.deliveries.search({ ...WHOLE_DELIVERY_LOG, outcome: ["duplicate"] }, now)).rows).toHaveLength(1);
});

test("an interrupted removal has recorded its start, and one that finds nothing records nothing", async () => {
  const { store, tamper, ask } = storeWithFile();
  await liveQuietly(store, "conn_1", 10);
  await store.events.ingest(incoming(JSON.stringify({ type: "odd.new" }), { messageId: "msg_odd" }), 1_000);
  const now = 3_000 * DAY_MS;
  const remove = () => store.maintenance.retain(rules({ keepEventsDays: 100, keepUnreadDays: 100 }), APPLY, at(now));
  const steps = () => ask("select json_extract(details, '$.step') as step from audit where deed = 'old_data_removed'");
  tamper("create trigger cut before delete on events when old.kind = 4 begin select raise(abort, 'cut short'); end");
  await expect(remove()).rejects.toThrow("cut short");
  expect(steps()).toEqual([{ step: "begun" }]);
  tamper("drop trigger cut");
  expect(rowsOf(await remove())).toEqual({ unread: 1 });
  expect(rowsOf(await remove())).toEqual({});
  expect(steps()).toEqual([{ step: "begun" }, { step: "begun" }, { step: "done" }]);
});

test("audit entries are removed after a year at the earliest, and only after an entry that announces it", async () => {
  const { store, tamper, ask } = storeWithFile();
  const now = Date.now();
  for (const age of [900, 500, 300, 1]) await store.audit.write({ deed: "replayed" }, at(now - age * DAY_MS));
  expect(() => tamper("delete from audit where id = 1")).toThrow("only added to");
  const report = await store.maintenance.retain(rules({ keepAuditDays: 400 }), APPLY, at(now));
  expect(rowsOf(report)).toEqual({ audit: 2 });
  const { rows } = await store.audit.search(WHOLE_AUDIT, now);
  expect(rows.map((entry) => entry.deed)).toEqual(["old_data_removed", "replayed", "replayed"]);
  expect(rows[0]?.details).toMatchObject({ audit: 2, auditBefore: expect.stringContaining("T") });
  expect(() => tamper("delete from audit where deed = 'replayed'")).toThrow("only added to");
  // Even a forged entry can't unlock the last year.
  const forged = `insert into audit (at, author_kind, author_name, deed, subject, details, search_text)
    values (${now}, 'console', 'x', 'old_data_removed', '', '{"auditBefore":"2999-01-01T00:00:00Z"}', '')`;
  tamper(forged);
  expect(() => tamper("delete from audit where deed = 'replayed'")).toThrow("only added to");
  expect(ask("select id from audit")).toHaveLength(4);
});

test("if the database is too large, the oldest superseded events are removed until it is small enough or none are left", async () => {
  const { store, ask } = storeWithFile();
  const padding = "x".repeat(3_000);
  const said = (day: number) => ({
    connection: `conn_${day % 7}`,
    occurredAt: day * DAY_MS,
    permissions: [`padding:${padding}`],
    account: { name: "Jane" },
  });
  for (let day = 0; day < 3_000; day++) {
    void store.events.ingest(updated(said(day), { messageId: randomUUID() }), day * DAY_MS);
  }
  await store.events.ingest(updated(said(3_000)), 3_000 * DAY_MS);
  const now = 3_010 * DAY_MS;
  const before = await stateOf(store);
  const limit = rules({ databaseMaxMb: 8 });
  const preview = await store.maintenance.retain(limit, DRY, at(now));
  expect(preview.size?.usedBytes).toBeLessThan(8_000_000);
  const report = await store.maintenance.retain(limit, APPLY, at(now));
  expect(report.size?.usedBytes).toBeLessThanOrEqual(8_000_000);
  expect(report.size?.usedBytes).toBeGreaterThan(6_000_000);
  expect(report.going.events.rows).toBeGreaterThan(500);
  expect(Math.abs(preview.going.events.rows - report.going.events.rows)).toBeLessThan(600);
  const [oldest] = ask<{ at: number }>("select min(occurred_at) as at from events where id > 8");
  expect(oldest?.at).toBeGreaterThan(500 * DAY_MS);
  expect(await stateOf(store)).toEqual(before);
  expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject(HEALTHY);

  const tooSmall = await store.maintenance.retain(rules({ databaseMaxMb: 5 }), APPLY, at(now + 1));
  expect(totalOf(tooSmall).rows).toBeGreaterThan(0);
  expect(ask<{ free: number }>("select freelist_count as free from pragma_freelist_count")[0]?.free).toBeLessThan(60);
  expect(ask<{ check: string }>("select * from pragma_integrity_check")).toEqual([{ integrity_check: "ok" }]);
});

test("nothing is removed while no rule is set", async () => {
  const { store } = storeWithFile();
  await liveQuietly(store, "conn_1", 30);
  const report = await store.maintenance.retain(FOR_EVER, APPLY, at(9 * YEAR));
  expect([totalOf(report).rows, report.size]).toEqual([0, null]);
  expect((await store.audit.search(WHOLE_AUDIT, 0)).rows).toEqual([]);
});

test("disk use by kind adds up to the file", async () => {
  const { store } = storeWithFile();
  await liveQuietly(store, "conn_1", 300);
  const use = await store.maintenance.measureStorage();
  const sum = Object.values(use.bytesByKind).reduce((total, bytes) => total + bytes, 0);
  expect(sum + use.freeBytes).toBe(use.fileBytes);
  expect(use.bytesByKind.events).toBeGreaterThan(300 * 300);
  expect(use.bytesByKind.event_indexes).toBeGreaterThan(10_000);
  expect(use.journalBytes).toBeGreaterThan(0);
  expect(use.givesBack).toBe(true);
});
