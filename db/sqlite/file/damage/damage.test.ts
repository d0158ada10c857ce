import {
  closeSync,
  cpSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { openSqlite } from "@/db/sqlite/file/open";
import { openSqliteStore } from "@/db/sqlite/sqlite-store";
import { zeroPages } from "@/testing/break-store";
import { copyDatabase, type DatabaseSuffix } from "@/testing/copy-database";
import { freshFolder } from "@/testing/fresh-store";
import { created, expired, incoming } from "@/testing/worlds/deliveries";
import { isDamage } from "./damage";
import { touchEachTree } from "./examine";

const PAGE_BYTES = 4096;
const EVENTS = 150;

/** A database with some of everything, left behind by a killed or a stopped process. */
async function filled({ isStopped }: { isStopped: boolean }): Promise<string> {
  const file = path.join(freshFolder(), "relink.db");
  const store = openSqliteStore(file);
  for (let index = 0; index < EVENTS; index++) {
    const said = { connection: `conn_${index % 40}`, user: `user_${index % 30}`, occurredAt: index * 1_000 };
    const event = index % 3 === 0 ? expired(said) : created({ ...said, account: { name: `Name ${index}` } });
    await store.events.ingest(event, index);
  }
  await store.events.ingest(incoming("not json"), 1);
  if (isStopped) store.close();
  else onTestFinished(() => store.close());
  return file;
}

/** Copies a database and its companion files. */
function copyOf(original: string, suffixes: readonly DatabaseSuffix[] = ["", "-wal", "-shm"]): string {
  return copyDatabase(original, path.join(path.dirname(original), "copy.db"), suffixes);
}

function overwrite(file: string, position: number, bytes: Buffer): void {
  const handle = openSync(file, "r+");
  writeSync(handle, bytes, 0, bytes.length, position);
  closeSync(handle);
}

/** The outcome of a start: it continues with everything, refuses with a sentence, or does wrong. */
function outcomeOf(file: string, before: string): "whole" | "refused" | string {
  try {
    openSqlite(file).$client.close();
  } catch (fault) {
    return isDamage(fault) && String(fault).includes(`The database ${file} is damaged: `) ? "refused" : String(fault);
  }
  return contentOf(file) === before ? "whole" : "wrong";
}

/** Everything in a database, whatever the order of its bytes. */
function contentOf(file: string): string {
  const client = new BetterSqlite3(file);
  const names = client
    .prepare<[], string>("select name from sqlite_schema where type = 'table' and rootpage > 0 order by name")
    .pluck()
    .all();
  const rowsOf = (name: string) => client.prepare(`select * from "${name}"`).raw().all();
  const content = names.map((name) => [
    name,
    ...rowsOf(name)
      .map((row) => JSON.stringify(row))
      .sort(),
  ]);
  client.close();
  return JSON.stringify(content);
}

test("whichever page of the file is zeroed, a start is refused, or the page was empty", async () => {
  const original = await filled({ isStopped: true });
  const before = contentOf(original);
  const pages = Array.from({ length: statSync(original).size / PAGE_BYTES }, (_, page) => page);
  const outcomes = pages.map((page) => {
    const copy = copyOf(original);
    overwrite(copy, page * PAGE_BYTES, Buffer.alloc(PAGE_BYTES));
    return outcomeOf(copy, before);
  });
  expect(outcomes.filter((one) => one !== "refused" && one !== "whole")).toEqual([]);
  expect(outcomes.filter((one) => one === "refused").length).toBeGreaterThan(pages.length - 5);
});

test("whichever header byte is garbled, a start is refused, or nothing is missing", async () => {
  const original = await filled({ isStopped: true });
  const before = contentOf(original);
  const header = readFileSync(original).subarray(0, 108);
  const outcomes = [...header].map((byte, at) => {
    const copy = copyOf(original);
    overwrite(copy, at, Buffer.from([byte ^ 0xa5]));
    return outcomeOf(copy, before);
  });
  expect(new Set(outcomes)).toEqual(new Set(["refused", "whole"]));
});

test("wherever the file ends early, a start is refused", async () => {
  const original = await filled({ isStopped: true });
  const before = contentOf(original);
  const { size } = statSync(original);
  for (const length of [0, 1, 99, 100, PAGE_BYTES, PAGE_BYTES * 2, Math.floor(size / 2), size - PAGE_BYTES, size - 1]) {
    const copy = copyOf(original);
    truncateSync(copy, length);
    expect([length, outcomeOf(copy, before)]).toEqual([length, "refused"]);
  }
});

test("after a crash, a truncated, garbled or missing journal is refused at each start, and a complete one is accepted", async () => {
  const original = await filled({ isStopped: false });
  const before = contentOf(copyOf(original));
  expect(outcomeOf(copyOf(original), before)).toBe("whole");
  const { size } = statSync(`${original}-wal`);
  const cuts = [0, 31, 32, Math.floor(size / 3), size - PAGE_BYTES, size - 1];
  for (const length of cuts) {
    const copy = copyOf(original);
    truncateSync(`${copy}-wal`, length);
    expect([length, outcomeOf(copy, before), outcomeOf(copy, before)]).toEqual([length, "refused", "refused"]);
  }
  for (const position of [0, 20, 32, 40, Math.floor(size / 2)]) {
    const copy = copyOf(original);
    overwrite(`${copy}-wal`, position, Buffer.alloc(64, 0xa5));
    expect([position, outcomeOf(copy, before)]).toEqual([position, "refused"]);
  }
  const copy = copyOf(original);
  rmSync(`${copy}-wal`);
  expect(outcomeOf(copy, before)).toBe("refused");
});

test("after a crash, an unacknowledged write is no damage", async () => {
  const original = await filled({ isStopped: false });
  const before = contentOf(copyOf(original));
  const copy = copyOf(original);
  const journal = readFileSync(`${copy}-wal`);
  overwrite(`${copy}-wal`, journal.length, journal.subarray(32, 32 + 2_000));
  expect(outcomeOf(copy, before)).toBe("whole");
});

test("after a power cut, which may leave any journal index, a start succeeds", async () => {
  const original = await filled({ isStopped: false });
  const before = contentOf(copyOf(original));
  const garbled = copyOf(original);
  overwrite(`${garbled}-shm`, 16, Buffer.alloc(4, 0xff));
  expect(outcomeOf(garbled, before)).toBe("whole");
  const missing = copyOf(original);
  rmSync(`${missing}-shm`);
  expect(outcomeOf(missing, before)).toBe("whole");
});

test("without the index, a journal garbled before its last commits is refused at each start", async () => {
  const original = await filled({ isStopped: false });
  const { size } = statSync(`${original}-wal`);
  for (const position of [0, 20, 32, 40, Math.floor(size / 3), Math.floor(size / 2)]) {
    const copy = copyOf(original);
    rmSync(`${copy}-shm`);
    overwrite(`${copy}-wal`, position, Buffer.alloc(64, 0xa5));
    expect([position, outcomeOf(copy, ""), outcomeOf(copy, "")]).toEqual([position, "refused", "refused"]);
  }
});

test("without the index, a last commit torn by a power cut is no damage", async () => {
  const original = await filled({ isStopped: false });
  const copy = copyOf(original);
  rmSync(`${copy}-shm`);
  const { size } = statSync(`${copy}-wal`);
  overwrite(`${copy}-wal`, size - 100, Buffer.alloc(64, 0xa5));
  expect(() => openSqlite(copy).$client.close()).not.toThrow();
});

test("without the index, a missing, emptied, garbled or truncated journal is refused at each start", async () => {
  const original = await filled({ isStopped: false });
  const copy = () => copyOf(original, ["", "-wal", "-mark"]);
  expect(outcomeOf(copy(), contentOf(copyOf(original)))).toBe("whole");
  const { size } = statSync(`${original}-wal`);
  for (const length of [0, 31, 32, 4_000, Math.floor(size / 2), size - 2 * PAGE_BYTES, size - 1]) {
    const cut = copy();
    truncateSync(`${cut}-wal`, length);
    expect([length, outcomeOf(cut, ""), outcomeOf(cut, "")]).toEqual([length, "refused", "refused"]);
  }
  for (const position of [0, 32, Math.floor(size / 2), size - 100]) {
    const garbled = copy();
    overwrite(`${garbled}-wal`, position, Buffer.alloc(64, 0xa5));
    expect([position, outcomeOf(garbled, ""), outcomeOf(garbled, "")]).toEqual([position, "refused", "refused"]);
  }
  const alone = copyOf(original, ["", "-mark"]);
  expect([outcomeOf(alone, ""), outcomeOf(alone, "")]).toEqual(["refused", "refused"]);
  rmSync(`${alone}-mark`);
  expect(() => openSqlite(alone).$client.close()).not.toThrow();
});

test("after a clean stop, an older copy in place of the database is refused", async () => {
  const original = await filled({ isStopped: true });
  const older = copyOf(original, ["", "-mark"]);
  cpSync(older, `${older}.before`);
  const store = openSqliteStore(older);
  await store.events.ingest(created({ connection: "conn_late" }), 1);
  store.close();
  cpSync(`${older}.before`, older);
  expect(outcomeOf(older, "")).toBe("refused");
});

test("a mark that lags, or is garbled or truncated, is no damage, and is rewritten", async () => {
  const original = await filled({ isStopped: true });
  const young = path.join(freshFolder(), "relink.db");
  openSqliteStore(young).close();
  const behind = readFileSync(`${young}-mark`);
  for (const spoil of [
    (mark: string) => writeFileSync(mark, behind),
    (mark: string) => overwrite(mark, 3, Buffer.from([0xff])),
    (mark: string) => truncateSync(mark, 4),
    (mark: string) => rmSync(mark),
  ]) {
    const copy = copyOf(original, ["", "-mark"]);
    spoil(`${copy}-mark`);
    openSqliteStore(copy).close();
    expect(readFileSync(`${copy}-mark`)).toEqual(readFileSync(`${original}-mark`));
  }
});

test("a missing database with a journal is refused, and no new one is created", async () => {
  const copy = copyOf(await filled({ isStopped: false }));
  rmSync(copy);
  expect(outcomeOf(copy, "")).toBe("refused");
  expect(existsSync(copy)).toBe(false);
});

test("in a large database, each table and index is read at both ends", async () => {
  const original = await filled({ isStopped: true });
  const client = new BetterSqlite3(original);
  touchEachTree(client);
  const roots = client
    .prepare<[], number>("select rootpage from sqlite_schema where rootpage > 0 and name <> 'sqlite_sequence'")
    .pluck()
    .all();
  client.close();
  expect(roots.length).toBeGreaterThan(50);
  for (const root of roots) {
    const copy = copyOf(original);
    overwrite(copy, (root - 1) * PAGE_BYTES, Buffer.alloc(PAGE_BYTES));
    const damaged = new BetterSqlite3(copy);
    expect(() => touchEachTree(damaged)).toThrow();
    damaged.close();
  }
});

test("damage found at runtime is remembered, and no further events are accepted", async () => {
  const file = await filled({ isStopped: true });
  const store = openSqliteStore(file);
  onTestFinished(() => store.close());
  expect(store.damage()).toBeNull();
  zeroPages(path.dirname(file));
  await expect(store.timelines.ofUser("user_1", { size: 10 })).rejects.toThrow();
  expect(store.damage()).toContain("malformed");
  await expect(store.events.ingest(created(), 1)).rejects.toThrow(`The database ${file} is damaged`);
});

test("a backup that finds damage fails, and reports it as the database's", async () => {
  const file = await filled({ isStopped: true });
  const client = new BetterSqlite3(file);
  const root = client.prepare("select rootpage from sqlite_schema where name = 'connections_by_user'").pluck().get();
  client.close();
  const store = openSqliteStore(file);
  onTestFinished(() => store.close());
  overwrite(file, (Number(root) - 1) * PAGE_BYTES, Buffer.alloc(PAGE_BYTES));
  const target = path.join(path.dirname(file), "backups", "one.gz");
  const outcome = await store.maintenance.backup(target);
  expect(outcome).toMatchObject({
    kind: "failed",
    problem: "damaged",
    sentence: expect.stringContaining("npm run restore"),
  });
  expect(readdirSync(path.dirname(target))).toEqual([]);
  expect(store.damage()).not.toBeNull();
});
