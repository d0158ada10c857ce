import { expect, test } from "@/e2e/deployment";
import { docsBody, sdkBody } from "@/testing/worlds/deliveries";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test("a life is described in words: gained, lost, renamed, expired, reconnected, moved", async ({ relink }) => {
  const start = Date.now() - 10 * DAY;
  await relink.tell("created", {
    occurredAt: start,
    permissions: ["posts:read", "messages:read"],
    account: { id: "1", name: "Jane" },
  });
  await relink.tell("expired", { occurredAt: start + 3 * DAY });
  await relink.tell("updated", { occurredAt: start + 3 * DAY + 4 * HOUR, permissions: ["posts:read", "posts:write"] });
  await relink.tell("updated", { occurredAt: start + 4 * DAY, account: { id: "1", name: "Janet" } });
  await relink.tell("updated", { occurredAt: start + 5 * DAY, user: "user_other" });
  await relink.tell("updated", { occurredAt: start + 6 * DAY, user: "user_other" });
  await relink.tell("expired", { occurredAt: start + 7 * DAY, user: "user_other" });

  const steps = (await relink.read("/connections/conn_abc123")).texts("article");
  const expected = [
    ["Expired after being active for 3 d 20 h, for the 2nd time"],
    ["Updated; nothing changed"],
    ["Moved from user user_456 to user_other"],
    ["Name changed from Jane to Janet"],
    ["Reconnected after 4 h", "gained posts:write", "lost messages:read"],
    ["Expired after being active for 3 d"],
    ["Connected", "Account is Jane", "Belongs to user user_456"],
  ];
  expect(steps).toHaveLength(expected.length);
  for (const [index, texts] of expected.entries()) {
    for (const text of texts) expect(steps[index]).toContain(text);
  }
});

test("late, anomalous and unknown events are marked and explained", async ({ relink }) => {
  const start = Date.now() - 2 * DAY;
  await relink.tell("created", { occurredAt: start, account: { id: "1", name: "Jane" } });
  await relink.tell("disconnected", { occurredAt: start + 5 * HOUR });
  await relink.tell("updated", { occurredAt: start + 2 * HOUR, account: { id: "2", name: "Zoe" } });
  await relink.tell("updated", { occurredAt: start + 6 * HOUR });
  await relink.post(
    docsBody("updated", { occurredAt: start + 7 * HOUR }).replace("connection.updated", "connection.paused"),
  );

  const page = await relink.read("/connections/conn_abc123");
  const steps = page.texts("article");
  expect(steps[0]).toContain("connection.paused");
  expect(steps[0]).toContain("Relink does not know this type yet");
  expect(steps[1]).toContain("Came after the disconnection, which is final");
  expect(steps[2]).toContain("Disconnected for good");
  expect(steps[3]).toContain("Arrived late by 1 d 22 h");
  expect(steps[3]).toContain("Now a different account: was Jane, is Zoe");
  expect(page.text()).toMatch(/Disconnected ?Status since/);
});

test("a user's timeline joins all connections and says whose each step is", async ({ relink }) => {
  await relink.tell("created", { connection: "conn_one", occurredAt: Date.now() - 3 * HOUR });
  await relink.tell("created", { connection: "conn_two", occurredAt: Date.now() - 2 * HOUR });
  await relink.tell("expired", { connection: "conn_one", occurredAt: Date.now() - HOUR });
  const page = await relink.read("/users/user_456");
  expect(page.texts("h2")).toContain("2 connections");
  expect(page.texts("article")).toHaveLength(3);
  expect(page.texts("article a[href^='/connections/']")).toEqual(["conn_one", "conn_two", "conn_one"]);
});

test("each value in the header links to the event that set it, and pages go both ways", async ({ relink }) => {
  await relink.tell("created", { occurredAt: Date.now() - 90 * HOUR, permissions: ["posts:read"] });
  for (let hour = 80; hour > 20; hour--) {
    const permissions = hour % 2 === 0 ? ["posts:read"] : ["posts:read", "posts:write"];
    await relink.tell("updated", { occurredAt: Date.now() - hour * HOUR, permissions });
  }
  const newest = await relink.read("/connections/conn_abc123");
  expect(newest.texts("article")).toHaveLength(50);
  const setter = newest.href("set by event 1");
  expect(setter).toMatch(/event=1#event-1$/);
  const oldest = await relink.read(setter);
  expect(oldest.texts("article")).toHaveLength(4);
  expect(oldest.text("#event-1")).toContain("Connected");
  const newer = await relink.read(oldest.href("Newer events"));
  expect(newer.texts("article")).toHaveLength(50);
  const again = await relink.read(newer.href("Newest events"));
  expect(again.texts("article")).toEqual(newest.texts("article"));
  expect((await relink.read(again.href("Older events"))).texts("article")).toHaveLength(11);
  const missing = await relink.read("/connections/conn_abc123?event=9999");
  expect(missing.text()).toContain("There is no event 9999 here");
});

test("a timeline is filtered by kind and by time, and cleared again", async ({ relink }) => {
  await relink.tell("created", { occurredAt: Date.now() - 50 * DAY });
  await relink.tell("expired", { occurredAt: Date.now() - 40 * DAY });
  await relink.tell("updated", { occurredAt: Date.now() - 2 * DAY });
  const all = await relink.read("/connections/conn_abc123");
  const expired = await relink.read(all.href("Expired"));
  expect(expired.text("article")).toContain("Expired after being active for 10 d");
  const none = await relink.read(expired.href("Last 7 days"));
  expect(none.text()).toContain("No event matches");
  expect((await relink.read(none.href("Show all events"))).texts("article")).toHaveLength(3);
});

test("the same person in another connection is shown as such", async ({ relink }) => {
  const account = { id: "of_1", name: "Jane" };
  await relink.tell("created", { connection: "conn_old", user: "u1", account, occurredAt: Date.now() - 9 * DAY });
  await relink.tell("expired", { connection: "conn_old", user: "u1", occurredAt: Date.now() - 5 * DAY });
  await relink.tell("created", { connection: "conn_new", user: "u2", account, occurredAt: Date.now() - DAY });
  const old = await relink.read("/connections/conn_old");
  const note = "section[aria-label='Same account']";
  expect(old.text(note)).toContain("of user u2");
  expect(old.text(note)).toContain("Reconnected there, under a new id.");
  expect((await relink.read(old.href("conn_new"))).text(note)).toContain("reconnected under a new id");
});

test("a sandbox event says that it concerns no real account", async ({ relink }) => {
  await relink.post(sdkBody("created", { live: false }));
  expect((await relink.read("/connections/conn_abc123")).text("article")).toContain("Sandbox");
});

test("connections and users have pages by URL, whatever their ids", async ({ relink }) => {
  for (const id of [".", "..", "x.rsc", "x.segments", "x.txt", "x.json", "a/page", "a%2Fb", "[userId]", "~x"]) {
    await relink.tell("created", { connection: id, user: id });
    const list = await relink.read(`/connections?${new URLSearchParams({ user: id })}`);
    const paths = [...list.html.matchAll(/href="(\/(?:connections|users)\/[^"]+)"/g)].map(([, path = ""]) => path);
    expect(new Set(paths).size).toBe(2);
    for (const path of paths) {
      const response = await relink.ask(path);
      expect([id, path, response.status]).toEqual([id, path, 200]);
      expect(await response.text()).toContain("Timeline");
    }
  }
});

test("a user whose connection moved to another still has a page, which says where it went", async ({ relink }) => {
  await relink.tell("created", { connection: "conn_moved", user: "user_first", occurredAt: Date.now() - 2_000 });
  await relink.tell("updated", { connection: "conn_moved", user: "user_next", occurredAt: Date.now() - 1_000 });
  const page = await relink.read("/users/user_first");
  expect(page.status).toBe(200);
  expect(page.text()).toContain("conn_moved now belongs to user_next");
  expect(page.text()).toContain("Events that named this user");
});

test("a connection named only by realtime events has a page", async ({ relink }) => {
  const data = { connection: { id: "conn_live" }, eventBody: {} };
  await relink.post(JSON.stringify({ type: "realtime.chat_message.received", data }));
  const page = await relink.read("/connections/conn_live");
  expect([page.status, page.text("h1")]).toEqual([200, "conn_live"]);
  expect(page.text()).toContain("Last sign of life");
});
