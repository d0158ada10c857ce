import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import { WHOLE_DELIVERY_LOG } from "@/domain/intake/delivery-log";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import { BY } from "@/testing/by";
import { docsBody, incoming } from "@/testing/worlds/deliveries";
import { NOW } from "./logged-events";

/** Tests what every store promises about its quarantine. */
export function describeQuarantine(name: string, freshStore: () => Store): void {
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
}
