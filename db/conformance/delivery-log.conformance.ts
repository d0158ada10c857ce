import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import {
  countMatching,
  DELIVERY_SPANS,
  type DeliverySearch,
  type LoggedDelivery,
  parseDeliverySearch,
  spanStart,
  WHOLE_DELIVERY_LOG,
} from "@/domain/intake/delivery-log";
import type { LoggedEvent } from "@/domain/intake/event-log";
import { docsBody, incoming, sdkBody } from "@/testing/worlds/deliveries";
import { EVENTS, HOUR_MS, ingestVariety, isInSpan, NOW, nameOf, readAllEvents } from "./logged-events";

/** Tests what every store promises about its delivery log. */
export function describeDeliveryLog(name: string, freshStore: () => Store): void {
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
