import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { removeStoreLeftovers } from "@/db/open-store";
import { BY } from "@/testing/by";
import { freshFolder, storeAt } from "@/testing/fresh-store";
import { created, expired } from "@/testing/worlds/deliveries";
import { copyNameOf, draftOf } from "./leftovers";

async function storeWithTwo() {
  const folder = freshFolder();
  const file = path.join(folder, "relink.db");
  const store = storeAt(file);
  await store.events.ingest(created({ connection: "conn_1" }), 1);
  await store.events.ingest(expired({ connection: "conn_1" }), 2);
  return { folder, file, store, target: path.join(freshFolder(), "one.gz") };
}

test("no backup is made of a state that is not the fold of its events, until it is corrected or restored", async () => {
  const { file, store, target } = await storeWithTwo();
  const client = new BetterSqlite3(file);
  client.exec("update connections set status = 'active'");
  client.close();
  const outcome = await store.maintenance.backup(target);
  expect(outcome).toMatchObject({
    kind: "failed",
    problem: "differs",
    sentence: expect.stringContaining("One connection differs"),
  });
  expect(outcome.kind === "failed" && outcome.sentence).toMatch(
    /may have changed events or states.*Restore .* first.*npm run restore/s,
  );
  expect(readdirSync(path.dirname(target))).toEqual([]);
  await store.maintenance.rebuild();
  expect(await store.maintenance.backup(target)).toMatchObject({ kind: "made" });
});

/** No process ever has this id: it is above the system's limit. */
const DEAD = 2 ** 30;
const LEFT_BY_THE_KILLED = [
  `relink.copy-${DEAD}-1.db`,
  `relink.copy-${DEAD}-1-1.db`,
  `relink.copy-${DEAD}-1-1.db-journal`,
  // Our own id, from an earlier process: containers reuse ids.
  `relink.copy-${process.pid}-1.db`,
  `relink.copy-${process.pid}-1-1.db`,
  `relink-2026-01-31T04-05-06Z-v0.1.0.db.gz.${DEAD}-1.partial`,
  `relink-2026-01-31T04-05-06Z-v0.1.0.db.gz.${process.pid}-1.partial`,
];
const OF_OTHERS = [
  "notes.db",
  "relink-2026-01-31T04-05-06Z-v0.1.0.db.gz",
  "relink-2026-01-31T04-05-06Z-v0.1.0.db.gz.partial",
  `relink.copy-${process.ppid}-1-1.db`,
  copyNameOf(1),
  path.basename(draftOf("relink-2026-01-31T04-05-06Z-v0.1.0.db.gz")),
];

function leave(folder: string): void {
  for (const name of [...LEFT_BY_THE_KILLED, ...OF_OTHERS]) writeFileSync(path.join(folder, name), "");
}

function namesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => !/^relink\.db/.test(name));
}

test("the next backup removes what a killed process left, and nothing else", async () => {
  const { folder, store, target } = await storeWithTwo();
  leave(folder);
  await store.maintenance.backup(target);
  expect(namesIn(folder).toSorted()).toEqual(OF_OTHERS.toSorted());
});

test("an erasure removes what a killed process left, even if nothing is stored about the person", async () => {
  const { folder, store } = await storeWithTwo();
  leave(folder);
  const subject = { kind: "user", reference: "user_unknown" } as const;
  await store.maintenance.erase(subject, { isDryRun: true }, BY);
  expect(namesIn(folder)).toHaveLength(LEFT_BY_THE_KILLED.length + OF_OTHERS.length);
  await store.maintenance.erase(subject, { isDryRun: false }, BY);
  expect(namesIn(folder).toSorted()).toEqual(OF_OTHERS.toSorted());
});

test("a start removes what killed backups and restores left, next to the database and among the backups", async () => {
  const { folder, file } = await storeWithTwo();
  const backups = freshFolder();
  for (const one of [folder, backups]) leave(one);
  for (const suffix of ["", "-wal", "-shm", "-journal"]) writeFileSync(`${file}.restoring${suffix}`, "");
  removeStoreLeftovers(pathToFileURL(file), backups);
  for (const one of [folder, backups]) expect(namesIn(one).toSorted()).toEqual(OF_OTHERS.toSorted());
  expect(readdirSync(folder).filter((name) => name.includes("restoring"))).toEqual([]);
  removeStoreLeftovers(pathToFileURL(file), path.join(backups, "not-there"));
});

test("a draft that names no process is removed when it was not written for an hour", async () => {
  const { folder, store, target } = await storeWithTwo();
  const anHourAgo = Date.now() / 1000 - 3_700;
  for (const name of ["relink.copy-1-1.db", "relink-x.db.gz.partial"]) {
    writeFileSync(path.join(folder, name), "");
    utimesSync(path.join(folder, name), anHourAgo, anHourAgo);
  }
  await store.maintenance.backup(target);
  expect(namesIn(folder)).toEqual([]);
});
