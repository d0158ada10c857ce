import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { restoreStore } from "@/db/restore-store";
import type { Store } from "@/db/store";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { BY } from "@/testing/by";
import { freshFolder, storeAt } from "@/testing/fresh-store";
import { created, expired, incoming } from "@/testing/worlds/deliveries";

const LATER = { ...BY, at: BY.at + 1_000 };
const FOR_GOOD = { isDryRun: false };
const EXPIRES_AT = BY.at + 86_400_000;

async function personIn(store: Store, email: string, role: "admin" | "operator" = "operator"): Promise<number> {
  const person = { email, name: email, role, passwordHash: "before" };
  const outcome = await store.people.create(person, { deed: "joined" }, BY);
  if ("refusal" in outcome) throw new Error(outcome.refusal);
  return outcome.person.id;
}

/** A database that allowed a lot when the backup was made, some of which `since` revoked. */
async function afterBackup(
  since: (store: Store, ids: { bo: number; cy: number; tokens: number[]; link: number }) => Promise<void>,
  before: (store: Store) => Promise<void> = async () => {},
) {
  const file = path.join(freshFolder(), "relink.db");
  const backup = path.join(path.dirname(file), "backups", "one.db.gz");
  const store = storeAt(file);
  await personIn(store, "ana@x.test", "admin");
  const bo = await personIn(store, "bo@x.test");
  const cy = await personIn(store, "cy@x.test", "admin");
  for (const name of ["kept", "revoked"]) {
    const token = { name, hint: "", secretHash: name, role: "viewer", madeBy: "ana@x.test" } as const;
    await store.tokens.make({ ...token, createdAt: BY.at, expiresAt: EXPIRES_AT }, BY);
  }
  await store.people.setRecoveryCodes(cy, ["spent", "unspent"], BY);
  for (const user of ["user_1", "user_2"]) {
    const connection = user.replace("user", "conn");
    const account = { id: `account of ${user}`, name: `Name of ${user}` };
    await store.events.ingest(created({ connection, user, account, occurredAt: BY.at - 2_000 }), BY.at - 2_000);
    await store.events.ingest(expired({ connection, user, occurredAt: BY.at - 1_000 }), BY.at - 1_000);
  }
  const [link] = await store.reconnectLinks.handOut(
    ["conn_2"],
    { now: BY.at, expiresAt: EXPIRES_AT, mintNonce: () => "nonce" },
    BY,
  );
  const tokens = (await store.tokens.list()).toSorted((a, b) => a.id - b.id).map(({ id }) => id);
  await before(store);
  await backUp(store, backup);
  await since(store, { bo, cy, tokens, link: link?.id ?? 0 });
  store.close();
  const restore = async () => {
    const { plan, carryOut } = await restoreStore(pathToFileURL(file), backup, () => {});
    const result = await carryOut();
    return { plan, result, restored: storeAt(file) };
  };
  return { file, backup, restore, link: link?.id ?? 0 };
}

async function backUp(store: Store, backup: string): Promise<void> {
  const outcome = await store.maintenance.backup(backup);
  if (outcome.kind !== "made") throw new Error(outcome.kind);
}

/**
 * A database with `user_early`, with one backup from before `user_late` came, and one from after that and everything done in
 * between.
 */
async function twoBackups(between: (store: Store) => Promise<void>) {
  const file = path.join(freshFolder(), "relink.db");
  const inFolder = (name: string) => path.join(path.dirname(file), "backups", name);
  const [older, newer] = [inFolder("older.db.gz"), inFolder("newer.db.gz")];
  const store = storeAt(file);
  await personIn(store, "ana@x.test", "admin");
  await store.events.ingest(created({ connection: "conn_early", user: "user_early" }), BY.at);
  await backUp(store, older);
  await store.events.ingest(created({ connection: "conn_late", user: "user_late" }), BY.at);
  await between(store);
  await backUp(store, newer);
  store.close();
  return { file, url: pathToFileURL(file), older, newer };
}

async function restoreFrom(url: URL, backup: string): Promise<void> {
  const { carryOut } = await restoreStore(url, backup, () => {});
  await carryOut();
}

async function usersIn(store: Store): Promise<(string | null)[]> {
  return (await store.connections.search(WHOLE_LIST, 0)).rows.map(({ user }) => user).toSorted();
}

async function bodiesIn(store: Store): Promise<string[]> {
  return (await store.events.search(WHOLE_LOG, 0)).rows.map(({ body }) => Buffer.from(body).toString());
}

test("people who were removed, changed or locked out since the backup stay so after a restore", async () => {
  const { restore, link } = await afterBackup(async (store, { bo, cy, tokens, link }) => {
    await store.people.remove(bo, LATER);
    await store.people.changeRole(cy, "viewer", LATER);
    await store.people.setPassword(cy, "after", null, LATER);
    await store.people.spendRecoveryCode(cy, "spent", LATER);
    await store.people.spendTotpStep(cy, 7);
    await store.tokens.revoke(tokens[1] ?? 0, LATER);
    await store.reconnectLinks.revoke(link, LATER);
    await store.outreach.block("conn_2", "asked us to stop", LATER);
    await personIn(store, "di@x.test");
  });
  const { plan, restored } = await restore();
  expect(plan.access).toBe("kept");
  expect((await restored.people.list()).map(({ email, role }) => [email, role])).toEqual([
    ["ana@x.test", "admin"],
    ["cy@x.test", "viewer"],
    ["di@x.test", "operator"],
  ]);
  const cy = await restored.people.findByEmail("cy@x.test");
  expect((await restored.people.findCredentials(cy?.id ?? 0))?.passwordHash).toBe("after");
  expect(await restored.people.spendRecoveryCode(cy?.id ?? 0, "spent", LATER)).toBe(false);
  expect(await restored.people.spendRecoveryCode(cy?.id ?? 0, "unspent", LATER)).toBe(true);
  expect(await restored.people.spendTotpStep(cy?.id ?? 0, 7)).toBe(false);
  expect((await restored.tokens.list()).map(({ name }) => name)).toEqual(["kept"]);
  expect(await restored.reconnectLinks.find(link)).toMatchObject({ revokedAt: LATER.at });
  expect((await restored.outreach.blocks(["conn_2"])).get("conn_2")?.reason).toBe("asked us to stop");
  expect(plan.loses?.deeds.map(({ deed }) => deed)).not.toContain("person_removed");
});

test("names hidden from viewers since the backup stay hidden, and other settings are the backup's", async () => {
  const { restore } = await afterBackup(async (store) => {
    await store.settings.change({ masksNamesForViewers: true, coolDownHours: 48 }, LATER);
  });
  const { masksNamesForViewers, coolDownHours } = await (await restore()).restored.settings.read();
  expect([masksNamesForViewers, coolDownHours]).toEqual([true, 24]);
});

test("a person erased since the backup is erased from it, and nobody else is", async () => {
  const { restore } = await afterBackup(async (store) => {
    await store.maintenance.erase({ kind: "user", reference: "user_1" }, { isDryRun: false }, LATER);
  });
  const { plan, restored } = await restore();
  expect(plan.loses?.erased).toEqual([expect.stringContaining("a user, sha256")]);
  const { rows } = await restored.connections.search(WHOLE_LIST, 0);
  expect(rows.map(({ user }) => user)).toEqual(["user_2"]);
  expect((await restored.events.search(WHOLE_LOG, 0)).rows.map(({ user }) => user)).toEqual(["user_2", "user_2"]);
  expect(await restored.maintenance.rebuild({ isDryRun: true })).toMatchObject({ corrected: 0, removed: 0, mended: 0 });
});

test("repeating an erasure brings nobody back who was removed or locked out since the backup", async () => {
  const { restore, link } = await afterBackup(async (store, { bo, tokens, link }) => {
    await store.people.remove(bo, LATER);
    await store.tokens.revoke(tokens[1] ?? 0, LATER);
    await store.reconnectLinks.revoke(link, LATER);
    await store.outreach.block("conn_2", "asked us to stop", LATER);
    await store.maintenance.erase({ kind: "user", reference: "user_1" }, FOR_GOOD, LATER);
  });
  const { plan, result, restored } = await restore();
  expect([plan.access, result.access]).toEqual(["kept", "kept"]);
  expect((await restored.people.list()).map(({ email }) => email)).toEqual(["ana@x.test", "cy@x.test"]);
  expect((await restored.tokens.list()).map(({ name }) => name)).toEqual(["kept"]);
  expect(await restored.reconnectLinks.find(link)).toMatchObject({ revokedAt: LATER.at });
  expect((await restored.outreach.blocks(["conn_2"])).get("conn_2")?.reason).toBe("asked us to stop");
  expect(await usersIn(restored)).toEqual(["user_2"]);
});

test("an account erased since the backup is erased from it", async () => {
  const { restore } = await afterBackup(async (store) => {
    await store.maintenance.erase({ kind: "account", reference: "account of user_2" }, { isDryRun: false }, LATER);
  });
  const { rows } = await (await restore()).restored.connections.search(WHOLE_LIST, 0);
  expect(rows.map(({ user }) => user)).toEqual(["user_1"]);
});

test("an erasure survives the restore of an older backup that doesn't hold the person", async () => {
  const { file, url, older, newer } = await twoBackups(async () => {});
  const store = storeAt(file);
  await store.maintenance.erase({ kind: "user", reference: "user_late" }, FOR_GOOD, LATER);
  store.close();
  await restoreFrom(url, older);
  await restoreFrom(url, newer);
  expect(await usersIn(storeAt(file))).toEqual(["user_early"]);
});

test("a person who came back after an erasure stays, whichever backups are restored", async () => {
  const { file, url, older, newer } = await twoBackups(async (store) => {
    await store.maintenance.erase({ kind: "user", reference: "user_early" }, FOR_GOOD, LATER);
    await store.events.ingest(created({ connection: "conn_back", user: "user_early" }), LATER.at);
  });
  await restoreFrom(url, newer);
  const again = storeAt(file);
  expect(await usersIn(again)).toEqual(["user_early", "user_late"]);
  again.close();
  await restoreFrom(url, older);
  const before = storeAt(file);
  expect(await usersIn(before)).toEqual([]);
  before.close();
  await restoreFrom(url, newer);
  expect(await usersIn(storeAt(file))).toEqual(["user_early", "user_late"]);
});

test("an erasure is repeated even if the clock was set back before it", async () => {
  const { restore } = await afterBackup(async (store) => {
    const by = { ...BY, at: BY.at - 86_400_000 };
    await store.maintenance.erase({ kind: "user", reference: "user_1" }, FOR_GOOD, by);
  });
  expect(await usersIn((await restore()).restored)).toEqual(["user_2"]);
});

test.each<[string, string | Buffer]>([
  ["a value", JSON.stringify({ type: "odd.new", about: { id: "user_odd" } })],
  ["a number", JSON.stringify({ type: "odd.new", about: 4711456 })],
  ["a value in a nested text", JSON.stringify({ type: "odd.new", payload: JSON.stringify({ about: "user_odd" }) })],
  ["an escaped value", '{"type":"odd.new","about":"\\u0075ser_odd"}'],
  ["a word in no JSON at all", "about=user_odd&left=1"],
])("an erasure of someone who is only in the quarantine, as %s, is repeated", async (_, body) => {
  const reference = body.includes("4711456") ? "4711456" : "user_odd";
  const { file, url, older, newer } = await twoBackups(async (store) => {
    await store.events.ingest(incoming(body), BY.at);
  });
  // Without the event itself, so that the audit log can't name it.
  await restoreFrom(url, older);
  const store = storeAt(file);
  await store.events.ingest(created({ connection: "conn_odd", user: reference }), LATER.at);
  await store.maintenance.erase({ kind: "user", reference }, FOR_GOOD, LATER);
  store.close();
  await restoreFrom(url, newer);
  expect(await bodiesIn(storeAt(file))).not.toContain(String(body));
});

test("a quarantined event that an admin selected for an erasure is removed from a backup too, and no other is", async () => {
  const cut = (end: string) => `{"type":"odd.new","about":"user_ea${end}`;
  const { file, url, newer } = await twoBackups(async (store) => {
    for (const end of ["", "r"]) await store.events.ingest(incoming(cut(end)), BY.at);
  });
  const store = storeAt(file);
  const subject = { kind: "user", reference: "user_early" } as const;
  const { undecided } = await store.maintenance.erase(subject, { isDryRun: true }, LATER);
  expect(undecided).toHaveLength(2);
  await store.maintenance.erase(subject, { isDryRun: false, alsoEvents: undecided.slice(0, 1) }, LATER);
  store.close();
  await restoreFrom(url, newer);
  const bodies = await bodiesIn(storeAt(file));
  expect([bodies.includes(cut("")), bodies.includes(cut("r"))]).toEqual([false, true]);
});

test("an erasure of someone named only by a saved view is repeated", async () => {
  const { restore } = await afterBackup(
    async (store) => {
      await store.maintenance.erase({ kind: "user", reference: "user_in_view" }, FOR_GOOD, LATER);
    },
    async (store) => {
      await store.views.add({ name: "Just one", query: "?user=user_in_view" }, BY);
    },
  );
  const views = await (await restore()).restored.views.list();
  expect(views.map(({ name }) => name)).not.toContain("Just one");
});

test("a restore doesn't list exports, confirmed identities or an unlinked sign-on as undone", async () => {
  const { restore } = await afterBackup(async (store) => {
    const deeds = [
      "identity_confirmed",
      "identity_refused",
      "identity_unlinked",
      "connections_exported",
      "results_exported",
      "deliveries_exported",
      "audit_exported",
      "invitation_withdrawn",
      "setting_changed",
    ] as const;
    for (const deed of deeds) await store.audit.write({ deed }, LATER);
  });
  expect((await restore()).plan.loses?.deeds).toEqual([{ deed: "setting_changed", count: 1 }]);
});

test.each([
  ["audit log", "alter table audit rename column deed to hidden"],
  ["events", "alter table events rename column received_at to hidden"],
])("a fault in reading the database's %s refuses the restore: an erasure would be forgotten", async (_, statement) => {
  const { file, restore } = await afterBackup(async () => {});
  const client = new BetterSqlite3(file);
  client.exec(statement);
  client.close();
  await expect(restore()).rejects.toThrow(/can't be read.*no such column/);
});

test("a restore does what it announced, even if the database's audit log becomes unreadable", async () => {
  const { file, backup } = await afterBackup(async (store, { bo }) => {
    await store.people.remove(bo, LATER);
    await store.maintenance.erase({ kind: "user", reference: "user_1" }, FOR_GOOD, LATER);
  });
  const { carryOut } = await restoreStore(pathToFileURL(file), backup, () => {});
  const client = new BetterSqlite3(file);
  client.exec("alter table audit rename column deed to hidden");
  client.close();
  expect((await carryOut()).access).toBe("kept");
  const restored = storeAt(file);
  expect(await restored.people.count()).toBe(2);
  expect(await usersIn(restored)).toEqual(["user_2"]);
});

test("access is carried over from a database of another version", async () => {
  const { file, restore } = await afterBackup(async (store) => {
    await store.outreach.block("conn_2", "asked us to stop", LATER);
  });
  const client = new BetterSqlite3(file);
  client.exec("alter table do_not_contact add column added text; drop table devices");
  client.close();
  const { plan, restored } = await restore();
  expect(plan.access).toBe("kept");
  expect((await restored.outreach.blocks(["conn_2"])).get("conn_2")?.reason).toBe("asked us to stop");
});

test.each([
  ["can't be read", (file: string) => writeFileSync(file, "overwritten")],
  ["is gone", (file: string) => rmSync(file)],
])("if the database %s, all tokens of the backup are revoked", async (_, spoil) => {
  const { file, restore } = await afterBackup(async () => {});
  spoil(file);
  const { plan, restored } = await restore();
  expect(plan.access).toBe("ended");
  expect(await restored.tokens.list()).toEqual([]);
  expect(await restored.people.count()).toBe(3);
});

test("over a database of another deployment, all tokens of the backup are revoked, and its people may sign in", async () => {
  const { backup } = await afterBackup(async () => {});
  const file = path.join(freshFolder(), "relink.db");
  const other = storeAt(file);
  await personIn(other, "eve@x.test", "admin");
  other.close();
  const { plan, carryOut } = await restoreStore(pathToFileURL(file), backup, () => {});
  expect(plan.access).toBe("ended");
  await carryOut();
  const restored = storeAt(file);
  expect((await restored.people.list()).map(({ email }) => email)).toEqual(["ana@x.test", "bo@x.test", "cy@x.test"]);
  expect(await restored.tokens.list()).toEqual([]);
});
