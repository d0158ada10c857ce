import fs, { cpSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import BetterSqlite3 from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { expect, test, vi } from "vitest";
import { lockStore } from "@/db/open-store";
import { restoreStore } from "@/db/restore-store";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import { pretendNewer } from "@/testing/break-store";
import { BY } from "@/testing/by";
import { freshFolder, storeAt } from "@/testing/fresh-store";
import { created, docsBody, expired } from "@/testing/worlds/deliveries";

const tell = () => {};

/** A database with a backup from before its last two events, which nobody has open. */
async function withBackup() {
  const folder = freshFolder();
  const file = path.join(folder, "relink.db");
  const backup = path.join(folder, "backups", "one.db.gz");
  const store = storeAt(file);
  await store.events.ingest(created({ connection: "conn_1", user: "user_1", account: { name: "Jane" } }), 1_000);
  const outcome = await store.maintenance.backup(backup);
  if (outcome.kind !== "made") throw new Error(outcome.kind);
  await store.events.ingest(expired({ connection: "conn_1", user: "user_1", occurredAt: 2_000_000_000_000 }), 2_000);
  await store.events.ingest(created({ connection: "conn_2" }), 3_000);
  await store.views.add({ name: "New", query: "" }, BY);
  await store.maintenance.erase({ kind: "user", reference: "user_456" }, { isDryRun: false }, BY);
  store.close();
  return { folder, file, backup, url: pathToFileURL(file) };
}

test("a restore reports what will be lost, puts the backup in place, and keeps the previous database", async () => {
  const { file, backup, url } = await withBackup();
  const later = storeAt(file);
  await later.events.ingest(created({ connection: "conn_3", user: "user_3" }), 4_000);
  await later.events.ingest(created({ connection: "conn_4", user: "user_3" }), 5_000);
  await later.audit.write({ deed: "signed_out" }, BY);
  later.close();
  const { plan, carryOut } = await restoreStore(url, backup, tell);
  expect(plan).toMatchObject({ hasDatabase: true, holds: { events: 1, newestEventAt: 1_000 } });
  expect(plan.loses).toMatchObject({ events: 3, from: 2_000, until: 5_000 });
  expect(plan.loses?.deeds).toEqual([{ deed: "view_added", count: 1 }]);
  expect(plan.loses?.erased).toEqual([expect.stringMatching(/^a user, sha256 [0-9a-f]{16}$/)]);
  const { keptAs } = await carryOut();
  const restored = storeAt(file);
  expect(await restored.connections.find("conn_1")).toMatchObject({ status: "active", events: 1 });
  expect(await restored.connections.find("conn_3")).toBeNull();
  expect(await restored.maintenance.rebuild({ isDryRun: true })).toMatchObject({ events: 1, corrected: 0, mended: 0 });
  const [newest] = (await restored.audit.search(WHOLE_AUDIT, 0)).rows;
  expect(newest).toMatchObject({ deed: "restored", subject: "one.db.gz", author: { kind: "console" } });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const replaced = storeAt(keptAs ?? "");
  expect(await replaced.connections.find("conn_3")).not.toBeNull();
});

test("no session, link or challenge of a backup is valid after a restore, since it may have been used", async () => {
  const folder = freshFolder();
  const file = path.join(folder, "relink.db");
  const backup = path.join(folder, "backups", "one.db.gz");
  const store = storeAt(file);
  const ana = { email: "ana@x.test", name: "Ana", role: "admin", passwordHash: null } as const;
  const outcome = await store.people.create(ana, { deed: "set_up" }, BY);
  if ("refusal" in outcome) throw new Error(outcome.refusal);
  const personId = outcome.person.id;
  const expiresAt = BY.at + 60_000;
  const invitation = { kind: "invitation", email: "bo@x.test", role: "admin", personId: null } as const;
  await store.links.make({ ...invitation, secretHash: "invitation", expiresAt }, null, BY);
  await store.links.make(
    { kind: "access", email: null, role: null, personId, secretHash: "access", expiresAt },
    null,
    BY,
  );
  await store.challenges.ask("challenge", { kind: "second_step", personId, next: "/" }, BY.at);
  const session = { personId, secretHash: "session", method: "password", deviceHash: "device" } as const;
  await store.sessions.begin(session, BY);
  await store.maintenance.backup(backup);
  store.close();

  await (await restoreStore(pathToFileURL(file), backup, tell)).carryOut();
  const restored = storeAt(file);
  expect(await restored.people.count()).toBe(1);
  expect(await restored.links.list(BY.at)).toEqual([]);
  expect(await restored.challenges.look("challenge", BY.at)).toBeNull();
  expect(await restored.sessions.find("session", BY.at)).toBeNull();
});

test("a cancelled restore leaves everything unchanged", async () => {
  const { folder, file, backup, url } = await withBackup();
  const before = readFileSync(file);
  const { giveUp } = await restoreStore(url, backup, tell);
  giveUp();
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(["backups", "relink.db", "relink.db-mark"]);
});

test("a backup with another history is compared event by event", async () => {
  const one = await withBackup();
  const { file, url } = await withBackup();
  const { plan } = await restoreStore(url, one.backup, tell);
  expect(plan.loses?.events).toBe(2);
  const store = storeAt(file);
  await store.events.ingest(created({ connection: "conn_9" }, { messageId: "msg_of_no_backup" }), 9_000);
  store.close();
  expect((await restoreStore(url, one.backup, tell)).plan.loses).toMatchObject({
    events: 3,
    from: 1_000,
    until: 9_000,
  });
});

test.each([
  ["cut short", (file: string) => truncateSync(file, statSync(file).size - 9), "can't be unpacked"],
  ["a text", (file: string) => writeFileSync(file, "Dear diary, ".repeat(100)), "is no backup of Relink's"],
  ["empty", (file: string) => truncateSync(file, 0), "is empty. Take another one."],
])("a backup that is %s is refused, and nothing is touched", async (_, spoil, sentence) => {
  const { folder, file, backup, url } = await withBackup();
  const before = readFileSync(file);
  spoil(backup);
  await expect(restoreStore(url, backup, tell)).rejects.toThrow(sentence);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(["backups", "relink.db", "relink.db-mark"]);
});

/** A database as the version before the last migration left it, with one event. */
function fromBefore(): string {
  const folder = freshFolder();
  const migrationsFolder = path.join(folder, "migrations");
  cpSync(path.join("db", "sqlite", "migrations"), migrationsFolder, { recursive: true });
  const list = path.join(migrationsFolder, "meta", "_journal.json");
  const journal = JSON.parse(readFileSync(list, "utf8"));
  writeFileSync(list, JSON.stringify({ ...journal, entries: journal.entries.slice(0, -1) }));
  const file = path.join(folder, "older.db");
  const client = new BetterSqlite3(file);
  migrate(drizzle(client), { migrationsFolder });
  client.exec("insert into connection_ids (id) values ('conn_older')");
  client
    .prepare(
      `insert into events (identity, connection_key, kind, occurred_at, received_at, sent_at, scheme, facet, body)
       values ('id:msg_older', 1, 0, 1000, 1000, 1000, 'svix', -1, ?)`,
    )
    .run(Buffer.from(docsBody("created", { connection: "conn_older", user: "user_1", occurredAt: 1_000 })));
  client.close();
  return file;
}

test("a backup of an older version is migrated, and its state is folded again", async () => {
  const { file, url } = await withBackup();
  const { carryOut } = await restoreStore(url, fromBefore(), tell);
  await carryOut();
  const restored = storeAt(file);
  await restored.maintenance.rebuild();
  expect(await restored.connections.find("conn_older")).toMatchObject({ status: "active", events: 1 });
});

test("a backup of a newer version is refused", async () => {
  const { file, url } = await withBackup();
  const newer = path.join(freshFolder(), "relink.db");
  storeAt(newer).close();
  pretendNewer(path.dirname(newer));
  await expect(restoreStore(url, newer, tell)).rejects.toThrow(`${newer} was made by a newer version of Relink`);
  expect(existsSync(`${file}.restoring`)).toBe(false);
});

test("a damaged database is replaced too, and kept with its journal", async () => {
  const { folder, file, backup, url } = await withBackup();
  writeFileSync(file, "overwritten");
  const { plan, carryOut } = await restoreStore(url, backup, tell);
  expect(plan).toMatchObject({ hasDatabase: true, loses: null });
  const { keptAs } = await carryOut();
  expect(readFileSync(keptAs ?? "", "utf8")).toBe("overwritten");
  expect(await storeAt(file).connections.find("conn_1")).not.toBeNull();
  expect(readdirSync(folder).filter((name) => name.endsWith("-journal") || name.includes("restoring"))).toEqual([]);
});

test("a folder serves one server at a time, and is free once that lets go", () => {
  const url = pathToFileURL(path.join(freshFolder(), "data", "relink.db"));
  const lock = lockStore(url);
  expect(lock).not.toBeNull();
  expect(lockStore(url)).toBeNull();
  lock?.noteStore();
  expect(lockStore(url)).toBeNull();
  lock?.release();
  const again = lockStore(url);
  expect(again?.hadStore).toBe(true);
  again?.noteStore();
  again?.release();
});

const COPIED = 51;

/** A plain copy of a database whose server was killed or is running: the newest events are only in the journal. */
async function plainCopy(suffixes: readonly string[]): Promise<string> {
  const file = path.join(freshFolder(), "relink.db");
  const store = storeAt(file);
  for (let index = 0; index < COPIED; index++) {
    if (index === COPIED - 20) new BetterSqlite3(file).pragma("wal_checkpoint(TRUNCATE)");
    await store.events.ingest(created({ connection: `conn_${index}`, user: "user_1" }), index);
  }
  const copy = path.join(freshFolder(), "copy.db");
  for (const suffix of suffixes) cpSync(`${file}${suffix}`, `${copy}${suffix}`);
  return copy;
}

test.each([[["", "-wal"]], [["", "-wal", "-shm"]]])(
  "a plain copy with %j is restored with all events of its journal",
  async (suffixes) => {
    const { file, url } = await withBackup();
    const copy = await plainCopy(suffixes);
    const before = readFileSync(`${copy}-wal`);
    const { plan, carryOut } = await restoreStore(url, copy, tell);
    expect(plan).toMatchObject({ holds: { events: COPIED }, lacksJournal: false });
    await carryOut();
    expect(await storeAt(file).connections.find(`conn_${COPIED - 1}`)).not.toBeNull();
    expect(readFileSync(`${copy}-wal`).equals(before)).toBe(true);
  },
);

test("for a plain copy without a journal, a restore says that events may be missing", async () => {
  const { url, backup } = await withBackup();
  expect((await restoreStore(url, await plainCopy([""]), tell)).plan.lacksJournal).toBe(true);
  expect((await restoreStore(url, backup, tell)).plan.lacksJournal).toBe(false);
});

test.each<[string, readonly string[], (copy: string) => void]>([
  ["lost, as its index tells,", ["", "-shm"], () => {}],
  ["cut short, as its index tells,", ["", "-wal", "-shm"], (copy) => truncateSync(`${copy}-wal`, 40_000)],
  ["garbled, as its index tells,", ["", "-wal", "-shm"], (copy) => garble(`${copy}-wal`, 40_000)],
  ["garbled", ["", "-wal"], (copy) => garble(`${copy}-wal`, 40_000)],
  ["without its beginning", ["", "-wal"], (copy) => garble(`${copy}-wal`, 0)],
])("a plain copy whose journal is %s is refused, and nothing is touched", async (_, suffixes, spoil) => {
  const { folder, file, url } = await withBackup();
  const before = readFileSync(file);
  const copy = await plainCopy(suffixes);
  spoil(copy);
  await expect(restoreStore(url, copy, tell)).rejects.toThrow("events are missing from its journal");
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(["backups", "relink.db", "relink.db-mark"]);
});

function garble(file: string, position: number): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xa5, position, position + 64));
}

/** Makes the nth file operation from now on fail, and all later ones if `isLasting`. Returns a function to check whether one did. */
function failNth(nth: number, isLasting: boolean): { readonly stop: () => void; readonly hasFailed: () => boolean } {
  let calls = 0;
  function failing<Operation extends (...given: never[]) => unknown>(operation: Operation) {
    return (...given: Parameters<Operation>) => {
      calls++;
      if (calls === nth || (isLasting && calls > nth)) throw Object.assign(new Error("EIO"), { code: "EIO" });
      return operation(...given);
    };
  }
  const { renameSync, chmodSync, rmSync } = fs;
  const spies = [
    vi.spyOn(fs, "renameSync").mockImplementation(failing(renameSync)),
    vi.spyOn(fs, "chmodSync").mockImplementation(failing(chmodSync)),
    vi.spyOn(fs, "rmSync").mockImplementation(failing(rmSync)),
  ];
  syncBuiltinESMExports();
  return {
    stop: () => {
      for (const spy of spies) spy.mockRestore();
      syncBuiltinESMExports();
    },
    hasFailed: () => calls >= nth,
  };
}

test.each([
  ["fails", false],
  ["and each after it fail", true],
])(
  "whichever file operation of a restore %s, the old or the new database is there, or a start is refused",
  async (_, isLasting) => {
    const original = await withBackup();
    const old = storeAt(original.file);
    await old.events.ingest(created({ connection: "conn_3", user: "user_3" }), 4_000);
    old.close();
    let isDone = false;
    for (let nth = 1; !isDone; nth++) {
      const file = path.join(freshFolder(), "relink.db");
      cpSync(original.file, file);
      const { carryOut, giveUp } = await restoreStore(pathToFileURL(file), original.backup, tell);
      const fault = failNth(nth, isLasting);
      await carryOut().catch(() => undefined);
      try {
        giveUp();
      } catch {
        // As at the end of the process.
      }
      isDone = !fault.hasFailed();
      fault.stop();
      if (existsSync(file)) {
        const store = storeAt(file);
        const isOld = (await store.connections.find("conn_3")) !== null;
        const isNew = (await store.connections.find("conn_1"))?.events === 1;
        expect([nth, isOld, isNew]).toEqual([nth, !isNew, !isOld]);
      } else expect(() => storeAt(file)).toThrow("A restore was cut short");
      if (!isLasting) expect(existsSync(file)).toBe(true);
    }
  },
);
