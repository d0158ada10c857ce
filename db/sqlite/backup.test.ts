import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { created, expired } from "@/testing/deliveries";
import { freshFolder, storeAt } from "@/testing/fresh-store";

async function storeWithTwo() {
  const folder = freshFolder();
  const file = path.join(folder, "relink.db");
  const store = storeAt(file);
  await store.events.ingest(created({ connection: "conn_1" }), 1);
  await store.events.ingest(expired({ connection: "conn_1" }), 2);
  return { folder, file, store, target: path.join(freshFolder(), "one.gz") };
}

test("a state that is not the fold of its events makes no backup, until it is put right or restored", async () => {
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

test("what a killed process left is removed when nobody has written to it for long, and nothing else is", async () => {
  const { folder, store, target } = await storeWithTwo();
  const anHourAgo = Date.now() / 1000 - 3_700;
  for (const name of ["relink.copy-1-1.db", "relink.copy-1-1.db-journal", "relink.copy-2-2.db", "notes.db"]) {
    writeFileSync(path.join(folder, name), "");
    if (!name.includes("-2-")) utimesSync(path.join(folder, name), anHourAgo, anHourAgo);
  }
  await store.maintenance.backup(target);
  const left = readdirSync(folder).filter((name) => !/^relink\.db/.test(name));
  expect(left.sort()).toEqual(["notes.db", "relink.copy-2-2.db"]);
});
