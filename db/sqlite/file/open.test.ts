import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { freshFolder } from "@/testing/fresh-store";
import { inTransaction, openSqlite, type SqliteDatabase } from "./open";

function freshFile(): string {
  return path.join(freshFolder(), "relink.db");
}

function open(file: string): SqliteDatabase {
  const db = openSqlite(file);
  onTestFinished(() => {
    db.$client.close();
  });
  return db;
}

test("commits are synced to disk, and the safety pragmas are on", () => {
  const { $client } = open(freshFile());
  const pragma = (name: string) => $client.pragma(name, { simple: true });
  expect(pragma("journal_mode")).toBe("wal");
  expect(pragma("synchronous")).toBe(2);
  expect(pragma("foreign_keys")).toBe(1);
  expect(pragma("trusted_schema")).toBe(0);
  expect(pragma("secure_delete")).toBe(1);
  expect(pragma("busy_timeout")).toBeGreaterThan(0);
});

test("opening again changes nothing", () => {
  const file = freshFile();
  openSqlite(file).$client.close();
  const schema = (db: SqliteDatabase) => db.$client.prepare("select sql from sqlite_schema order by name").all();
  const first = schema(open(file));
  expect(schema(open(file))).toEqual(first);
});

test("a database of another program is refused and left unchanged", () => {
  const file = freshFile();
  const other = new BetterSqlite3(file);
  other.exec("create table invoices (id integer)");
  other.close();
  const before = readFileSync(file);
  expect(() => openSqlite(file)).toThrow("is a database of another program");
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("a file that isn't a database is refused and left unchanged", () => {
  const file = freshFile();
  writeFileSync(file, "Dear diary, ".repeat(100));
  expect(() => openSqlite(file)).toThrow("it is not a SQLite database");
  expect(readFileSync(file, "utf8")).toContain("Dear diary");
});

test("work that throws leaves nothing behind", () => {
  const db = open(freshFile());
  expect(() =>
    inTransaction(db, () => {
      db.$client.exec("insert into connection_ids (id) values ('conn_1')");
      throw new Error("stop");
    }),
  ).toThrow("stop");
  expect(db.$client.prepare("select count(*) from connection_ids").pluck().get()).toBe(0);
});

test("an async callback, which would commit too early, does not compile", () => {
  const db = open(freshFile());
  // @ts-expect-error The types forbid it; the driver throws as well.
  expect(() => inTransaction(db, async () => 1)).toThrow();
});

test("nobody can change or delete an entry of the audit log", () => {
  const { $client } = open(freshFile());
  $client.exec(
    "insert into audit (at, author_kind, author_name, deed, subject, details, search_text) values (1, 'console', 'x', 'set_up', '', '{}', '')",
  );
  expect(() => $client.exec("update audit set author_name = 'y'")).toThrow("only added to");
  expect(() => $client.exec("delete from audit")).toThrow("only added to");
});

test("no insert or update can replace an entry of the audit log, or insert one before another", () => {
  const { $client } = open(freshFile());
  const columns = "at, author_kind, author_name, deed, subject, details, search_text";
  const values = "1, 'console', 'forged', 'set_up', '', '{}', ''";
  const add = (verb: string, id: string) =>
    $client.exec(`${verb} into audit (id, ${columns}) values (${id}, ${values})`);
  add("insert", "null");
  add("insert", "5");
  $client.exec("pragma recursive_triggers = off");
  for (const verb of ["insert or replace", "replace", "insert or ignore", "insert or fail", "insert or rollback"]) {
    for (const id of ["1", "3", "5"]) expect(() => add(verb, id)).toThrow("only added to");
  }
  expect(() => $client.exec("update or replace audit set id = 1 where id = 5")).toThrow("only added to");
  const upsert = `insert into audit (id, ${columns}) values (1, ${values}) on conflict (id) do update set deed = 'joined'`;
  expect(() => $client.exec(upsert)).toThrow("only added to");
  add("insert", "null");
  expect($client.prepare("select id from audit order by id").pluck().all()).toEqual([1, 5, 6]);
});

test("after an erasure's entry, only an entry's subject can be removed, and nothing else changed", () => {
  const { $client } = open(freshFile());
  const add = (deed: string) =>
    $client.exec(
      `insert into audit (at, author_kind, author_name, deed, subject, details, search_text) values (1, 'console', 'x', '${deed}', 'conn_1', '{}', 'x')`,
    );
  add("replayed");
  const forget = "update audit set subject = '(erased)', search_text = '' where id = 1";
  expect(() => $client.exec(forget)).toThrow("only added to");
  add("erased");
  for (const change of [
    "author_name = 'y'",
    "at = 2",
    "subject = 'y'",
    "details = '{}x'",
    "search_text = ''",
    "deed = 'joined'",
  ]) {
    expect(() => $client.exec(`update audit set ${change} where id = 1`)).toThrow("only added to");
  }
  $client.exec(forget);
  add("replayed");
  expect(() => $client.exec("update audit set subject = '(erased)' where id = 3")).toThrow("only added to");
});
