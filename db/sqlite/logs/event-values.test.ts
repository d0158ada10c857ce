import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { inTransaction, openSqlite } from "@/db/sqlite/file/open";
import { ingester } from "@/db/sqlite/ingest/ingest";
import { projectionOf } from "@/db/sqlite/ingest/projection";
import { eventCounts, events } from "@/db/sqlite/schema/schema";
import { freshFolder } from "@/testing/fresh-store";
import { docsBody, incoming } from "@/testing/worlds/deliveries";
import { upgradeFacets } from "./event-facets-upgrade";
import { eventValues } from "./event-values";
import { eventsWithValue } from "./event-walks";

const EVENTS = 600;

function databaseOfMany() {
  const db = openSqlite(path.join(freshFolder(), "relink.db"));
  const ingest = ingester(projectionOf(db));
  const tell = (index: number) => {
    const said = { connection: `conn_${index % 7}`, user: `user_${index % 50}`, occurredAt: index };
    ingest(incoming(docsBody("updated", said), { messageId: `msg_${index}` }), index);
  };
  inTransaction(db, () => {
    for (let index = 1; index <= EVENTS; index++) tell(index);
  });
  const values = eventValues(db);
  onTestFinished(() => {
    values.close();
    db.$client.close();
  });
  return { db, tell, values };
}

test("events are found by their values before, during and after indexing", async () => {
  const { db, tell, values } = databaseOfMany();
  const wanted = (last: number) =>
    Array.from({ length: last }, (_, index) => last - index).filter((id) => id % 50 === 3);
  const walked = () => {
    const walk = eventsWithValue(db, values, "user_3", "id:none");
    const down = walk({ below: EVENTS * 2 }, EVENTS);
    expect(walk({ above: 0 }, EVENTS)).toEqual([...down].reverse());
    expect(walk({ below: 503 }, 2)).toEqual([453, 403]);
    return down;
  };
  expect(values.readThroughFrom()).toBe(0);
  expect(walked()).toEqual(wanted(EVENTS));
  await values.takeInAll();
  expect(values.readThroughFrom()).toBe(EVENTS);
  expect(values.candidates("user_3", { below: EVENTS * 2 }, EVENTS)).toEqual(wanted(EVENTS));
  inTransaction(db, () => tell(653));
  expect(walked()).toEqual([EVENTS + 1, ...wanted(EVENTS)]);
  await values.takeInAll();
  expect(walked()).toEqual([EVENTS + 1, ...wanted(EVENTS)]);
});

test("if very many events aren't indexed yet, only the newest are read, and the others counted", async () => {
  const { db } = databaseOfMany();
  const values = eventValues(db, 100);
  onTestFinished(values.close);
  const found = () => eventsWithValue(db, values, "user_3", "id:none")({ below: EVENTS * 2 }, EVENTS);
  expect([found(), values.unsearched()]).toEqual([[553, 503], EVENTS - 100]);
  await values.takeInAll();
  expect([found().length, values.unsearched()]).toEqual([12, 0]);
});

test("events of an older version get their facets at startup, and are counted", () => {
  const { db } = databaseOfMany();
  const look = () => [db.select({ facet: events.facet }).from(events).all(), db.select().from(eventCounts).all()];
  const before = look();
  db.$client.exec("update events set facet = -1; delete from event_counts");
  upgradeFacets(db);
  expect(look()).toEqual(before);
});
