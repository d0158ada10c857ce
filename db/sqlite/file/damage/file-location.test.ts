import { cpSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { inTransaction, openSqlite } from "@/db/sqlite/file/open";
import { BY } from "@/testing/by";
import { freshFolder, storeAt } from "@/testing/fresh-store";
import { created } from "@/testing/worlds/deliveries";

/** An open store with one event, in a folder that can be moved. */
async function inFolder() {
  const parent = freshFolder();
  const folder = path.join(parent, "data");
  mkdirSync(folder);
  const file = path.join(folder, "relink.db");
  const store = storeAt(file);
  await store.events.ingest(created({ connection: "conn_1" }), 1_000);
  return { store, folder, file, elsewhere: path.join(parent, "elsewhere") };
}

type Place = Awaited<ReturnType<typeof inFolder>>;

const LOSSES: readonly (readonly [string, (place: Place) => void])[] = [
  ["the folder is moved", ({ folder, elsewhere }) => renameSync(folder, elsewhere)],
  ["the folder is removed", ({ folder }) => rmSync(folder, { recursive: true })],
  ["the database is moved", ({ file, elsewhere }) => renameSync(file, elsewhere)],
  ["the database is removed", ({ file }) => rmSync(file)],
  ["the journal is removed", ({ file }) => rmSync(`${file}-wal`)],
  ["the index of the journal is removed", ({ file }) => rmSync(`${file}-shm`)],
  ["a copy takes the database's place", ({ file, elsewhere }) => replaceByCopy(file, elsewhere)],
  ["a copy takes the journal's place", ({ file, elsewhere }) => replaceByCopy(`${file}-wal`, elsewhere)],
];

function replaceByCopy(file: string, elsewhere: string): void {
  cpSync(file, elsewhere);
  renameSync(elsewhere, file);
}

test.each(LOSSES)("once %s, no event or act is acknowledged", async (_, lose) => {
  const place = await inFolder();
  const { store } = place;
  expect(store.misplaced()).toBeNull();
  lose(place);
  await expect(store.events.ingest(created({ connection: "conn_2" }), 2_000)).rejects.toThrow("is gone");
  await expect(store.views.add({ name: "New", query: "" }, BY)).rejects.toThrow("is gone");
  await expect(store.audit.write({ deed: "signed_out" }, BY)).rejects.toThrow("is gone");
  await expect(store.vitals.proveWritable()).rejects.toThrow("is gone");
  const jane = { kind: "user", reference: "user_456" } as const;
  await expect(store.maintenance.erase(jane, { isDryRun: false }, BY)).rejects.toThrow("is gone");
  expect(store.misplaced()).toContain("relink.db");
});

test("an event whose commit was in progress when the folder was moved is not acknowledged", async () => {
  const { store, folder, elsewhere } = await inFolder();
  const underWay = store.events.ingest(created({ connection: "conn_2" }), 2_000);
  renameSync(folder, elsewhere);
  await expect(underWay).rejects.toThrow("is gone");
});

test("a database that is back in place accepts events again, and has everything it acknowledged", async () => {
  const { store, folder, elsewhere } = await inFolder();
  renameSync(folder, elsewhere);
  await expect(store.events.ingest(created({ connection: "conn_2" }), 2_000)).rejects.toThrow("is gone");
  renameSync(elsewhere, folder);
  expect(store.misplaced()).toBeNull();
  expect(await store.events.ingest(created({ connection: "conn_3" }), 3_000)).toMatchObject({ outcome: "stored" });
  expect(await store.connections.find("conn_1")).not.toBeNull();
  expect(await store.connections.find("conn_2")).toBeNull();
});

test("each member of a group is refused once: none is retried alone in a missing file", async () => {
  const { store, file } = await inFolder();
  const outcomes: boolean[] = [];
  store.vitals.onCommit(({ isKept }) => outcomes.push(isKept));
  rmSync(file);
  const group = ["conn_2", "conn_3"].map((connection) => store.events.ingest(created({ connection }), 2_000));
  expect((await Promise.allSettled(group)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(outcomes).toEqual([false]);
});

test("a commit during which the file is moved is refused as well", () => {
  const file = path.join(freshFolder(), "relink.db");
  const db = openSqlite(file);
  onTestFinished(() => {
    db.$client.close();
  });
  expect(() => inTransaction(db, () => renameSync(file, `${file}.moved`))).toThrow(`${file} was moved`);
});
