import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { openSqlite } from "@/db/sqlite/file/open";
import { parseDeliverySearch } from "@/domain/intake/delivery-log";
import { freshFolder, storeAt } from "@/testing/fresh-store";
import { created } from "@/testing/worlds/deliveries";
import { deliveryLog } from "./delivery-log";

const MIGRATIONS = path.join("db", "sqlite", "migrations");
const LOOKUPS =
  /^SEARCH (?:events|repeats) USING (?:INTEGER PRIMARY KEY|(?:COVERING )?INDEX \w+) \((?:rowid|id|identity|connection_key|facet|event_id)[<>=]/;
const NOW = 86_400_000;

test.each([
  "",
  "outcome=duplicate",
  "type=created",
  "type=created&type=rules&outcome=duplicate",
  "received=24h",
  "received=1970-01-01..1970-01-02&type=created",
  "id=user_456",
  "id=msg_1&type=created&received=24h",
])("the query plan of %j reads the log from one place on, through an index and without sorting", async (query) => {
  const file = path.join(freshFolder(), "relink.db");
  const store = storeAt(file);
  const event = created({ occurredAt: 1 }, { messageId: "msg_1" });
  for (const at of [1, 2]) await store.events.ingest(event, at);
  const db = openSqlite(file);
  const asked = new Set<string>();
  const prepare = db.$client.prepare.bind(db.$client);
  vi.spyOn(db.$client, "prepare").mockImplementation((sql: string) => {
    asked.add(sql);
    return prepare(sql);
  });
  const log = deliveryLog(db);
  const search = parseDeliverySearch(new URLSearchParams(query));
  const page = await log.search(search, NOW);
  await log.search({ ...search, after: "9.9.9" }, NOW);
  await log.search({ ...search, before: "1.1.1" }, NOW);
  expect([query, page.rows.length]).not.toEqual(["", 0]);

  const aboutLog = [...asked].filter((sql) => /\b(?:events|repeats)\b/.test(sql) && !/intake_hours/.test(sql));
  const steps = aboutLog.flatMap((sql) => {
    const values = Array.from({ length: sql.split("?").length - 1 }, () => null);
    return prepare(`explain query plan ${sql}`)
      .all(...values)
      .map((row) => String((row as { detail: unknown }).detail));
  });
  const ofLog = steps.filter((step) => /\b(?:events|repeats)\b|TEMP B-TREE/.test(step));
  expect(ofLog).not.toEqual([]);
  expect(ofLog.filter((step) => !LOOKUPS.test(step))).toEqual([]);
  db.$client.close();
});

test("repetitions stored by an older version are found by type and time like current ones", async () => {
  const file = path.join(freshFolder(), "relink.db");
  const store = storeAt(file);
  const HOUR_MS = 3_600_000;
  for (const hour of [1, 2, 5]) {
    const event = created({ connection: `conn_${hour}`, occurredAt: 1 }, { messageId: `msg_${hour}` });
    for (const at of [0, 1, 2]) await store.events.ingest(event, hour * HOUR_MS + at);
  }
  const db = openSqlite(file);
  const read = () => [
    db.$client.prepare("select id, facet from repeats order by id").all(),
    db.$client.prepare("select * from intake_hours order by hour, outcome").all(),
  ];
  const before = read();
  db.$client.exec("update repeats set facet = -1");
  db.$client.exec("update intake_hours set first_event = null, last_event = null where outcome = 'duplicate'");
  expect(read()).not.toEqual(before);
  const migration = readdirSync(MIGRATIONS).find((name) => name.includes("_delivery_filters")) ?? "";
  for (const statement of readFileSync(path.join(MIGRATIONS, migration), "utf8").split("--> statement-breakpoint")) {
    if (/^(?:\s*--.*\n)*\s*UPDATE/.test(statement)) db.$client.exec(statement);
  }
  expect(read()).toEqual(before);
  db.$client.close();
});
