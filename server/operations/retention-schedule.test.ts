import { afterEach, describe, expect, test } from "vitest";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import { testConnectionId } from "@/domain/intake/test-connection";
import { DAY_MS, retentionRulesSchema, totalOf } from "@/domain/operations/retention";
import { BY } from "@/testing/by";
import { freshStore } from "@/testing/fresh-store";
import { incoming, updated } from "@/testing/worlds/deliveries";
import { currentJob } from "./maintenance-job";
import { removeWhenDue } from "./retention-schedule";

const NOW = 500 * DAY_MS;

afterEach(() => {
  globalThis.relink?.clear();
});

async function storeWithOldEvents() {
  const store = freshStore();
  for (let day = 0; day < 10; day++) {
    await store.events.ingest(updated({ connection: "conn_1", occurredAt: day * DAY_MS }), day * DAY_MS);
  }
  await store.events.ingest(updated({ connection: "conn_2", occurredAt: NOW }), NOW);
  const removals = async () => (await store.audit.search({ ...WHOLE_AUDIT, deed: ["old_data_removed"] }, NOW)).rows;
  return { store, removals };
}

async function jobDone(): Promise<void> {
  while (currentJob()?.state === "running") await new Promise((resolve) => setTimeout(resolve, 5));
}

test("old data is removed a day after the rules were set, then once a day, and never without rules", async () => {
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

describe("a clock that jumps ahead by 400 days", () => {
  const JUMPED = NOW + 400 * DAY_MS;
  const everything = {
    keepEventsDays: 30,
    keepUnreadDays: 30,
    keepRepeatsDays: 30,
    keepHoursDays: 31,
    keepAuditDays: 365,
  };

  async function storeWithRules() {
    const { store, removals } = await storeWithOldEvents();
    await store.settings.change(everything, { ...BY, at: NOW });
    await removeWhenDue(store, NOW);
    const left = async () => ({
      events: (await store.events.search(WHOLE_LOG, NOW)).rows.length,
      audit: (await store.audit.search(WHOLE_AUDIT, NOW)).rows.length,
    });
    return { store, removals, left };
  }

  test("removes nothing, however often it is checked and whatever people do meanwhile", async () => {
    const { store, left } = await storeWithRules();
    const before = await left();
    for (const day of [0, 1, 2]) {
      await removeWhenDue(store, JUMPED + day * DAY_MS);
      await jobDone();
    }
    expect(await left()).toEqual(before);
    await store.settings.change({ keepHoursDays: 40 }, { ...BY, at: JUMPED });
    await store.maintenance.postponeRetention(JUMPED + DAY_MS);
    const test = updated({ connection: testConnectionId("1"), occurredAt: JUMPED });
    await store.events.ingest(test, JUMPED);
    // As `npm run send` does for an ordinary connection.
    await store.events.ingest({ ...updated({ connection: "conn_3", occurredAt: JUMPED }), isTest: true }, JUMPED);
    await store.events.ingest({ ...incoming("not json", { messageId: "odd" }), isTest: true }, JUMPED);
    await removeWhenDue(store, JUMPED + 2 * DAY_MS);
    await jobDone();
    expect(await left()).toEqual({ events: before.events + 3, audit: before.audit + 1 });
  });

  test("removes nothing by the button or the command either, and the report says so", async () => {
    const { store, left } = await storeWithRules();
    const before = await left();
    const rules = retentionRulesSchema.parse({ ...everything, databaseMaxMb: 5 });
    const report = await store.maintenance.retain(rules, { isDryRun: false }, { ...BY, at: JUMPED });
    expect(report.clockJump).toEqual({ trueAt: NOW, now: JUMPED });
    expect(totalOf(report).rows).toBe(0);
    expect(await left()).toEqual(before);
  });

  test("removes old data once an admin has confirmed the clock, or an event has arrived", async () => {
    for (const prove of ["admin", "event"]) {
      const { store, removals } = await storeWithRules();
      await removeWhenDue(store, JUMPED);
      expect(await store.maintenance.findClockJump(JUMPED)).not.toBeNull();
      if (prove === "admin") await store.maintenance.trustClock({ ...BY, at: JUMPED });
      else await store.events.ingest(updated({ connection: "conn_3", occurredAt: JUMPED }), JUMPED);
      expect(await store.maintenance.findClockJump(JUMPED)).toBeNull();
      await removeWhenDue(store, JUMPED);
      await jobDone();
      expect((await removals()).length).toBeGreaterThan(0);
    }
  });

  test("ends no token or invitation for good", async () => {
    const { store } = await storeWithRules();
    const expiresAt = NOW + 90 * DAY_MS;
    const token = {
      name: "backend",
      role: "viewer",
      madeBy: "ana@example.com",
      hint: "relink_abcd",
      createdAt: NOW,
    } as const;
    const link = { kind: "invitation", email: "bo@x.test", role: "operator", personId: null, expiresAt } as const;
    await store.tokens.make({ ...token, secretHash: "first", expiresAt }, { ...BY, at: NOW });
    await store.links.make({ ...link, secretHash: "first" }, null, { ...BY, at: NOW });
    const later = { secretHash: "second", expiresAt: JUMPED + DAY_MS };
    await store.tokens.make({ ...token, ...later }, { ...BY, at: JUMPED });
    await store.links.make({ ...link, ...later, email: "cy@x.test" }, null, { ...BY, at: JUMPED });
    const bo = { email: "bo@x.test", name: "Bo", role: "operator", passwordHash: null } as const;
    const options = { deed: { deed: "joined" }, clearsTwoStep: false } as const;
    expect(await store.people.redeemLink("first", bo, options, { ...BY, at: JUMPED })).toBeNull();
    expect(await store.tokens.find("first", NOW)).not.toBeNull();
    expect(await store.links.find("first", NOW)).not.toBeNull();
  });

  test("isn't suspected after quiet weeks with the server running, with rules or without", async () => {
    const { store } = await storeWithOldEvents();
    for (let day = 0; day <= 40; day++) await removeWhenDue(store, NOW + day * DAY_MS);
    expect(await store.maintenance.findClockJump(NOW + 41 * DAY_MS)).toBeNull();
  });
});

test("after the clock is set back, the removal is postponed by at most a day", async () => {
  const { store } = await storeWithOldEvents();
  await store.settings.change({ keepEventsDays: 30 }, BY);
  await store.maintenance.postponeRetention(NOW + 300 * DAY_MS);
  await removeWhenDue(store, NOW);
  expect(await store.maintenance.retentionDueAt()).toBe(NOW + DAY_MS);
});
