import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";

/** Tests what every store promises about refused deliveries. */
export function describeRefusals(name: string, freshStore: () => Store): void {
  describe(`${name}: refusals`, () => {
    test("all are counted, a bounded number is stored, and a flood of one cause doesn't push out others", async () => {
      const store = freshStore();
      const refuse = (cause: "missing_signature" | "signature_mismatch", receivedAt: number) =>
        store.intake.recordRefusal({ cause, receivedAt, bytes: 10, tookMs: 1, headers: { "user-agent": "x" } });
      await refuse("signature_mismatch", 1);
      await Promise.all(Array.from({ length: 500 }, (_, index) => refuse("missing_signature", index + 2)));
      const kept = await store.intake.listRefusals(10_000);
      expect(kept.length).toBeLessThanOrEqual(101);
      expect(kept[0]).toMatchObject({ cause: "missing_signature", receivedAt: 501 });
      expect(kept.at(-1)).toMatchObject({ cause: "signature_mismatch" });
      expect((await store.intake.summary()).refused).toEqual([
        { cause: "missing_signature", deliveries: 500, lastAt: 501 },
        { cause: "signature_mismatch", deliveries: 1, lastAt: 1 },
      ]);
    });
  });
}
