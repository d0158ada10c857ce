import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import type { IncomingEvent } from "@/domain/intake/event";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { BY } from "@/testing/by";
import { created, docsBody, expired, incoming, sdkBody } from "@/testing/worlds/deliveries";
import { NOW, RECEIVED_AT } from "./stored-connections";

/** Tests what every store promises about storing events. */
export function describeEvents(name: string, freshStore: () => Store): void {
  describe(`${name}: keeping events`, () => {
    test("a repeated delivery is counted and stored once", async () => {
      const store = freshStore();
      const event = created({}, { messageId: "msg" });
      const first = await store.events.ingest(event, RECEIVED_AT);
      const second = await store.events.ingest(event, RECEIVED_AT);
      expect(first.outcome).toBe("stored");
      expect(second).toEqual({ outcome: "duplicate", eventId: first.eventId });
      const { steps } = await store.timelines.ofConnection("conn_abc123", { size: 10 });
      expect(steps).toMatchObject([{ event: { deliveries: 2 } }]);
    });

    test("deliveries that arrive together each get their own response", async () => {
      const store = freshStore();
      const event = created({}, { messageId: "msg" });
      const outcomes = await Promise.all([1, 2, 3].map(() => store.events.ingest(event, RECEIVED_AT)));
      expect(outcomes.map((one) => one.outcome)).toEqual(["stored", "duplicate", "duplicate"]);
    });

    test("one delivery that can't be stored does not affect others in its transaction", async () => {
      const store = freshStore();
      const broken: IncomingEvent = { ...created(), scheme: brokenScheme() };
      const outcomes = await Promise.allSettled([
        store.events.ingest(created({ connection: "conn_1" }), RECEIVED_AT),
        store.events.ingest(broken, RECEIVED_AT),
        store.events.ingest(created({ connection: "conn_2" }), RECEIVED_AT),
      ]);
      expect(outcomes.map((one) => one.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect((await store.connections.search(WHOLE_LIST, NOW)).total.value).toBe(2);
    });

    test("a message id reused for another body keeps both events", async () => {
      const store = freshStore();
      const reused = { messageId: "msg" };
      await store.events.ingest(incoming(docsBody("created", { occurredAt: 1_000 }), reused), RECEIVED_AT);
      const other = incoming(docsBody("expired", { occurredAt: 2_000 }), reused);
      expect((await store.events.ingest(other, RECEIVED_AT)).outcome).toBe("stored");
      expect((await store.events.ingest(other, RECEIVED_AT)).outcome).toBe("duplicate");
      expect(await store.connections.find("conn_abc123")).toMatchObject({ status: "expired" });
    });

    test("a repeated delivery is recognized after the earlier event with its message id is erased", async () => {
      const store = freshStore();
      const reused = { messageId: "msg" };
      await store.events.ingest(created({ connection: "conn_gone", user: "user_gone" }, reused), RECEIVED_AT);
      const other = expired({ user: "user_kept" }, reused);
      await store.events.ingest(other, RECEIVED_AT);
      await store.maintenance.erase({ kind: "user", reference: "user_gone" }, { isDryRun: false }, BY);
      expect((await store.events.ingest(other, RECEIVED_AT)).outcome).toBe("duplicate");
      expect((await store.events.ingest(expired({ user: "user_new" }, reused), RECEIVED_AT)).outcome).toBe("stored");
    });

    test("without a message id and a time, the same bytes are one event within an hour, and another one later", async () => {
      const store = freshStore();
      const body = sdkBody("expired");
      const outcomes: string[] = [];
      for (const sentAt of [1_000, 5_000, 7 * 3_600_000]) {
        const { outcome } = await store.events.ingest(incoming(body, { scheme: "ofauth", sentAt }), RECEIVED_AT);
        outcomes.push(outcome);
      }
      expect(outcomes).toEqual(["stored", "duplicate", "stored"]);
    });

    test("a body that can't be understood is stored byte for byte", async () => {
      const store = freshStore();
      const body = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
      const { eventId } = await store.events.ingest(incoming(body), RECEIVED_AT);
      expect(Buffer.from((await store.events.findBody(eventId ?? 0)) ?? [])).toEqual(body);
      expect((await store.intake.summary()).unrecognised).toBe(1);
    });

    test("an unknown type with a connection is on its timeline and changes nothing", async () => {
      const store = freshStore();
      await store.events.ingest(created({ occurredAt: 1_000 }), RECEIVED_AT);
      const body = docsBody("created", { occurredAt: 2_000, status: "paused" }).replace(
        "connection.created",
        "connection.paused",
      );
      await store.events.ingest(incoming(body), RECEIVED_AT);
      expect(await store.connections.find("conn_abc123")).toMatchObject({ status: "active" });
      const { steps } = await store.timelines.ofConnection("conn_abc123", { size: 10 });
      expect(steps[0]).toMatchObject({ kind: "unrecognised", type: "connection.paused", reason: "unknown_type" });
    });

    test("unreadable events of one instant are on the timeline in order of arrival, whether or not their type is known", async () => {
      const known = incoming(docsBody("created", { occurredAt: 1_000 }));
      const unknown = incoming(known.body.toString().replace("connection.created", "connection.paused"));
      // As stored by a version that didn't know its type yet.
      const early = { ...known, reading: unknown.reading };
      for (const [first, second] of [
        [early, unknown],
        [unknown, early],
      ] as const) {
        const store = freshStore();
        const ids: (number | null)[] = [];
        for (const event of [first, second]) ids.push((await store.events.ingest(event, RECEIVED_AT)).eventId);
        await store.events.ingest(expired({ occurredAt: 1_000 }), RECEIVED_AT);
        const { steps } = await store.timelines.ofConnection("conn_abc123", { size: 10 });
        expect(steps.map((step) => ("id" in step ? step.id : step.kind))).toEqual([...ids.toReversed(), "connection"]);
      }
    });

    test("a sign of life is counted, and nothing of it is stored", async () => {
      const store = freshStore();
      const body = JSON.stringify({ type: "realtime.chat_message.received", data: { connection: { id: "conn_x" } } });
      expect(await store.events.ingest(incoming(body), RECEIVED_AT)).toEqual({ outcome: "counted", eventId: null });
      expect(await store.connections.find("conn_x")).toBeNull();
      await store.events.ingest(incoming(body, { sentAt: 500_000 }), RECEIVED_AT);
      expect(await store.connections.findSignOfLife("conn_x")).toEqual({ lastAt: 500_000, deliveries: 2 });
      expect((await store.intake.summary()).lastReceivedAt).toBeNull();
    });

    test("storing an event makes a revision and notifies listeners until they stop; repetitions don't", async () => {
      const store = freshStore();
      let heard = 0;
      const stop = store.changes.subscribe(() => heard++);
      const event = created();
      await store.events.ingest(event, RECEIVED_AT);
      await store.events.ingest(event, RECEIVED_AT);
      await store.intake.recordRefusal({ cause: "too_large", receivedAt: 0, bytes: null, tookMs: 1, headers: {} });
      stop();
      await store.events.ingest(expired(), RECEIVED_AT);
      expect(heard).toBe(2);
      expect(store.changes.revision()).toEqual({ events: 2, refusals: 1, outreach: 0 });
    });
  });
}

/** A value that the types forbid and every database must reject. */
function brokenScheme(): IncomingEvent["scheme"] {
  return null as never;
}
