import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import type { Connection, ConnectionEvent } from "@/domain/connection/connection";
import { foldHistory } from "@/domain/connection/projection";
import { occurredAtOf } from "@/domain/intake/event";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import type { TimelineStep } from "@/domain/lists/timeline";
import { deliveredHistories, type UnsignedDelivery } from "@/testing/arbitraries";
import { created, disconnected, expired, incoming, sdkBody, updated } from "@/testing/worlds/deliveries";
import { closing, ingestAll, NOW, RECEIVED_AT, RUNS } from "./stored-connections";

/** Tests what every store promises about the fold of events into connections. */
export function describeFold(name: string, freshStore: () => Store): void {
  describe(`${name}: the fold`, () => {
    test("any order and repetition of a history gives the state of its sorted fold", async () => {
      await fc.assert(
        fc.asyncProperty(deliveredHistories, ({ history, deliveries }) =>
          closing(freshStore(), async (store) => {
            await ingestAll(store, deliveries);
            for (const id of ["conn_a", "conn_b"]) {
              expect(comparable(await store.connections.find(id))).toEqual(comparable(foldOf(history, id)));
            }
          }),
        ),
        { numRuns: RUNS },
      );
    });

    test("the live state equals the rebuilt one", async () => {
      await fc.assert(
        fc.asyncProperty(deliveredHistories, ({ deliveries }) =>
          closing(freshStore(), async (store) => {
            await ingestAll(store, deliveries);
            const report = await store.maintenance.rebuild();
            expect({ corrected: report.corrected, removed: report.removed }).toEqual({ corrected: 0, removed: 0 });
          }),
        ),
        { numRuns: RUNS },
      );
    });

    test("an event dated ahead is placed at its first receipt, however often it is sent, and doesn't hide a later expiry", async () => {
      const store = freshStore();
      const ahead = updated({ occurredAt: 253_370_764_800_000 });
      await store.events.ingest(ahead, 10_000);
      await store.events.ingest(expired({ occurredAt: 20_000 }), 20_000);
      await store.events.ingest(ahead, 30_000);
      expect(await store.connections.find("conn_abc123")).toMatchObject({
        status: "expired",
        statusSince: 20_000,
        firstEventAt: 10_000,
        anomalies: 1,
      });
      const { steps } = await store.timelines.ofConnection("conn_abc123", { size: 10 });
      expect(steps[1]).toMatchObject({ event: { occurredAt: 10_000 }, effect: { anomalies: ["misdated"] } });
      expect(Buffer.from(bodyOf(steps[1]) ?? "").toString()).toContain("9999-");
    });

    test("an event that arrives late never undoes a newer one", async () => {
      const store = freshStore();
      await store.events.ingest(expired({ occurredAt: 20_000 }), RECEIVED_AT);
      await store.events.ingest(created({ occurredAt: 10_000, permissions: ["posts:read"] }), RECEIVED_AT);
      const connection = await store.connections.find("conn_abc123");
      expect(connection).toMatchObject({ status: "expired", statusSince: 20_000, permissions: ["posts:read"] });
    });

    test("a retry of an event without its own time keeps the first attempt's", async () => {
      const store = freshStore();
      const body = sdkBody("expired");
      await store.events.ingest(incoming(body, { messageId: "msg", sentAt: 90_000 }), RECEIVED_AT);
      await store.events.ingest(incoming(body, { messageId: "msg", sentAt: 30_000 }), RECEIVED_AT);
      expect(await store.connections.find("conn_abc123")).toMatchObject({ statusSince: 30_000, expiries: 1 });
    });

    test("a long name doesn't slow others down, and the event keeps all of it", async () => {
      const store = freshStore();
      const name = `Jane ${"n".repeat(100_000)}`;
      const event = created({ connection: "conn_long", account: { name } });
      await store.events.ingest(event, RECEIVED_AT);
      const [row] = (await store.connections.search({ ...WHOLE_LIST, q: "jane nnn" }, NOW)).rows;
      expect(row?.account.name).toHaveLength(500);
      const [step] = (await store.timelines.ofConnection("conn_long", { size: 10 })).steps;
      expect(bodyOf(step)).toEqual(event.body);
    });

    test("two ids with the same beginning, as long as an id may be, remain two events", async () => {
      const store = freshStore();
      const ids = ["a", "b"].map((end) => `${"c".repeat(255)}${end}`);
      for (const connection of ids) await store.events.ingest(created({ connection }), RECEIVED_AT);
      expect((await store.connections.search(WHOLE_LIST, NOW)).rows).toEqual([]);
      expect((await store.events.search(WHOLE_LOG, NOW)).rows).toHaveLength(2);
    });

    test("an event after the disconnection is stored, and changes no state", async () => {
      const store = freshStore();
      await store.events.ingest(disconnected({ occurredAt: 1_000 }), RECEIVED_AT);
      await store.events.ingest(updated({ occurredAt: 2_000 }), RECEIVED_AT);
      expect(await store.connections.find("conn_abc123")).toMatchObject({ status: "disconnected", anomalies: 1 });
      const { steps } = await store.timelines.ofConnection("conn_abc123", { size: 10 });
      expect(steps[0]).toMatchObject({ effect: { changes: [], anomalies: ["after_disconnection"] } });
    });
  });
}

/** Folds a history, numbered in the order written. No tie in it depends on that. */
function foldOf(history: readonly UnsignedDelivery[], connectionId: string): Connection | null {
  const events = history.map(({ body, ...sent }, index): ConnectionEvent[] => {
    const event = incoming(body, sent);
    const { reading } = event;
    if (reading.kind !== "connection" || reading.connectionId !== connectionId) return [];
    const { receivedAt } = sent;
    return [{ id: index, occurredAt: occurredAtOf(event, receivedAt), receivedAt, deliveries: 1, said: reading }];
  });
  return foldHistory(events.flat());
}

/** Without event numbers, which depend on arrival. */
function comparable(connection: Connection | null) {
  if (!connection) return null;
  const { setBy: _setBy, last, ...rest } = connection;
  return { ...rest, last: { occurredAt: last.occurredAt, change: last.change } };
}

function bodyOf(step: TimelineStep | undefined): Uint8Array | undefined {
  return step && step.kind !== "act" ? step.body : undefined;
}
