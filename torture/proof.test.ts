import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { openStore } from "@/db/open-store";
import { freshFolder } from "@/testing/fresh-store";
import { incoming } from "@/testing/worlds/deliveries";
import { prove } from "./proof";
import type { Delivery } from "./sender";
import { identityOf, storyOf } from "./story";

const MESSAGES = 150;
const SENT_AT = Date.UTC(2026, 5, 1);

/** Returns a data folder to which some messages were delivered, some of them twice, and what was sent. */
async function delivered() {
  const dataDir = freshFolder();
  const store = openStore(pathToFileURL(path.join(dataDir, "relink.db")));
  const story = storyOf(1, 7);
  const deliveries = new Map<string, Delivery>();
  const ingested: Promise<unknown>[] = [];
  for (let index = 0; index < MESSAGES; index++) {
    const message = story.next().value;
    const times = index % 7 === 0 ? 2 : 1;
    const sentAt = SENT_AT + index * 1_000;
    const event = incoming(message.body, { messageId: message.id, scheme: message.scheme, sentAt });
    for (let time = 0; time < times; time++) ingested.push(store.events.ingest(event, sentAt));
    const attemptSeconds = Array.from({ length: times }, () => sentAt / 1_000);
    deliveries.set(identityOf(message), { message, attemptSeconds, acknowledgements: times, isGivenUp: false });
  }
  await Promise.all(ingested);
  store.close();
  const change = (sql: string) => {
    const client = new BetterSqlite3(path.join(dataDir, "relink.db"));
    client.pragma("foreign_keys = OFF");
    client.exec(sql);
    client.close();
  };
  return { dataDir, deliveries, change };
}

test("a database that matches what was sent passes the proof", async () => {
  const { dataDir, deliveries } = await delivered();
  const { events, cases, repeats, broken } = await prove(dataDir, deliveries);
  expect(broken).toEqual([]);
  expect(events).toBe(MESSAGES);
  expect(cases).toBeGreaterThan(3);
  expect(repeats).toBe(Math.ceil(MESSAGES / 7));
});

test.each([
  ["an event that is gone", "delete from events where id = 33", "acknowledged but not there"],
  ["another body", "update events set body = cast('{}' as blob) where id = 33", "there with other bytes"],
  ["an event that nobody sent", "update events set identity = 'id:forged' where id = 33", "not sent at all"],
  ["a delivery that was not counted", "update events set deliveries = 1 where id = 1", "delivered less often"],
  ["another date", "update events set sent_at = 1000 where id = 33", "dated by no attempt"],
  ["another state", "update connections set status = 'paused' where key = 2", "in another state than its events give"],
  [
    "a state that a rebuild would correct",
    "update connections set expiries = 99 where key = 2",
    "a rebuild would correct 1",
  ],
  ["a case that is missing", "delete from cases where rowid = (select max(rowid) from cases)", "the database has not"],
  ["a case too many", "update cases set opened_at = 5 where round = 0", "a recount does not find"],
  ["a wrong count", "update event_counts set events = events + 1", "the counts by kind say"],
  [
    "a wrong hour",
    "update intake_hours set deliveries = deliveries + 1 where outcome = 'stored'",
    "the counts by hour",
  ],
  ["a row without its other", "update repeats set event_id = 999 where event_id = 1", "foreign_key_check finds 1 rows"],
])("%s is found", async (_, sql, sentence) => {
  const { dataDir, deliveries, change } = await delivered();
  change(sql);
  const { broken } = await prove(dataDir, deliveries);
  expect(broken.join("\n")).toContain(sentence);
});

test("a damaged page is found", async () => {
  const { dataDir, deliveries } = await delivered();
  garbleRootOf(path.join(dataDir, "relink.db"), "cases_by_opening");
  const { broken } = await prove(dataDir, deliveries);
  expect(broken.join("\n")).toContain("integrity_check says");
});

/** Changes the last byte of an index's first page: a key that no row has, which a start does not check. */
function garbleRootOf(file: string, index: string): void {
  const client = new BetterSqlite3(file, { readonly: true });
  const page = Number(client.prepare("select rootpage from sqlite_schema where name = ?").pluck().get(index));
  const end = page * Number(client.pragma("page_size", { simple: true }));
  client.close();
  const bytes = readFileSync(file);
  bytes[end - 1] = (bytes[end - 1] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

test("a message that was never accepted is found", async () => {
  const { dataDir, deliveries } = await delivered();
  const story = storyOf(2, 7);
  const message = story.next().value;
  const delivery = { message, attemptSeconds: [1], acknowledgements: 0, isGivenUp: true };
  const { broken } = await prove(dataDir, new Map([...deliveries, [identityOf(message), delivery]]));
  expect(broken.join("\n")).toContain("never accepted");
});
