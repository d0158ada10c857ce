import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { Store } from "@/db/store";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { BY } from "@/testing/by";
import { freshFolder, storeAt, withStore } from "@/testing/fresh-store";
import { runs } from "@/testing/runs";
import { created, disconnected, expired, incoming, updated } from "@/testing/worlds/deliveries";

const FOR_GOOD = { isDryRun: false };
/** Words that appear nowhere else. */
const HER = {
  user: "user-of-the-erased-Qx7",
  connection: "conn_erased_Qx7",
  account: { id: "acct-erased-Qx7", name: "Zxqvia Wrenfield", username: "zxqvia_wren" },
};
const HERS = [
  HER.user,
  HER.account.id,
  HER.account.name,
  HER.account.username,
  "zxqvia",
  "wrenfield",
  "Earlier Qxname",
];

function storeWithFile() {
  const file = path.join(freshFolder(), "relink.db");
  const store = storeAt(file);
  return { store, file, stored: (words: readonly string[]) => storedBeside(file, words) };
}

/** Returns which of these words the database and its journal hold, letter by letter. */
function storedBeside(file: string, words: readonly string[]): string[] {
  const folder = path.dirname(file);
  const files = readdirSync(folder).map((name) => readFileSync(path.join(folder, name)));
  return words.filter((word) => files.some((bytes) => bytes.includes(word)));
}

async function live(store: Store): Promise<void> {
  const her = { user: HER.user, connection: HER.connection };
  const earlier = { ...HER.account, name: "Earlier Qxname" };
  await store.events.ingest(created({ ...her, occurredAt: 1, account: earlier }), 1);
  await store.events.ingest(updated({ ...her, occurredAt: 2, account: HER.account }), 2);
  await store.events.ingest(expired({ ...her, occurredAt: 3 }), 3);
  await store.events.ingest(created({ ...her, connection: "conn_second_Qx7", occurredAt: 4, account: HER.account }), 4);
  await store.events.ingest(
    incoming(JSON.stringify({ type: "odd.new", about: HER.user }), { messageId: "msg_odd" }),
    5,
  );
  const target = { search: WHOLE_LIST, selection: { kind: "some" as const, ids: [HER.connection] } };
  const note = `${HER.account.name} is on holiday.`;
  await store.outreach.act(target, { kind: "noted", note }, { seen: null, coolDownMs: 0 }, BY);
  await store.outreach.block(HER.connection, `${HER.account.name} asked us to stop.`, BY);
  await store.views.add({ name: "Hers", query: `?user=${HER.user}` }, BY);
  await store.views.add({ name: "By name", query: "?q=wrenfield" }, BY);
}

test("an erased user is in no file, and everyone else is unchanged", async () => {
  const { store, stored } = storeWithFile();
  await store.events.ingest(
    created({ user: "user_other", connection: "conn_other", occurredAt: 1, account: { name: "Jane" } }),
    1,
  );
  const before = await store.connections.search(WHOLE_LIST, 10);
  const eventsBefore = await store.events.search(WHOLE_LOG, 10);
  await live(store);
  expect(stored([HER.user, HER.account.name])).toEqual([HER.user, HER.account.name]);

  const subject = { kind: "user", reference: HER.user } as const;
  const preview = await store.maintenance.erase(subject, { isDryRun: true }, BY);
  expect(preview).toMatchObject({
    connections: [HER.connection, "conn_second_Qx7"],
    handedOn: 0,
    events: 4,
    repeats: 0,
    quarantined: 1,
    isDryRun: true,
  });
  expect(preview.views.toSorted()).toEqual(["By name", "Hers"]);
  expect(await store.maintenance.erase(subject, FOR_GOOD, BY)).toEqual({ ...preview, isDryRun: false });

  expect(stored(HERS)).toEqual([]);
  const after = await store.connections.search(WHOLE_LIST, 10);
  expect([after.rows, after.total]).toEqual([before.rows, before.total]);
  expect(await store.events.search(WHOLE_LOG, 10)).toEqual(eventsBefore);
  expect(await store.connections.find(HER.connection)).toBeNull();
  expect((await store.intake.hours(0, 3_600_000)).map((hour) => hour.deliveries)).toEqual([6]);
  expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 0, removed: 0, mended: 0 });
  const log = await store.audit.search({ ...WHOLE_AUDIT, deed: ["erased"] }, 10);
  expect(log.rows.map((entry) => entry.details.step)).toEqual(["done", "begun"]);
  expect(JSON.stringify(log)).not.toContain(HER.user);
});

test("erasing an account removes what was written about its user, unless that user has others", async () => {
  const { store, stored } = storeWithFile();
  await live(store);
  const other = { user: "user_other", connection: "conn_other", account: { id: "acct_other" } };
  await store.events.ingest(created({ ...other, occurredAt: 1 }), 1);
  await store.events.ingest(created({ ...other, connection: "conn_shared", account: HER.account, occurredAt: 2 }), 2);
  await store.outreach.block("conn_other", "Wants letters only.", BY);
  await store.maintenance.erase({ kind: "account", reference: HER.account.id }, FOR_GOOD, BY);
  expect(stored([HER.account.name, "asked us to stop"])).toEqual([]);
  await store.events.ingest(expired({ user: HER.user, connection: HER.connection, occurredAt: 9 }), 9);
  await store.events.ingest(expired({ ...other, occurredAt: 9 }), 9);
  const [hers, others] = await store.outreach.current([HER.connection, "conn_other"]);
  expect([hers?.block, others?.block?.reason]).toEqual([null, "Wants letters only."]);
});

/** The connection was hers, and then became somebody else's. */
async function liveAndLeave(store: Store, change: "account" | "user"): Promise<void> {
  const at = { connection: "conn_shared" };
  const hers = { ...at, user: change === "user" ? HER.user : "user_keeper", account: HER.account };
  const next = { ...at, user: "user_keeper", account: { id: "acct_next", name: "Next One", username: "next_one" } };
  await store.events.ingest(
    created({ ...hers, occurredAt: 1, account: { ...HER.account, name: "Earlier Qxname" } }),
    1,
  );
  await store.events.ingest(updated({ ...hers, occurredAt: 2 }), 2);
  await store.events.ingest(expired({ ...at, user: null, occurredAt: 3 }), 3);
  await store.views.add({ name: "Calls with Zxqvia Wrenfield", query: "?status=expired" }, BY);
  await store.views.add({ name: "By an earlier name", query: "?q=earlier+qxname" }, BY);
  await store.views.add({ name: "Everyone else", query: `?not_user=${HER.user}` }, BY);
  const target = { search: WHOLE_LIST, selection: { kind: "some" as const, ids: ["conn_shared"] } };
  const note = `${HER.account.name} is on holiday.`;
  await store.outreach.act(target, { kind: "noted", note }, { seen: null, coolDownMs: 0 }, BY);
  await store.events.ingest(updated({ ...next, occurredAt: 4 }), 4);
  await store.events.ingest(expired({ ...next, occurredAt: 5 }), 5);
}

test.each(["account", "user"] as const)(
  "whose connection became that of another %s is in no file any more, and the other's is still there",
  async (kind) => {
    const { store, stored } = storeWithFile();
    await liveAndLeave(store, kind);
    await store.outreach.block("conn_shared", "Wants letters only.", BY);
    const subject = { kind, reference: kind === "user" ? HER.user : HER.account.id };
    const names = [subject.reference, HER.account.name, HER.account.username, "Earlier Qxname"];
    expect(stored(names)).toEqual(names);

    const preview = await store.maintenance.erase(subject, { isDryRun: true }, BY);
    expect(preview).toMatchObject({ connections: ["conn_shared"], handedOn: 1, events: 3 });
    expect(preview.views).toEqual(
      ["Calls with Zxqvia Wrenfield", "By an earlier name", "Everyone else"].slice(0, kind === "user" ? 3 : 2),
    );
    expect(await store.maintenance.erase(subject, FOR_GOOD, BY)).toEqual({ ...preview, isDryRun: false });

    expect(stored([...names, "on holiday"])).toEqual([]);
    expect(await store.connections.find("conn_shared")).toMatchObject({
      status: "expired",
      events: 2,
      expiries: 1,
      user: "user_keeper",
      account: { id: "acct_next", name: "Next One" },
    });
    expect((await store.outreach.current(["conn_shared"]))[0]?.block?.reason).toBe("Wants letters only.");
    expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 0, removed: 0, mended: 0 });
    expect(await store.maintenance.erase(subject, { isDryRun: true }, BY)).toMatchObject({
      connections: [],
      events: 0,
    });
  },
);

test("an interrupted erasure of a connection's earlier account can be resumed", async () => {
  const { store, stored, file } = storeWithFile();
  await liveAndLeave(store, "account");
  const subject = { kind: "account", reference: HER.account.id } as const;
  const raw = new BetterSqlite3(file);
  onTestFinished(() => {
    raw.close();
  });
  raw.exec("create trigger cut before delete on case_acts begin select raise(abort, 'cut short'); end");
  await expect(store.maintenance.erase(subject, FOR_GOOD, BY)).rejects.toThrow("cut short");
  raw.exec("drop trigger cut");
  expect(await store.maintenance.erase(subject, FOR_GOOD, BY)).toMatchObject({ connections: ["conn_shared"] });
  expect(stored([...HERS, "on holiday"].filter((word) => word !== HER.user))).toEqual([]);
  expect((await store.views.list()).map((view) => view.name)).not.toContain("By an earlier name");
});

test("events after an erasure start clean", async () => {
  const { store } = storeWithFile();
  await live(store);
  await store.maintenance.erase({ kind: "account", reference: HER.account.id }, FOR_GOOD, BY);
  await store.events.ingest(expired({ user: HER.user, connection: HER.connection, occurredAt: 9 }), 9);
  const back = await store.connections.find(HER.connection);
  expect(back).toMatchObject({ status: "expired", expiries: 1, events: 1, user: HER.user });
  expect(back?.account).toEqual({ id: null, name: null, username: null, avatar: null });
  expect((await store.timelines.ofConnection(HER.connection, { size: 50 })).steps).toHaveLength(1);
});

test("whatever else happened, nothing remains of the erased person", async () => {
  const others = fc.array(
    fc.record({
      who: fc.integer({ min: 0, max: 30 }),
      name: fc.string({ minLength: 0, maxLength: 400 }),
      ends: fc.boolean(),
    }),
    { minLength: 20, maxLength: 200 },
  );
  await fc.assert(
    fc.asyncProperty(others, others, (before, after) =>
      withStore(async (store, file) => {
        let clock = 10;
        const tell = async (told: typeof before) => {
          for (const { who, name, ends } of told) {
            const said = { connection: `conn_${who}`, user: `user_${who}`, occurredAt: clock++, account: { name } };
            await store.events.ingest(ends ? disconnected(said) : updated(said), clock);
          }
        };
        await tell(before);
        await live(store);
        await tell(after);
        await store.maintenance.erase({ kind: "user", reference: HER.user }, FOR_GOOD, BY);
        expect(storedBeside(file, HERS)).toEqual([]);
      }),
    ),
    { numRuns: runs(12) },
  );
});

test("data erased during a read, such as a backup, leaves the journal as soon as the read ends", async () => {
  const { store, stored, file } = storeWithFile();
  await live(store);
  const reader = new BetterSqlite3(file, { readonly: true });
  reader.exec("begin");
  reader.prepare("select count(*) from events").get();
  await store.maintenance.erase({ kind: "user", reference: HER.user }, FOR_GOOD, BY);
  expect(stored(HERS)).not.toEqual([]);
  reader.close();
  await expect.poll(() => stored(HERS)).toEqual([]);
});

test("quarantined bodies that mention the person are removed, however they are written, and undecided ones are listed", async () => {
  const { store, stored } = storeWithFile();
  const her = { user: "4711456", connection: "conn_her_Qx7" };
  await store.events.ingest(created({ ...her, occurredAt: 1, account: HER.account }), 1);
  const inner = JSON.stringify({ type: "odd.new", about: HER.account.id });
  const going: readonly (string | Buffer)[] = [
    '{"type":"odd.new","about":4711456}',
    `{"type":"odd.new","about":"\\u0061cct-erased-Qx7"}`,
    JSON.stringify({ type: "odd.new", payload: inner }),
    JSON.stringify({ type: "odd.new", payload: JSON.stringify({ inner }) }),
    inner.slice(0, -2),
    "user=4711456&left=1",
    `<about>${HER.account.id}</about>`,
    Buffer.from(`{"about":"${HER.account.id}","name":"Zo\u00eb"}`, "latin1"),
    JSON.stringify({ type: "odd.new", data: { connection: { id: "conn_her_Qx7" } } }),
  ];
  const asked = ['{"type":"odd.new","about":"acct-erased-Q', JSON.stringify({ by: HER.account.name })];
  const staying = ['{"type":"odd.new","about":"14711456"}', '{"type":"odd.new","about":"somebody else'];
  const bodies = [...going, ...asked, ...staying];
  for (const [index, body] of bodies.entries()) {
    await store.events.ingest(incoming(body, { messageId: `msg_${index}` }), 5);
  }
  const subject = { kind: "user", reference: her.user } as const;
  const preview = await store.maintenance.erase(subject, { isDryRun: true }, BY);
  expect([preview.quarantined + preview.events, preview.undecided.length]).toEqual([going.length + 1, asked.length]);
  const [first = 0] = preview.undecided;
  const also = { ...FOR_GOOD, alsoEvents: [first, 1, 14, 15, 99] };
  const report = await store.maintenance.erase(subject, also, BY);
  expect([report.quarantined, report.undecided]).toEqual([preview.quarantined + 1, preview.undecided.slice(1)]);
  const left = (await store.events.search(WHOLE_LOG, 10)).rows.map(({ body }) => Buffer.from(body).toString());
  expect(left.toSorted()).toEqual([...asked.slice(1), ...staying].toSorted());
  expect(stored([HER.account.id, "acct-erased-Q", "conn_her_Qx7"])).toEqual([]);
});

test("acts about the person are counted before they are removed, and the audit log keeps no id of their connections", async () => {
  const { store, stored } = storeWithFile();
  await live(store);
  const other = { user: "user_other", connection: "conn_other" };
  await store.events.ingest(created({ ...other, occurredAt: 1 }), 1);
  const target = { search: WHOLE_LIST, selection: { kind: "some" as const, ids: ["conn_second_Qx7"] } };
  await store.events.ingest(expired({ user: HER.user, connection: "conn_second_Qx7", occurredAt: 6 }), 6);
  const contact = { kind: "contacted", channel: "email", template: null, note: "Wrote." } as const;
  await store.outreach.unblock(HER.connection, BY);
  await store.outreach.act(target, contact, { seen: null, coolDownMs: 0 }, BY);
  await store.outreach.block(HER.connection, "Asked us to stop again.", BY);
  await store.outreach.block("conn_other", "Wants letters only.", BY);
  const exported = (q: string) =>
    store.audit.write({ deed: "audit_exported", details: { filter: `?q=${encodeURIComponent(q)}` } }, BY);
  for (const q of [HER.connection.toLowerCase(), "wrenfield", "backups"]) await exported(q);

  const subject = { kind: "user", reference: HER.user } as const;
  // Hers: 1 contact, 1 note, 2 blocks, 1 unblocking; and two exports narrowed to her. Blocks are on both timelines.
  const outreach = { cases: 2, contacts: 1, notes: 1, otherActs: 6, links: 0, blocks: 1 };
  const auditEntries = 7;
  expect(await store.maintenance.erase(subject, { isDryRun: true }, BY)).toMatchObject({ outreach, auditEntries });
  expect(stored([HER.connection])).toEqual([HER.connection]);
  expect(await store.maintenance.erase(subject, FOR_GOOD, BY)).toMatchObject({ outreach, auditEntries });
  expect(stored([HER.connection, HER.connection.toLowerCase(), "conn_second_Qx7", "wrenfield"])).toEqual([]);
  const { rows } = await store.audit.search(WHOLE_AUDIT, 10);
  const subjectsOf = (deed: string) => rows.filter((entry) => entry.deed === deed).map((entry) => entry.subject);
  expect(subjectsOf("contact_blocked")).toEqual(["conn_other", "(erased)", "(erased)"]);
  expect([...subjectsOf("contacted"), ...subjectsOf("note_added")]).toEqual(["(erased)", "(erased)"]);
  const filters = rows.filter(({ deed }) => deed === "audit_exported").map(({ details }) => details.filter);
  expect(filters).toEqual(["?q=backups", "(erased)", "(erased)"]);
});

test("if a connection became another's, the audit log keeps what was done since", async () => {
  const { store } = storeWithFile();
  await liveAndLeave(store, "user");
  const at = (instant: number) => ({ ...BY, at: instant });
  await store.outreach.block("conn_shared", "Before.", at(3));
  await store.outreach.unblock("conn_shared", at(3));
  await store.outreach.block("conn_shared", "Since.", at(5));
  await store.maintenance.erase({ kind: "user", reference: HER.user }, FOR_GOOD, BY);
  const { rows } = await store.audit.search(WHOLE_AUDIT, 10);
  const about = rows.filter(({ deed }) => deed === "contact_blocked" || deed === "contact_unblocked");
  expect(about.map(({ subject }) => subject)).toEqual(["conn_shared", "(erased)", "(erased)"]);
});

test("no other user's link, view or typed word of an older version names an erased connection", async () => {
  const { store, stored } = storeWithFile();
  const general = await store.views.list();
  await live(store);
  const other = { user: "user_other", connection: "conn_other" };
  await store.events.ingest(created({ ...other, occurredAt: 1 }), 1);
  await store.events.ingest(expired({ ...other, occurredAt: 2 }), 2);
  const [link] = await store.reconnectLinks.handOut(
    ["conn_other"],
    { now: 3, expiresAt: 9e9, mintNonce: () => "n" },
    BY,
  );
  const step = { at: 4, progress: "finished", detail: "", connectionId: HER.connection } as const;
  await store.reconnectLinks.note(link?.id ?? 0, step);
  await store.views.add({ name: "One connection", query: `?q=${HER.connection}` }, BY);
  await store.views.add({ name: `About ${HER.connection}`, query: "?status=expired" }, BY);
  await store.views.add({ name: "Any connection", query: "?q=conn" }, BY);
  await store.audit.write({ deed: "replayed", subject: `${HER.connection} ` }, BY);
  await store.audit.write({ deed: "replayed", subject: "Zxqvia" }, BY);
  await store.audit.write({ deed: "replayed", subject: "conn_other" }, BY);
  const repeated = updated({ user: HER.user, connection: HER.connection, occurredAt: 5 }, { messageId: "msg_again" });
  for (const at of [5, 6, 7]) await store.events.ingest(repeated, at);
  expect(stored([HER.connection])).toEqual([HER.connection]);

  const subject = { kind: "user", reference: HER.user } as const;
  const preview = await store.maintenance.erase(subject, { isDryRun: true }, BY);
  expect(preview).toMatchObject({ events: 5, repeats: 2, auditEntries: 4 });
  expect(preview.views.toSorted()).toEqual([`About ${HER.connection}`, "By name", "Hers", "One connection"]);
  await store.maintenance.erase(subject, FOR_GOOD, BY);
  expect(stored([HER.connection, "Zxqvia"])).toEqual([]);
  expect((await store.views.list()).map(({ name }) => name)).toEqual([
    ...general.map(({ name }) => name),
    "Any connection",
  ]);
  const { rows } = await store.audit.search({ ...WHOLE_AUDIT, deed: ["replayed"] }, 10);
  expect(rows.map((entry) => entry.subject)).toEqual(["conn_other", "(erased)", "(erased)"]);
  expect((await store.outreach.history("conn_other")).steps).toMatchObject([{ connectionId: null }, {}]);
});
