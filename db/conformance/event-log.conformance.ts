import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import { type EventFilter, type LoggedEvent, parseEventSearch, WHOLE_LOG } from "@/domain/intake/event-log";
import { docsBody, incoming } from "@/testing/worlds/deliveries";
import { EVENTS, ingestVariety, isInSpan, NOW, readAllEvents } from "./logged-events";

/** Tests what every store promises about its event log. */
export function describeEventLog(name: string, freshStore: () => Store): void {
  describe(`${name}: the event log`, () => {
    test("any filter agrees with checking every event, page by page in both directions", async () => {
      const store = freshStore();
      await ingestVariety(store, { refusedEvery: 45 });
      const all = await readAllEvents(store, {});
      expect(all).toHaveLength(EVENTS + 2);
      for (const query of FILTERS) {
        const filter = parseEventSearch(new URLSearchParams(query));
        const wanted = all.filter((event) => isWanted(event, filter)).map((event) => event.id);
        const found = await readAllEvents(store, filter);
        expect({ query, ids: found.map((event) => event.id) }).toEqual({ query, ids: wanted });
      }
    });

    test("an exact value, or a message id, is found in the newest event at once", async () => {
      const store = freshStore();
      const account = { id: "of_9", name: "Zoë", username: "zoe" };
      await store.events.ingest(incoming(docsBody("created", { account }), { messageId: "msg_first" }), NOW);
      const found = async (value: string) => (await store.events.search({ ...WHOLE_LOG, value }, NOW)).rows.length;
      for (const value of ["of_9", "Zoë", "connection.created", "msg_first"]) expect(await found(value)).toBe(1);
      for (const value of ["of_", "zoë", "OF_9", "msg_", "type"]) expect(await found(value)).toBe(0);
    });

    test("users, connections and values match exactly, surrounding blanks included", async () => {
      const store = freshStore();
      for (const blank of ["", " ", "\n"]) {
        const said = { user: `ann${blank}`, connection: `${blank}conn`, account: { id: `${blank}of${blank}` } };
        await store.events.ingest(incoming(docsBody("created", said)), NOW);
      }
      for (const blank of ["", " ", "\n"]) {
        for (const [name, value] of Object.entries({
          user: `ann${blank}`,
          connection: `${blank}conn`,
          value: `${blank}of${blank}`,
        })) {
          const filter = parseEventSearch(new URLSearchParams({ [name]: value }));
          expect([name, value, (await store.events.search(filter, NOW)).rows.length]).toEqual([name, value, 1]);
        }
      }
    });

    test("a user whose connection moved to another is still found by the events that named them", async () => {
      const store = freshStore();
      const said = { connection: "conn_moved", account: { id: "of_1", name: "user_c", username: "c" } };
      const tell = async (change: "created" | "updated", more: object) =>
        (await store.events.ingest(incoming(docsBody(change, { ...said, ...more })), NOW)).eventId;
      const named = [
        await tell("created", { user: "user_a", occurredAt: 1_000 }),
        await tell("updated", { user: "user_a", occurredAt: 2_000 }),
      ];
      await tell("updated", { user: "user_b", occurredAt: 3_000 });
      await tell("created", { connection: "conn_kept", user: "user_a", occurredAt: 4_000 });
      const idsNaming = async (user: string) => (await store.events.listNaming(user)).map(({ id }) => id);
      expect(await idsNaming("user_a")).toEqual(named.reverse());
      expect(await idsNaming("user_b")).toEqual([]);
      // Named by no event, although a body holds the same letters as an account's name.
      expect(await idsNaming("user_c")).toEqual([]);
    });

    test("repeated deliveries of an event are listed under it", async () => {
      const store = freshStore();
      const event = (sentAt: number) => incoming(docsBody("created"), { messageId: "msg", sentAt });
      await store.events.ingest(event(1_000), 2_000);
      await store.events.ingest(event(3_000), 4_000);
      await store.events.ingest(event(5_000), 6_000);
      expect((await store.events.listRepeats([1, 7])).get(1)).toMatchObject([
        { sentAt: 3_000, receivedAt: 4_000 },
        { sentAt: 5_000, receivedAt: 6_000 },
      ]);
      expect((await store.events.listRepeats([1, 7])).get(7)).toEqual([]);
    });
  });
}

const FILTERS = [
  "type=expired",
  "type=created&type=unrecognised",
  "dialect=sdk",
  "scheme=ofauth&type=updated",
  "environment=sandbox",
  "environment=sandbox&dialect=docs",
  "connection=conn_1",
  "connection=conn_nobody",
  "user=user_2",
  "user=user_1&type=expired",
  "user=user_1&connection=conn_2",
  "value=user_0",
  "value=user_0&connection=conn_0&type=updated",
  "value=nothing",
  "received=24h",
  "received=24h&type=updated",
  "received=1970-02-08..1970-02-10",
  "received=1970-02-08..1970-02-10&zone=Asia/Tokyo&connection=conn_2",
  "received=over-30d",
  "type=rules",
];

function isWanted(event: LoggedEvent, filter: EventFilter): boolean {
  const isOne = <T>(wanted: readonly T[], value: T) => wanted.length === 0 || wanted.includes(value);
  const text = new TextDecoder().decode(event.body);
  return (
    isOne(filter.type, event.type) &&
    isOne(filter.dialect, event.dialect ?? "unknown") &&
    isOne(filter.scheme, event.scheme) &&
    isOne(filter.environment, event.environment) &&
    (filter.connection === "" || event.connectionId === filter.connection) &&
    (filter.user === "" || event.user === filter.user) &&
    (filter.value === "" || text.includes(`"${filter.value}"`)) &&
    isInSpan(event.receivedAt, filter)
  );
}
