import { statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "@/db/open-store";
import { groupCommit } from "@/db/sqlite/file/group-commit";
import { openSqlite } from "@/db/sqlite/file/open";
import type { CommitFigures } from "@/domain/operations/vitals";
import { holdWriteLock } from "@/testing/break-store";
import { freshFolder, freshStore } from "@/testing/fresh-store";
import { created, expired, incoming } from "@/testing/worlds/deliveries";
import { vitalSigns } from "./vitals";

function storeIn(folder: string) {
  const store = openStore(pathToFileURL(path.join(folder, "relink.db")));
  onTestFinished(() => store.close());
  return store;
}

test("the vitals match what is stored", async () => {
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

test("each group commit is reported with its members, until the listener stops", async () => {
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

test("proving that the store is writable changes nothing visible", async () => {
  const store = freshStore();
  await store.events.ingest(created(), 1_000);
  const before = store.changes.revision();
  await store.vitals.proveWritable();
  expect(store.changes.revision()).toEqual(before);
});

test("a store held by another program isn't writable until that lets go", async () => {
  const folder = freshFolder();
  const store = storeIn(folder);
  const told: boolean[] = [];
  store.vitals.onCommit(({ isKept }) => told.push(isKept));
  const release = holdWriteLock(folder);
  await expect(store.vitals.proveWritable()).rejects.toThrow("locked");
  expect(told.length).toBeGreaterThan(1);
  expect(told).not.toContain(true);
  release();
  await store.vitals.proveWritable();
  expect(told.at(-1)).toBe(true);
});

/**
 * A database that can't grow, as on a full disk, although existing pages can be overwritten; with the free space that the disk
 * reports.
 */
function nearlyFull(room: { bytes: number }) {
  const db = openSqlite(path.join(freshFolder(), "relink.db"));
  onTestFinished(() => void db.$client.close());
  const commit = groupCommit(db);
  const vitals = vitalSigns(
    db,
    db.$client.name,
    { isReady: () => true, whenReady: async () => {} },
    () => commit,
    async () => room.bytes,
  );
  const grow = (bytes: number) =>
    vitals.watchRefusals(
      commit(() => void db.$client.prepare("insert into settings values (?, ?)").run(String(bytes), "x".repeat(bytes))),
    );
  const pages = () => Number(db.$client.pragma("page_count", { simple: true }));
  return {
    vitals,
    grow,
    fill: () => void db.$client.pragma(`max_page_count = ${pages()}`),
    empty: () => void db.$client.pragma("max_page_count = 100000"),
  };
}

test("after the disk refused a delivery, the store isn't writable until there is room for one, and then recovers by itself", async () => {
  const { vitals, grow, fill, empty } = nearlyFull({ bytes: 1e9 });
  fill();
  await vitals.proveWritable();
  await expect(grow(100_000)).rejects.toThrow("full");
  for (let times = 0; times < 3; times++) await expect(vitals.proveWritable()).rejects.toThrow("full");
  empty();
  await vitals.proveWritable();
  fill();
  await vitals.proveWritable();
});

test("a stored delivery clears the effect of a refused one", async () => {
  const { vitals, grow, fill, empty } = nearlyFull({ bytes: 1e9 });
  fill();
  await expect(grow(100_000)).rejects.toThrow("full");
  empty();
  await grow(10);
  fill();
  await vitals.proveWritable();
});

test("a disk without room for deliveries isn't writable until there is room", async () => {
  const room = { bytes: 1_000_000 };
  const { vitals } = nearlyFull(room);
  await expect(vitals.proveWritable()).rejects.toThrow("Only 1.0 MB is free");
  room.bytes = 1e9;
  await vitals.proveWritable();
});

test("asking whether the index is ready starts loading it", async () => {
  const store = freshStore();
  expect(store.vitals.isIndexReady()).toBe(false);
  await expect.poll(() => store.vitals.isIndexReady()).toBe(true);
});
