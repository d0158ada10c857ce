import { beforeEach, expect, test } from "vitest";
import { freshStore } from "@/testing/fresh-store";
import { created, expired, incoming } from "@/testing/worlds/deliveries";
import { countCommit, countDelivery, countFault, countQuery, exposition } from "./metrics";

beforeEach(() => {
  forgetMetrics();
  return forgetMetrics;
});

function forgetMetrics(): void {
  globalThis.relink?.delete("metrics");
}

/** Returns the value of one series, or null if there is none. */
function seriesOf(text: string, series: string): number | null {
  const line = text.split("\n").find((one) => one.startsWith(`${series} `));
  return line ? Number(line.slice(series.length + 1)) : null;
}

test("deliveries are counted by outcome and cause, and timed", async () => {
  countDelivery({ outcome: "stored", cause: "", tookMs: 3 });
  countDelivery({ outcome: "stored", cause: "", tookMs: 300 });
  countDelivery({ outcome: "refused", cause: "signature_mismatch", tookMs: 1 });
  const { text, type } = await exposition(freshStore(), 1_000);
  expect(type).toContain("text/plain");
  expect(seriesOf(text, 'relink_deliveries_total{outcome="stored",cause=""}')).toBe(2);
  expect(seriesOf(text, 'relink_deliveries_total{outcome="refused",cause="signature_mismatch"}')).toBe(1);
  expect(seriesOf(text, 'relink_delivery_seconds_bucket{le="0.005"}')).toBe(2);
  expect(seriesOf(text, "relink_delivery_seconds_sum")).toBeCloseTo(0.304);
});

test("commits report their duration, how many deliveries shared and wait for them, and which the storage refused", async () => {
  countCommit({ members: 40, waiting: 7, tookMs: 12, isKept: true });
  countCommit({ members: 1, waiting: 3, tookMs: 2, isKept: false });
  const { text } = await exposition(freshStore(), 1_000);
  expect(seriesOf(text, 'relink_commits_total{outcome="kept"}')).toBe(1);
  expect(seriesOf(text, 'relink_commits_total{outcome="failed"}')).toBe(1);
  expect(seriesOf(text, "relink_commit_members_sum")).toBe(41);
  expect(seriesOf(text, 'relink_commit_seconds_bucket{le="0.01"}')).toBe(1);
  expect(seriesOf(text, "relink_commit_waiting")).toBe(3);
});

test("calls are timed by the store's method, and faults counted by kind", async () => {
  countQuery("connections.search", 30);
  countFault("render");
  const { text } = await exposition(freshStore(), 1_000);
  expect(seriesOf(text, 'relink_query_seconds_bucket{le="0.1",method="connections.search"}')).toBe(1);
  expect(seriesOf(text, 'relink_query_seconds_bucket{le="0.025",method="connections.search"}')).toBe(0);
  expect(seriesOf(text, 'relink_faults_total{kind="render"}')).toBe(1);
});

test("the store's figures are current, and the process's own are included", async () => {
  const store = freshStore();
  const before = (await exposition(store, 61_000)).text;
  expect(seriesOf(before, "relink_up")).toBe(1);
  expect(seriesOf(before, "relink_last_event_age_seconds")).toBeNull();
  await store.events.ingest(created({ occurredAt: 900 }), 1_000);
  await store.events.ingest(expired({ occurredAt: 950 }), 1_000);
  await store.events.ingest(incoming("not json"), 1_000);
  const { text } = await exposition(store, 61_000);
  expect(seriesOf(text, "relink_last_event_age_seconds")).toBe(60);
  expect(seriesOf(text, "relink_quarantined_events")).toBe(1);
  expect(seriesOf(text, "relink_outreach_open_cases")).toBe(1);
  expect(seriesOf(text, 'relink_database_bytes{file="main"}')).toBeGreaterThan(0);
  expect(seriesOf(text, 'relink_database_bytes{file="wal"}')).toBeGreaterThan(4_096);
  expect(seriesOf(text, "relink_disk_free_bytes")).toBeGreaterThan(0);
  for (const name of ["process_resident_memory_bytes", "nodejs_eventloop_lag_p99_seconds"])
    expect(seriesOf(text, name)).toBeGreaterThan(0);
});

test("damaged events are reported once a check has run", async () => {
  const store = freshStore();
  expect(seriesOf((await exposition(store, 1_000)).text, "relink_damaged_events")).toBeNull();
  await store.maintenance.checkEvents();
  expect(seriesOf((await exposition(store, 1_000)).text, "relink_damaged_events")).toBe(0);
});

test("when the database can't be read, the metrics say so and leave out what is unknown", async () => {
  const store = freshStore();
  await exposition(store, 1_000);
  const broken = { ...store, vitals: { ...store.vitals, read: () => Promise.reject(new Error("gone")) } };
  const { text } = await exposition(broken, 1_000);
  expect(seriesOf(text, "relink_up")).toBe(0);
  for (const series of ["relink_disk_free_bytes", 'relink_database_bytes{file="main"}', "relink_quarantined_events"])
    expect(seriesOf(text, series)).toBeNull();
});
