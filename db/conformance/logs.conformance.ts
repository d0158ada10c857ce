import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import {
  countMatching,
  DELIVERY_SPANS,
  type DeliverySearch,
  type LoggedDelivery,
  parseDeliverySearch,
  spanStart,
  WHOLE_DELIVERY_LOG,
} from "@/domain/intake/delivery-log";
import { type EventFilter, type LoggedEvent, parseEventSearch, WHOLE_LOG } from "@/domain/intake/event-log";
import { TEST_USER, testConnectionId } from "@/domain/intake/test-connection";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { BY } from "@/testing/by";
import { docsBody, incoming, sdkBody } from "@/testing/worlds/deliveries";
import { randomFrom } from "@/testing/worlds/world";

const HOUR_MS = 3_600_000;
const NOW = 1_000 * HOUR_MS;
const EVENTS = 170;

/** Tests what every store promises about its event and delivery logs. */
export function describeLogs(name: string, freshStore: () => Store): void {
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

  describe(`${name}: the quarantine`, () => {
    const tell = async (store: Store) => {
      for (const index of [1, 2, 3]) {
        await store.events.ingest(incoming(`not json ${index}`, { messageId: `odd_${index}` }), NOW + index);
      }
      await store.events.ingest(incoming(docsBody("created"), { messageId: "understood" }), NOW + 4);
    };
    const idsOf = async (store: Store, dismissed: "" | "no" | "yes") => {
      const { rows, total } = await store.events.search({ ...WHOLE_LOG, type: ["unrecognised"], dismissed }, NOW);
      expect(total).toEqual({ value: rows.length, precision: "exact" });
      return rows.map(({ id }) => id);
    };
    const figuresOf = async (store: Store) => {
      const { unrecognised, dismissed } = await store.intake.summary();
      expect((await store.vitals.read()).quarantined).toBe(unrecognised);
      return [unrecognised, dismissed];
    };

    test("a dismissed event is kept, marked with who and when, and no longer counted", async () => {
      const store = freshStore();
      await tell(store);
      // Only quarantined events can be dismissed.
      expect(await store.events.dismiss([1, 3, 4, 99], BY)).toBe(2);
      expect(await store.events.dismiss([1], { ...BY, at: 9 })).toBe(0);
      expect([await idsOf(store, "no"), await idsOf(store, "yes"), await idsOf(store, "")]).toEqual([
        [2],
        [3, 1],
        [3, 2, 1],
      ]);
      expect(await figuresOf(store)).toEqual([1, 2]);
      const { rows } = await store.events.search({ ...WHOLE_LOG, dismissed: "yes" }, NOW);
      const mark = { at: BY.at, personName: BY.author.name };
      expect(rows.map((row) => row.dismissal)).toEqual([mark, mark]);
      expect(await store.events.findBody(1)).toEqual(Buffer.from("not json 1"));
      const { rows: log } = await store.audit.search({ ...WHOLE_AUDIT, deed: ["quarantine_dismissed"] }, NOW);
      expect(log).toMatchObject([{ author: BY.author, details: { events: 2, numbers: "1, 3" } }]);
    });

    test("a dismissed event that comes again stays dismissed, and is found in the delivery log", async () => {
      const store = freshStore();
      await tell(store);
      await store.events.dismiss([1], BY);
      await store.events.ingest(incoming("not json 1", { messageId: "odd_1" }), NOW + 5);
      expect(await figuresOf(store)).toEqual([2, 1]);
      const { rows } = await store.deliveries.search({ ...WHOLE_DELIVERY_LOG, type: ["unrecognised"] }, NOW);
      expect(rows.map(({ key }) => key)).toEqual(["r1", "e3", "e2", "e1"]);
    });

    test("a dismissed event can be brought back", async () => {
      const store = freshStore();
      await tell(store);
      await store.events.dismiss([1, 2], BY);
      expect(await store.events.bringBack([2, 3, 4], BY)).toBe(1);
      expect([await idsOf(store, "no"), await idsOf(store, "yes")]).toEqual([[3, 2], [1]]);
      expect(await figuresOf(store)).toEqual([2, 1]);
      const { rows: log } = await store.audit.search({ ...WHOLE_AUDIT, deed: ["quarantine_returned"] }, NOW);
      expect(log).toMatchObject([{ details: { events: 1, numbers: "2" } }]);
    });
  });

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

  describe(`${name}: the delivery log`, () => {
    test("shows each stored delivery once, newest first, page by page in both directions", async () => {
      const store = freshStore();
      await ingestVariety(store, { refusedEvery: 9 });
      const all = await readAllDeliveries(store, WHOLE_DELIVERY_LOG);
      const count = (outcome: string) => all.filter((one) => one.outcome === outcome).length;
      expect([count("stored"), count("duplicate"), count("refused")]).toEqual([EVENTS + 2, 34, 19]);
      expect(new Set(all.map((one) => one.key)).size).toBe(all.length);
      const times = all.map((one) => one.receivedAt);
      expect(times).toEqual([...times].sort((a, b) => b - a));
      for (const query of ["outcome=stored", "outcome=duplicate&outcome=refused", "cause=too_large"]) {
        const search = parseDeliverySearch(new URLSearchParams(query));
        const wanted = all.filter((one) => isShown(one, search)).map((one) => one.key);
        expect((await readAllDeliveries(store, search)).map((one) => one.key)).toEqual(wanted);
      }
    });

    test("skips and repeats nothing if simultaneous deliveries were stored in another order than they arrived", async () => {
      const store = freshStore();
      const causes = ["too_large", "missing_signature"] as const;
      // Refusals written together get their ids by cause, and a slow body makes an event's id later than its time.
      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          store.intake.recordRefusal({
            cause: causes[index % 2] ?? "too_large",
            receivedAt: NOW + (index % 7) * 1_000,
            bytes: null,
            tookMs: 1,
            headers: { "user-agent": nameOf(index % 8) },
          }),
        ),
      );
      for (let index = 0; index < 130; index++) {
        const sent = { messageId: `msg_${index}` };
        const body = docsBody("created", { connection: `conn_${index}` });
        await store.events.ingest(incoming(body, sent), NOW + ((index * 37) % 11) * 1_000);
      }
      const walk = async (from: DeliverySearch, way: "next" | "previous") => {
        const keys: string[] = [];
        for (let search = from; ; ) {
          const page = await store.deliveries.search(search, NOW);
          keys.push(...(way === "next" ? page.rows : page.rows.toReversed()).map((one) => one.key));
          const place = page[way];
          if (!place) return { keys, last: search };
          search = { ...search, after: way === "next" ? place : "", before: way === "next" ? "" : place };
        }
      };
      const { keys: older, last } = await walk(WHOLE_DELIVERY_LOG, "next");
      expect(older.filter((key) => key.startsWith("e"))).toHaveLength(130);
      expect(new Set(older).size).toBe(older.length);
      const { keys: newer } = await walk(last, "previous");
      expect(newer).toHaveLength(older.length);
      expect(new Set(newer)).toEqual(new Set(older));
    });

    test("any filter agrees with checking every delivery, page by page in both directions, and so does an export", async () => {
      const store = freshStore();
      await ingestVariety(store, { refusedEvery: 9 });
      const typeOf = new Map((await readAllEvents(store, {})).map(({ id, type }) => [id, type]));
      const all = await readAllDeliveries(store, WHOLE_DELIVERY_LOG);
      for (const query of DELIVERY_FILTERS) {
        const search = parseDeliverySearch(new URLSearchParams(query));
        const wanted = all.filter((one) => isDeliveryWanted(one, search, typeOf)).map((one) => one.key);
        const found = await readAllDeliveries(store, search);
        expect({ query, keys: found.map((one) => one.key) }).toEqual({ query, keys: wanted });
        const exported: string[] = [];
        for await (const slice of store.deliveries.readAll(search, NOW)) exported.push(...slice.map((one) => one.key));
        expect({ query, keys: exported }).toEqual({ query, keys: wanted });
      }
    });

    test("a delivery names its connection, its user and the sender's message id", async () => {
      const store = freshStore();
      const event = incoming(docsBody("created", { connection: "conn_a", user: "user_a" }), { messageId: "msg_a" });
      await store.events.ingest(event, NOW);
      await store.events.ingest(event, NOW + 1);
      const named = { connectionId: "conn_a", user: "user_a", messageId: "msg_a" };
      const { rows } = await store.deliveries.search(WHOLE_DELIVERY_LOG, NOW);
      expect(rows).toMatchObject([
        { outcome: "duplicate", ...named },
        { outcome: "stored", ...named },
      ]);
    });

    test("a message id of two events, or of a refused request, finds all of them", async () => {
      const store = freshStore();
      await store.events.ingest(incoming(docsBody("created", { user: "a" }), { messageId: "msg_x" }), NOW);
      await store.events.ingest(incoming(docsBody("expired", { user: "b" }), { messageId: "msg_x" }), NOW + 1);
      await store.events.ingest(incoming(docsBody("created", { user: "c" }), { messageId: "msg_xy" }), NOW + 2);
      const refusal = { cause: "signature_mismatch", bytes: 1, tookMs: 1 } as const;
      await store.intake.recordRefusal({ ...refusal, receivedAt: NOW + 3, headers: { "svix-id": "msg_x" } });
      await store.intake.recordRefusal({ ...refusal, receivedAt: NOW + 4, headers: { "webhook-id": "msg_x" } });
      await store.intake.recordRefusal({ ...refusal, receivedAt: NOW + 5, headers: { "svix-id": "msg_y" } });
      const { rows } = await store.deliveries.search({ ...WHOLE_DELIVERY_LOG, id: "msg_x" }, NOW);
      expect(rows.map((one) => one.receivedAt - NOW)).toEqual([4, 3, 1, 0]);
    });

    test("each attempt keeps its own time of signing, whichever came first", async () => {
      const store = freshStore();
      const event = (sentAt: number) => incoming(sdkBody("expired"), { messageId: "msg", sentAt });
      await store.events.ingest(event(9_000), 10_000);
      await store.events.ingest(event(3_000), 11_000);
      const { rows } = await store.deliveries.search(WHOLE_DELIVERY_LOG, NOW);
      expect(rows).toMatchObject([
        { outcome: "duplicate", sentAt: 3_000 },
        { outcome: "stored", sentAt: 9_000 },
      ]);
    });

    test("deliveries are counted by the hour, whatever their outcome", async () => {
      const store = freshStore();
      const at = 5 * HOUR_MS;
      await store.events.ingest(incoming(docsBody("created"), { messageId: "a" }), at + 1);
      await store.events.ingest(incoming(docsBody("created"), { messageId: "a" }), at + 2);
      await store.events.ingest(incoming(docsBody("expired"), { messageId: "b" }), at + HOUR_MS);
      const sign = JSON.stringify({ type: "realtime.x", data: { connection: { id: "c" } } });
      await store.events.ingest(incoming(sign), at + 3);
      await store.intake.recordRefusal({ cause: "too_large", receivedAt: at, bytes: 1, tookMs: 1, headers: {} });
      const count = (hour: number, outcome: string) => ({ hour, outcome, deliveries: 1 });
      expect(await store.intake.hours(at, at + 2 * HOUR_MS)).toEqual([
        count(at, "counted"),
        count(at, "duplicate"),
        count(at, "stored"),
        count(at, "too_large"),
        count(at + HOUR_MS, "stored"),
      ]);
      expect(await store.intake.hours(at + HOUR_MS, at + 2 * HOUR_MS)).toHaveLength(1);
    });

    test("for any span and filter, the log holds exactly what the hours count, and nothing older", async () => {
      const store = freshStore();
      for (let hoursAgo = 0; hoursAgo < 50; hoursAgo += 5) {
        const at = NOW - hoursAgo * HOUR_MS;
        const sent = { messageId: `msg_${hoursAgo}` };
        await store.events.ingest(incoming(docsBody("created"), sent), at);
        await store.events.ingest(incoming(docsBody("created"), sent), at + 1);
        const headers = { "user-agent": nameOf(hoursAgo) };
        const refusal = { receivedAt: at + 2, bytes: null, tookMs: 1, headers };
        await store.intake.recordRefusal({ ...refusal, cause: hoursAgo % 2 ? "too_large" : "stale_timestamp" });
      }
      for (const query of ["", "outcome=refused", "outcome=stored&outcome=duplicate", "cause=too_large"]) {
        for (const received of DELIVERY_SPANS) {
          const search = { ...parseDeliverySearch(new URLSearchParams(query)), received };
          const from = spanStart(received, NOW);
          const counted = countMatching(await store.intake.hours(from, NOW + HOUR_MS), search);
          const lines = await readAllDeliveries(store, search);
          expect([query, received, lines.length]).toEqual([query, received, counted]);
          expect(lines.every((line) => line.receivedAt >= from)).toBe(true);
        }
        const any = await readAllDeliveries(store, parseDeliverySearch(new URLSearchParams(query)));
        const lately = await readAllDeliveries(
          store,
          parseDeliverySearch(new URLSearchParams(`${query}&received=24h`)),
        );
        expect(any.length).toBeGreaterThan(lately.length);
      }
    });

    test("a flood leaves room for every other sender, and keeps the store within its bound", async () => {
      const store = freshStore();
      const refuse = (agent: string, receivedAt: number) =>
        store.intake.recordRefusal({
          cause: "signature_mismatch",
          receivedAt,
          bytes: 10,
          tookMs: 1,
          headers: { "user-agent": agent },
        });
      await refuse("Svix-Webhooks/1.2", 1);
      await Promise.all(Array.from({ length: 3_000 }, (_, index) => refuse("flood/1", index + 2)));
      await Promise.all(Array.from({ length: 3_000 }, (_, index) => refuse(nameOf(index), index + 3_002)));
      await refuse("Svix-Webhooks/1.3", 9_000);
      const kept = await store.intake.listRefusals(100_000);
      expect(kept.length).toBeLessThanOrEqual(12 * 5 + 15);
      const agents = kept.map((one) => one.headers["user-agent"]);
      expect(agents.filter((agent) => agent?.startsWith("Svix"))).toHaveLength(2);
      expect((await store.intake.summary()).refused).toMatchObject([{ deliveries: 6_002, lastAt: 9_000 }]);
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

const DELIVERY_FILTERS = [
  "type=expired",
  "type=created&type=unrecognised",
  "type=rules&outcome=duplicate",
  "type=expired&cause=too_large",
  "type=updated&outcome=refused",
  "received=24h",
  "received=24h&type=updated",
  "received=1970-02-08..1970-02-10",
  "received=1970-02-08..1970-02-10&zone=Asia/Tokyo&outcome=duplicate",
  "received=1970-02-08..1970-02-10&outcome=refused&cause=too_large",
  "received=over-30d",
  "id=conn_1",
  "id=user_2&type=expired",
  "id=user_1&received=1970-02-08..1970-02-10",
  "id=msg_5",
  "id=conn_",
  "id=nobody",
];

/**
 * Ingests events of a few connections over a month, in both dialects and schemes, every fifth twice. Refusals come in between:
 * few if they don't matter, since a store may take its time to write each.
 */
async function ingestVariety(store: Store, { refusedEvery }: { refusedEvery: number }): Promise<void> {
  const random = randomFrom(11);
  const kinds = ["created", "updated", "expired"] as const;
  for (let index = 0; index < EVENTS; index++) {
    const kind = kinds[Math.floor(random() * kinds.length)] ?? "updated";
    const number = Math.floor(random() * 4);
    const said = { connection: `conn_${number}`, user: `user_${number % 3}`, occurredAt: index * 1_000 };
    const body = random() < 0.5 ? docsBody(kind, said) : sdkBody(kind, { ...said, live: random() < 0.5 });
    const receivedAt = NOW - (EVENTS - index) * 4 * HOUR_MS + Math.floor(random() * HOUR_MS);
    const scheme = random() < 0.3 ? "ofauth" : "svix";
    const event = incoming(body, { messageId: `msg_${index}`, scheme, sentAt: receivedAt - 100 });
    await store.events.ingest(event, receivedAt);
    if (index % 5 === 0) await store.events.ingest(event, receivedAt + 1);
    if (index % refusedEvery === 0) {
      const cause = index % 2 === 0 ? "too_large" : "missing_signature";
      const headers = { "user-agent": nameOf(index) };
      await store.intake.recordRefusal({ cause, receivedAt: receivedAt + 2, bytes: null, tookMs: 1, headers });
    }
  }
  await store.events.ingest(incoming("not json", { messageId: "odd" }), NOW - 5);
  await store.events.ingest(
    incoming(JSON.stringify({ type: "rules.updated", data: {} }), { messageId: "rules" }),
    NOW - 4,
  );
}

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

function isDeliveryWanted(
  one: LoggedDelivery,
  search: DeliverySearch,
  typeOf: ReadonlyMap<number, LoggedEvent["type"]>,
): boolean {
  const { outcome, cause, type, id } = search;
  if (outcome.length > 0 && !outcome.includes(one.outcome)) return false;
  // The last 24 hours of the log begin with a whole hour, as its chart does.
  const isReceived =
    search.received === "24h"
      ? one.receivedAt >= NOW - (NOW % HOUR_MS) - 23 * HOUR_MS
      : isInSpan(one.receivedAt, search);
  if (!isReceived) return false;
  if (one.outcome === "refused") {
    return type.length === 0 && id === "" && (cause.length === 0 || cause.includes(one.cause));
  }
  const ofEvent = typeOf.get(one.eventId);
  return (
    cause.length === 0 &&
    (type.length === 0 || (ofEvent !== undefined && type.includes(ofEvent))) &&
    (id === "" || [one.connectionId, one.user, one.messageId].includes(id))
  );
}

/** The spans of the filters, calculated by hand. */
function isInSpan(at: number, { received, zone }: Pick<EventFilter, "received" | "zone">): boolean {
  const ahead = zone === "Asia/Tokyo" ? 9 * HOUR_MS : 0;
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`) - ahead;
  if (received === "24h") return at >= NOW - 24 * HOUR_MS;
  if (received === "over-30d") return at < NOW - 30 * 24 * HOUR_MS;
  return received === "" || (at >= day("1970-02-08") && at < day("1970-02-11"));
}

async function readAllEvents(store: Store, filter: Partial<EventFilter>): Promise<LoggedEvent[]> {
  const pages: LoggedEvent[][] = [];
  let search = { ...WHOLE_LOG, ...filter };
  for (;;) {
    const page = await store.events.search(search, NOW);
    expect(page.offset).toBe(pages.flat().length);
    pages.push([...page.rows]);
    const previous = page.previous && (await store.events.search({ ...search, after: "", before: page.previous }, NOW));
    const ids = (previous ? previous.rows : []).map((one) => one.id);
    expect(ids).toEqual((pages.at(-2) ?? []).map((one) => one.id));
    if (!page.next) {
      const { value, precision } = page.total;
      if (precision === "exact") expect(value).toBe(pages.flat().length);
      return pages.flat();
    }
    search = { ...search, after: page.next };
  }
}

async function readAllDeliveries(store: Store, wanted: DeliverySearch): Promise<LoggedDelivery[]> {
  const pages: LoggedDelivery[][] = [];
  let search = wanted;
  for (;;) {
    const page = await store.deliveries.search(search, NOW);
    pages.push([...page.rows]);
    const previous =
      page.previous && (await store.deliveries.search({ ...search, after: "", before: page.previous }, NOW));
    const keys = (previous ? previous.rows : []).map((one) => one.key);
    expect(keys).toEqual((pages.at(-2) ?? []).map((one) => one.key));
    if (!page.next) return pages.flat();
    search = { ...search, after: page.next };
  }
}

function isShown(one: LoggedDelivery, { outcome, cause }: DeliverySearch): boolean {
  if (cause.length > 0) return one.outcome === "refused" && cause.includes(one.cause);
  return outcome.includes(one.outcome);
}

/** A program's name, without digits, which don't distinguish senders. */
function nameOf(index: number): string {
  return [...index.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join("");
}
