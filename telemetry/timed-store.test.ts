import { expect, test } from "vitest";
import { WHOLE_DELIVERY_LOG } from "@/domain/intake/delivery-log";
import { freshStore } from "@/testing/fresh-store";
import { created } from "@/testing/worlds/deliveries";
import { timed } from "./timed-store";

test("each call is reported by name, with its duration", async () => {
  const told: [string, number][] = [];
  const store = timed(freshStore(), (method, tookMs) => told.push([method, tookMs]));
  expect((await store.deliveries.search(WHOLE_DELIVERY_LOG, 0)).rows).toEqual([]);
  expect(await store.connections.find("conn_1")).toBeNull();
  expect(told.map(([method]) => method)).toEqual(["deliveries.search", "connections.find"]);
  expect(told.every(([, tookMs]) => tookMs >= 0 && tookMs < 10_000)).toBe(true);
});

test("a failing call is reported too, and fails as it would", async () => {
  const told: string[] = [];
  const store = freshStore();
  const failing = { ...store, views: { ...store.views, list: () => Promise.reject(new Error("no views")) } };
  await expect(timed(failing, (method) => told.push(method)).views.list()).rejects.toThrow("no views");
  expect(told).toEqual(["views.list"]);
});

test("deliveries and revisions pass through untimed", async () => {
  const told: string[] = [];
  const store = timed(freshStore(), (method) => told.push(method));
  let news = 0;
  store.changes.subscribe(() => (news += 1));
  expect(await store.events.ingest(created(), 1_000)).toMatchObject({ outcome: "stored" });
  expect([news, store.changes.revision().events]).toEqual([1, 1]);
  expect(told).toEqual([]);
});
