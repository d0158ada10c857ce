import { statSync } from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { freshFolder } from "@/testing/fresh-store";
import { openSqlite } from "./open";
import { cutWal, untilWalIsShort } from "./wal-guard";

const BOUND = 1_000_000;

function databaseWithReader() {
  const file = path.join(freshFolder(), "relink.db");
  const db = openSqlite(file);
  const reader = new BetterSqlite3(file, { readonly: true });
  onTestFinished(() => {
    reader.close();
    db.$client.close();
  });
  const walBytes = () => statSync(`${file}-wal`).size;
  /** Writes a few megabytes to the journal, by rewriting the same pages. */
  const write = () => {
    for (let round = 0; round < 40; round++) {
      db.$client.exec(
        `replace into marks (name, value) with recursive n (i) as (select 1 union all select i + 1 from n where i < 3000)
         select 'mark ' || i, ${round} from n`,
      );
    }
  };
  return { db, reader, walBytes, write };
}

test("a journal that grew behind a long reader is truncated when the reader is gone, even without further writes", () => {
  const { db, reader, walBytes, write } = databaseWithReader();
  reader.exec("begin");
  const seen = reader.prepare("select count(*) from marks").pluck().get();
  write();
  const grown = walBytes();
  expect(grown).toBeGreaterThan(BOUND * 3);
  expect(cutWal(db, BOUND)).toBe(false);
  expect(reader.prepare("select count(*) from marks").pluck().get()).toBe(seen);
  reader.exec("commit");
  expect(cutWal(db, BOUND)).toBe(true);
  expect(walBytes()).toBe(0);
  expect(db.$client.prepare("select count(*) from marks where value = 39").pluck().get()).toBe(3_000);
});

test("a job that writes a lot waits until the journal is short again, or until it is aborted", async () => {
  const { db, reader, walBytes, write } = databaseWithReader();
  reader.exec("begin");
  reader.prepare("select count(*) from marks").get();
  write();
  let isShort = false;
  const waiting = untilWalIsShort(db, undefined, BOUND).then(() => {
    isShort = true;
  });
  await untilWalIsShort(db, AbortSignal.abort(), BOUND);
  expect(walBytes()).toBeGreaterThan(BOUND);
  expect(isShort).toBe(false);
  reader.exec("commit");
  await waiting;
  expect(walBytes()).toBe(0);
});

test("a journal within its bound is not touched", () => {
  const { db, walBytes } = databaseWithReader();
  db.$client.exec("replace into marks (name, value) values ('one', 1)");
  const before = walBytes();
  expect(cutWal(db, BOUND)).toBe(true);
  expect(walBytes()).toBe(before);
  expect(before).toBeGreaterThan(0);
});

test("the journal has a size limit, and a new database returns free pages to the disk", () => {
  const { db } = databaseWithReader();
  expect(db.$client.pragma("journal_size_limit", { simple: true })).toBe(32 * 1024 * 1024);
  expect(db.$client.pragma("auto_vacuum", { simple: true })).toBe(2);
});
