import { afterEach, expect, test } from "vitest";
import { currentJob } from "@/app/maintenance-job";
import { removeWhenDue } from "@/app/retention-schedule";
import { WHOLE_AUDIT } from "@/domain/audit-search";
import { DAY_MS } from "@/domain/retention";
import { BY } from "@/testing/by";
import { updated } from "@/testing/deliveries";
import { freshStore } from "@/testing/fresh-store";

const NOW = 500 * DAY_MS;

afterEach(() => {
  globalThis.relink?.clear();
});

async function storeWithOldEvents() {
  const store = freshStore();
  for (let day = 0; day < 10; day++) {
    await store.events.ingest(updated({ connection: "conn_1", occurredAt: day * DAY_MS }), day * DAY_MS);
  }
  const removals = async () => (await store.audit.search({ ...WHOLE_AUDIT, deed: ["old_data_removed"] }, NOW)).rows;
  return { store, removals };
}

async function jobDone(): Promise<void> {
  while (currentJob()?.state === "running") await new Promise((resolve) => setTimeout(resolve, 5));
}

test("old data is removed a day after the rules were set, then once a day, and without rules never", async () => {
  const { store, removals } = await storeWithOldEvents();
  await removeWhenDue(store, NOW);
  expect(await store.maintenance.retentionDueAt()).toBeNull();

  await store.settings.change({ keepEventsDays: 30 }, BY);
  await removeWhenDue(store, NOW);
  expect(await store.maintenance.retentionDueAt()).toBe(NOW + DAY_MS);
  await removeWhenDue(store, NOW + DAY_MS - 1);
  await jobDone();
  expect(await removals()).toEqual([]);

  await removeWhenDue(store, NOW + DAY_MS);
  await jobDone();
  expect(await removals()).toMatchObject([
    { author: { name: "Relink itself" }, details: { step: "done", events: 8 } },
    { author: { name: "Relink itself" }, details: { step: "begun" } },
  ]);
  expect(await store.maintenance.retentionDueAt()).toBe(NOW + 2 * DAY_MS);
});

test("after the clock was put back it is not put off for longer than a day", async () => {
  const { store } = await storeWithOldEvents();
  await store.settings.change({ keepEventsDays: 30 }, BY);
  await store.maintenance.postponeRetention(NOW + 300 * DAY_MS);
  await removeWhenDue(store, NOW);
  expect(await store.maintenance.retentionDueAt()).toBe(NOW + DAY_MS);
});
