import { expect, test } from "vitest";
import type { Store } from "@/db/store";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import { WHOLE_LIST, WHOLE_LISTS } from "@/domain/lists/connection-search";
import { ALL_SELECTED } from "@/domain/lists/selection";
import { BY } from "@/testing/by";
import { freshStore } from "@/testing/fresh-store";
import { CANARIES, MASKED_CANARIES } from "@/testing/worlds/canaries";
import { created, expired, incoming, updated } from "@/testing/worlds/deliveries";
import { masked } from "./masked-store";

test("someone who may not see names learns none from saved views", async () => {
  const store = freshStore();
  for (const { id } of await store.views.list()) await store.views.remove(id, BY);
  const add = async (name: string, query: string) => {
    const outcome = await store.views.add({ name, query }, BY);
    if ("refusal" in outcome) throw new Error(outcome.refusal);
    return outcome.view;
  };
  const plain = await add("Expired", "?status=expired");
  await add("Zxqvia", "?q=zxqvia");
  await add("Odd", "?q=&status=expired&q=zxqvia");
  const ofUser = await add("Calls with Zxqvia", "?user=user_9");
  const notOfUser = await add("All but Zxqvia", "?not_user=user_9");

  const seen = await masked(store).views.list();
  expect(JSON.stringify(seen).toLowerCase()).not.toContain("zxqvia");
  expect(seen[0]).toEqual(plain);
  expect(seen.slice(-2)).toEqual([
    { ...ofUser, name: `View ${ofUser.id}` },
    { ...notOfUser, name: `View ${notOfUser.id}` },
  ]);
  expect(await store.views.list()).toHaveLength(5);
});

test("someone who may not see names reads no note and no reason on a timeline", async () => {
  const store = freshStore();
  await store.events.ingest(expired({ connection: "conn_1", user: "user_1", occurredAt: 1_000 }), 1_000);
  const target = { search: WHOLE_LIST, selection: { kind: "some" as const, ids: ["conn_1"] } };
  for (const content of [
    { kind: "noted", note: "Zxqvia called" },
    { kind: "contacted", channel: "phone", template: null, note: "Zxqvia answered" },
    { kind: "snoozed", until: null, note: "Zxqvia is away" },
  ] as const) {
    const { batch } = await store.outreach.act(target, content, { seen: null, coolDownMs: 0 }, BY);
    await store.outreach.undo(batch ?? 0, BY);
  }
  await store.outreach.block("conn_1", "Zxqvia asked us to stop", BY);

  const hidden = masked(store);
  for (const page of [
    await hidden.timelines.ofConnection("conn_1", { size: 20 }),
    await hidden.timelines.ofUser("user_1", { size: 20 }),
  ]) {
    expect(page.steps).toHaveLength(8);
    expect(JSON.stringify(page.steps.filter(({ kind }) => kind === "act"))).not.toContain("Zxqvia");
    expect(JSON.stringify(page.steps)).toContain("Note hidden");
  }
});

/** Reads everything the store returns about connections, their cases and events into one string. */
async function readAll({ connections, timelines, events, outreach }: Store, user: string): Promise<string> {
  const { slices } = await connections.readAll(WHOLE_LIST, ALL_SELECTED, 5_000);
  const read = [
    ...[await joined(slices), await joined(outreach.readRounds(0))],
    await Promise.all([1, 2, 3, 4, 5, 6].map((id) => events.findBody(id))),
    await connections.search(WHOLE_LISTS.connections, 5_000),
    await connections.find("conn_abc123"),
    await connections.listOfUser(user),
    await connections.listOfSameAccount("conn_abc123"),
    await timelines.ofConnection("conn_abc123", { size: 10 }),
    await timelines.ofConnection("conn_3", { size: 10 }),
    await timelines.ofUser(user, { size: 10 }),
    await events.listNaming(user),
    await events.search(WHOLE_LOG, 5_000),
    await timelines.lives(["conn_abc123", "conn_3"]),
    await outreach.current(["conn_3"]),
    await outreach.history("conn_3"),
    [...(await outreach.blocks(["conn_3"]))],
  ];
  return JSON.stringify(read, function (key, value) {
    const one = this[key];
    return one instanceof Uint8Array ? Buffer.from(one).toString() : value;
  });
}

async function joined<T>(slices: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const slice of slices) all.push(...slice);
  return all;
}

test("someone who may not see names reads no masked field of a connection, its timeline, its case or its events", async () => {
  const store = freshStore();
  const [name = "", earlier = ""] = CANARIES.name;
  const account = {
    id: CANARIES.accountId[0] ?? "",
    name,
    username: CANARIES.username[0] ?? "",
    avatar: `https://cdn.example/${CANARIES.avatar[0]}`,
  };
  const user = CANARIES.reference[0] ?? "";
  await store.events.ingest(created({ user, account: { ...account, name: earlier }, occurredAt: 1_000 }), 1_000);
  const other = { ...account, id: `${account.id}b`, username: `${account.username}b` };
  await store.events.ingest(updated({ user, account: other, occurredAt: 2_000 }), 2_000);
  await store.events.ingest(created({ connection: "conn_2", user, account: other, occurredAt: 3_000 }), 3_000);
  const lost = { connection: "conn_3", user: `${user}3`, account: { ...account, id: `${account.id}c` } };
  await store.events.ingest(created({ ...lost, occurredAt: 1_000 }), 1_000);
  await store.events.ingest(expired({ ...lost, occurredAt: 2_000 }), 2_000);
  await store.events.ingest(incoming(`{"type":"odd","said":"${CANARIES.body[0]}"}`), 4_000);

  const [note = "", reason = "", snooze = ""] = CANARIES.note;
  const target = { search: WHOLE_LIST, selection: { kind: "some" as const, ids: ["conn_3"] } };
  for (const content of [
    { kind: "noted", note },
    { kind: "snoozed", until: null, note: snooze },
  ] as const)
    await store.outreach.act(target, content, { seen: null, coolDownMs: 0 }, { ...BY, at: 3_000 });
  await store.outreach.block("conn_3", reason, { ...BY, at: 4_000 });

  const fields = ["name", "username", "avatar", "accountId", "reference", "note", "body"] as const;
  const written = fields.flatMap((field) => CANARIES[field]);
  const inFull = await readAll(store, user);
  expect(written.filter((word) => !inFull.includes(word))).toEqual([]);
  const hidden = masked(store);
  const read = await readAll(hidden, user);
  expect(MASKED_CANARIES.filter((word) => read.includes(word))).toEqual([]);
  expect(read).toContain(user);
  expect((await hidden.connections.listOfSameAccount("conn_abc123")).map(({ id }) => id)).toEqual(["conn_2"]);
});
