import { statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "@/db/open-store";
import type { CommitFigures } from "@/domain/vitals";
import { holdWriteLock } from "@/testing/break-store";
import { created, expired, incoming } from "@/testing/deliveries";
import { freshFolder, freshStore } from "@/testing/fresh-store";

function storeIn(folder: string) {
  const store = openStore(pathToFileURL(path.join(folder, "relink.db")));
  onTestFinished(() => store.close());
  return store;
}

test("the vitals are figures of what is there", async () => {
  const folder = freshFolder();
  const store = storeIn(folder);
  expect(await store.vitals.read()).toMatchObject({ lastReceivedAt: null, quarantined: 0, openCases: 0 });
  await store.events.ingest(created({ occurredAt: 1_000 }), 2_000);
  await store.events.ingest(expired({ occurredAt: 2_000 }), 3_000);
  await store.events.ingest(incoming("{ not json"), 4_000);
  const { freeBytes, ...vitals } = await store.vitals.read();
  expect(vitals).toEqual({
    lastReceivedAt: 4_000,
    quarantined: 1,
    openCases: 1,
    fileBytes: statSync(path.join(folder, "relink.db")).size,
    walBytes: statSync(path.join(folder, "relink.db-wal")).size,
  });
  expect(freeBytes).toBeGreaterThan(0);
});

test("each group commit is told, with those that shared it, until nobody listens any more", async () => {
  const store = freshStore();
  const told: CommitFigures[] = [];
  const stop = store.vitals.onCommit((figures) => told.push(figures));
  const all = ["a", "b", "c"].map((connection) => store.events.ingest(created({ connection }), 1_000));
  await Promise.all(all);
  expect(told).toEqual([{ members: 3, waiting: 0, isKept: true, tookMs: expect.any(Number) }]);
  stop();
  await store.events.ingest(created({ connection: "d" }), 1_000);
  expect(told).toHaveLength(1);
});

test("proving that it can be written changes nothing that anyone sees", async () => {
  const store = freshStore();
  await store.events.ingest(created(), 1_000);
  const before = store.changes.revision();
  await store.vitals.proveWritable();
  expect(store.changes.revision()).toEqual(before);
});

test("what another program holds can't be written, and can be when it lets go", async () => {
  const folder = freshFolder();
  const store = storeIn(folder);
  const told: boolean[] = [];
  store.vitals.onCommit(({ isKept }) => told.push(isKept));
  const letGo = holdWriteLock(folder);
  await expect(store.vitals.proveWritable()).rejects.toThrow("locked");
  expect(told.length).toBeGreaterThan(1);
  expect(told).not.toContain(true);
  letGo();
  await store.vitals.proveWritable();
  expect(told.at(-1)).toBe(true);
});

test("asking whether the index is ready makes it so", async () => {
  const store = freshStore();
  expect(store.vitals.isIndexReady()).toBe(false);
  await expect.poll(() => store.vitals.isIndexReady()).toBe(true);
});
