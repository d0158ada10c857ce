import path from "node:path";
import { expect, test } from "vitest";
import { freshFolder, storeAt } from "@/testing/fresh-store";

test("refusals not yet written are counted when the store closes", async () => {
  const file = path.join(freshFolder(), "relink.db");
  const store = storeAt(file);
  const refusal = { cause: "missing_signature", receivedAt: 1_000, bytes: 2, tookMs: 1, headers: {} } as const;
  const recorded = Promise.all([store.intake.recordRefusal(refusal), store.intake.recordRefusal(refusal)]);
  store.close();
  await recorded;
  const { refused } = await storeAt(file).intake.summary();
  expect(refused).toMatchObject([{ cause: "missing_signature", deliveries: 2 }]);
});
