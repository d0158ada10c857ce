import { describe, expect, test } from "vitest";
import type { Store, TimelinePage, TimelinePageRequest } from "@/db/store";
import { created, disconnected, expired, updated } from "@/testing/worlds/deliveries";
import { RECEIVED_AT } from "./stored-connections";

/** Tests what every store promises about timelines. */
export function describeTimelines(name: string, freshStore: () => Store): void {
  describe(`${name}: timelines`, () => {
    test("the pages of a timeline, joined, are the timeline, for a connection and for a user", async () => {
      const store = freshStore();
      for (let index = 0; index < 40; index++) {
        const said = { connection: `conn_${index % 3}`, occurredAt: Math.floor(index / 4) * 1_000, user: "ann" };
        await store.events.ingest(index % 2 === 0 ? updated(said) : expired(said), RECEIVED_AT);
      }
      const readers: ((page: TimelinePageRequest) => Promise<TimelinePage>)[] = [
        (page) => store.timelines.ofUser("ann", page),
        (page) => store.timelines.ofConnection("conn_1", page),
        (page) => store.timelines.ofUser("ann", { ...page, types: ["expired"] }),
        (page) => store.timelines.ofConnection("conn_2", { ...page, occurred: { from: 2_000, until: 8_000 } }),
      ];
      for (const read of readers) {
        const whole = (await read({ size: 100 })).steps;
        const pages: TimelinePage[] = [];
        let after: string | null = null;
        do {
          const page: TimelinePage = await read({ after, size: 7 });
          pages.push(page);
          after = page.next;
        } while (after);
        expect(pages.flatMap((page) => page.steps)).toEqual(whole);
        for (const [index, page] of pages.entries()) {
          const before = page.previous && (await read({ before: page.previous, size: 7 }));
          expect(before ? before.steps : undefined).toEqual(pages[index - 1]?.steps);
        }
      }
    });

    test("filters by kind and time leave the remaining steps unchanged", async () => {
      const store = freshStore();
      await store.events.ingest(created({ occurredAt: 1_000, permissions: ["a:b"] }), RECEIVED_AT);
      await store.events.ingest(expired({ occurredAt: 2_000 }), RECEIVED_AT);
      await store.events.ingest(updated({ occurredAt: 3_000, permissions: ["a:b", "c:d"] }), RECEIVED_AT);
      await store.events.ingest(expired({ occurredAt: 4_000 }), RECEIVED_AT);
      const { steps } = await store.timelines.ofConnection("conn_abc123", { size: 9 });
      const only = await store.timelines.ofConnection("conn_abc123", { size: 9, types: ["expired"] });
      expect(only.steps).toEqual([steps[0], steps[2]]);
      const occurred = { from: 2_000, until: 4_000 };
      expect((await store.timelines.ofConnection("conn_abc123", { size: 9, occurred })).steps).toEqual(
        steps.slice(1, 3),
      );
    });

    test("steps that changed nothing take one line of a page together", async () => {
      const store = freshStore();
      await store.events.ingest(created({ occurredAt: 1_000 }), RECEIVED_AT);
      for (let index = 2; index < 90; index++)
        await store.events.ingest(updated({ occurredAt: index * 1_000 }), RECEIVED_AT);
      await store.events.ingest(expired({ occurredAt: 100_000 }), RECEIVED_AT);
      const page = await store.timelines.ofConnection("conn_abc123", { size: 3 });
      expect([page.steps.length, page.next]).toEqual([90, null]);
    });

    test("a page begins slightly above the requested event, and reports if it isn't there", async () => {
      const store = freshStore();
      for (let index = 1; index < 30; index++) {
        const said = { occurredAt: index * 1_000, permissions: [`p:${index}`] };
        await store.events.ingest(updated(said), RECEIVED_AT);
      }
      const ids = async (startAt: number) => {
        const page = await store.timelines.ofConnection("conn_abc123", { size: 5, startAt });
        return [page.hasStart, page.steps.map((one) => (one.kind === "connection" ? one.event.id : one.id))];
      };
      expect(await ids(10)).toEqual([true, [13, 12, 11, 10, 9]]);
      expect(await ids(29)).toEqual([true, [29, 28, 27, 26, 25]]);
      expect(await ids(77)).toEqual([false, [29, 28, 27, 26, 25]]);
    });

    test("lives list when the status changed, oldest first", async () => {
      const store = freshStore();
      await store.events.ingest(created({ occurredAt: 1_000 }), RECEIVED_AT);
      await store.events.ingest(updated({ occurredAt: 2_000 }), RECEIVED_AT);
      await store.events.ingest(expired({ occurredAt: 3_000 }), RECEIVED_AT);
      expect(await store.timelines.lives(["conn_nobody", "conn_abc123"])).toMatchObject([
        { connectionId: "conn_nobody", turns: [] },
        {
          connectionId: "conn_abc123",
          turns: [
            { status: "active", from: 1_000, eventId: 1 },
            { status: "expired", from: 3_000, eventId: 3 },
          ],
        },
      ]);
    });

    test("an account's other connections are those in use, and the same user's disconnected ones", async () => {
      const store = freshStore();
      const account = { id: "of_1" };
      for (const [index, connection] of ["conn_1", "conn_2", "conn_3", "conn_4"].entries()) {
        const user = connection === "conn_4" ? "user_4" : "user_1";
        await store.events.ingest(created({ connection, user, account, occurredAt: 1_000 + index }), RECEIVED_AT);
      }
      await store.events.ingest(
        created({ connection: "conn_5", account: { id: "of_5" }, occurredAt: 1_000 }),
        RECEIVED_AT,
      );
      for (const [connection, user] of [
        ["conn_2", "user_1"],
        ["conn_4", "user_4"],
      ] as const) {
        await store.events.ingest(disconnected({ connection, user, occurredAt: 2_000 }), RECEIVED_AT);
      }
      const others = async (id: string) => (await store.connections.listOfSameAccount(id)).map((one) => one.id);
      expect(await others("conn_1")).toEqual(["conn_3", "conn_2"]);
      expect(await others("conn_4")).toEqual(["conn_3", "conn_1"]);
      expect(await others("conn_5")).toEqual([]);
      expect(await others("conn_nobody")).toEqual([]);
    });

    test("an event overtaken by another is marked late, wherever the page begins", async () => {
      const store = freshStore();
      await store.events.ingest(created({ occurredAt: 1_000 }), RECEIVED_AT);
      await store.events.ingest(expired({ occurredAt: 3_000 }), RECEIVED_AT);
      await store.events.ingest(updated({ occurredAt: 2_000 }), RECEIVED_AT);
      const whole = await store.timelines.ofConnection("conn_abc123", { size: 10 });
      expect(whole.steps.map((one) => one.kind === "connection" && one.isLate)).toEqual([false, true, false]);
      const first = await store.timelines.ofConnection("conn_abc123", { size: 1 });
      const second = await store.timelines.ofConnection("conn_abc123", { after: first.next, size: 1 });
      expect(second.steps).toMatchObject([{ isLate: true }]);
    });
  });
}
