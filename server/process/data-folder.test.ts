import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lockStore } from "@/db/open-store";
import { environment } from "@/env";
import { freshFolder, storeAt } from "@/testing/fresh-store";
import { created } from "@/testing/worlds/deliveries";
import { keepFolder, leaveFolder, logWhenGone, openOrAdvise } from "./data-folder";
import { log } from "./log";

beforeEach(() => {
  vi.stubEnv("LOG_LEVEL", "silent");
});

afterEach(() => {
  leaveFolder();
  vi.unstubAllEnvs();
  globalThis.relink?.clear();
});

/** Settings of a deployment with this data folder. */
function settingsOf(dataDir: string) {
  globalThis.relink?.clear();
  vi.stubEnv("RELINK_DATA_DIR", dataDir);
  return environment();
}

/** Starts as a server does, and stops again. */
function start(dataDir: string): void {
  const settings = settingsOf(dataDir);
  try {
    keepFolder(settings, 0);
    const file = path.join(dataDir, "relink.db");
    openOrAdvise(() => storeAt(file), settings).close();
  } finally {
    leaveFolder();
  }
}

function removeDatabase(dataDir: string): void {
  for (const suffix of ["", "-wal", "-shm", "-mark"]) rmSync(path.join(dataDir, `relink.db${suffix}`), { force: true });
}

test("a start in a fresh folder creates a database, and the next start reuses it", () => {
  const dataDir = path.join(freshFolder(), "data");
  start(dataDir);
  start(dataDir);
});

test("a start whose database is gone fails, names the backup to restore, and never creates an empty one", () => {
  const dataDir = freshFolder();
  start(dataDir);
  removeDatabase(dataDir);
  const backups = path.join(dataDir, "backups");
  mkdirSync(backups);
  writeFileSync(path.join(backups, "relink-2026-01-31T04-00-00Z-v0.1.0.db.gz"), "");
  for (let tries = 0; tries < 2; tries++) {
    expect(() => start(dataDir)).toThrow(
      /relink\.db is gone.*restore -- .*relink-2026-01-31.*To start empty on purpose, /s,
    );
  }
});

test.each([
  ["secret.key", "key"],
  ["relink.db-shm", ""],
  ["relink.replaced-2026-01-31T04-00-00Z.db", "db"],
])("a start that finds %s but no database fails", (name, content) => {
  const dataDir = freshFolder();
  writeFileSync(path.join(dataDir, name), content);
  expect(() => start(dataDir)).toThrow(`${name} is there`);
});

test("a start that finds only backups in the data folder fails", () => {
  const dataDir = freshFolder();
  mkdirSync(path.join(dataDir, "backups"));
  writeFileSync(path.join(dataDir, "backups", "relink-2026-01-31T04-00-00Z-v0.1.0.db.gz"), "");
  expect(() => start(dataDir)).toThrow("is gone");
});

test("a first start interrupted before it created the database can be repeated", () => {
  const dataDir = freshFolder();
  const url = pathToFileURL(path.join(dataDir, "relink.db"));
  lockStore(url)?.release();
  mkdirSync(path.join(dataDir, "backups"));
  start(dataDir);
});

test("a start creates an empty database once the files named in the error are moved away", () => {
  const dataDir = freshFolder();
  start(dataDir);
  removeDatabase(dataDir);
  expect(() => start(dataDir)).toThrow("move relink.lock out of");
  rmSync(path.join(dataDir, "relink.lock"));
  start(dataDir);
});

test("a missing database is logged once, however many writes are refused", async () => {
  const dataDir = freshFolder();
  settingsOf(dataDir);
  const store = storeAt(path.join(dataDir, "relink.db"));
  const fatal = vi.spyOn(log(), "fatal");
  logWhenGone(store);
  await store.events.ingest(created({ connection: "conn_1" }), 1_000);
  removeDatabase(dataDir);
  for (let tries = 0; tries < 3; tries++) await store.events.ingest(created(), 2_000).catch(() => undefined);
  expect(fatal).toHaveBeenCalledTimes(1);
});

test.each(["file", "file/below"])("an unusable data folder stops the start with a sentence: %s", (name) => {
  const folder = freshFolder();
  writeFileSync(path.join(folder, "file"), "");
  const settings = settingsOf(path.join(folder, name));
  expect(() => keepFolder(settings, 0)).toThrow(
    `Cannot use ${settings.dataDir} as the data folder. Set RELINK_DATA_DIR to a folder that this user may write to.`,
  );
});
