import { expect, test } from "@/e2e/deployment";
import type { ReadPage } from "@/testing/servers/html";
import { tellFour } from "./four-connections";

const names = (page: ReadPage) => page.texts("table a[data-row-link]");
const search = (query: string) => `/connections?${query}`;

test("active connections that lack a permission are found by two filters", async ({ relink }) => {
  await tellFour(relink);
  await relink.tell("updated", { connection: "conn_dan", user: "user_dan", permissions: ["posts:read"] });
  expect(names(await relink.read(search("status=active&lacks=messages:read")))).toEqual(["Dan Smith"]);
});

test("connections that need attention are counted and found", async ({ relink }) => {
  await tellFour(relink);
  await relink.tell("updated", { connection: "conn_cleo", user: null });
  const page = await relink.read("/connections");
  const choices = page.texts("label");
  for (const [label, value, found] of [
    ["Expired more than once", "expired_again", ["Bob Smith"]],
    ["Lost a permission", "lost_permission", ["Bob Smith"]],
    ["Account in two connections", "shared_account", ["Ann Smith", "Dan Smith"]],
    ["Odd event", "anomaly", ["Cleo Smith"]],
  ] as const) {
    expect(choices).toContain(`${label}${found.length}`);
    expect(names(await relink.read(search(`attention=${value}`)))).toEqual(found);
  }
});

test("connections without a user are one filter value", async ({ relink }) => {
  await tellFour(relink);
  const page = await relink.read("/connections");
  const address = page.href(/^Without a user ?1$/);
  expect(address).toContain("no_user=only");
  expect(names(await relink.read(address))).toEqual(["Cleo Smith"]);
});

test("dates are relative, and stay so in the URL", async ({ relink }) => {
  await tellFour(relink);
  const page = await relink.read("/connections");
  const fresh = page.href("First event: Last 7 days");
  expect(fresh).toContain("created=7d");
  expect(names(await relink.read(fresh))).toEqual(["Ann Smith", "Dan Smith"]);
  const longGone = page.href("Expired, and not back since: Over 30 days ago");
  expect(names(await relink.read(longGone))).toEqual(["Bob Smith"]);
});

test("matches are highlighted, wherever they were found", async ({ relink }) => {
  await tellFour(relink);
  const marks = (await relink.read(search("q=ann+smi"))).texts("mark");
  expect(marks).toEqual(["Ann", "Smi", "ann", "ann", "Smi", "ann"]);
  expect((await relink.read(search("q=conn_bo"))).texts("mark")).toEqual(["conn_bo"]);
});

test("a pasted id comes first, whatever the sort order", async ({ relink }) => {
  await tellFour(relink);
  await relink.tell("created", { connection: "conn_ann2", user: "user_x", account: { name: "Newer" } });
  expect(names(await relink.read(search("q=conn_ann")))).toEqual(["Ann Smith", "Newer"]);
});

test("a page reports the invalid parts of its URL, and what would be valid", async ({ relink }) => {
  await tellFour(relink);
  const date = "is not a date filter; try 7d, over-30d or 2026-02-01..2026-02-28.";
  for (const [address, message] of [
    ["/connections?expired=last-week", `“last-week” ${date}`],
    ["/outreach?staus=expired", "There is no filter “staus”; did you mean “status”?"],
    ["/outreach/results?period=8d", "“8d” is not one of 30d, 7d, 90d, 365d, all."],
    ["/events?received=2026-02-30..", `“2026-02-30..” ${date}`],
    ["/deliveries?outcom=refused", "There is no filter “outcom”; did you mean “outcome”?"],
    ["/deliveries?received=soon", `“soon” ${date}`],
    ["/audit?when=soon", `“soon” ${date}`],
    ["/connections/conn_ann?occurred=soon", `“soon” ${date}`],
    ["/users/user_ann?occurred=soon", `“soon” ${date}`],
  ] as const) {
    expect([address, (await relink.read(address)).texts("[role=status] li")]).toEqual([address, [message]]);
  }
  expect((await relink.read("/connections?expired=7d&utm_source=mail")).texts("[role=status] li")).toEqual([]);
});

test("programs get an error for an invalid filter, not every row", async ({ relink }) => {
  await tellFour(relink);
  for (const [address, parameter] of [
    ["/api/connections/export?format=csv&expired=last-week", "expired"],
    ["/api/connections/export?format=csv&created=2026-02-30..", "created"],
    ["/api/connections/export?format=csv&staus=expired", "staus"],
    ["/api/audit/export?deeds=signed_in", "deeds"],
    ["/api/outreach/results/export?period=8d", "period"],
    ["/api/deliveries/export?received=soon", "received"],
    ["/api/deliveries/export?ids=conn_ann", "ids"],
    ["/api/find?query=ann", "query"],
    ["/api/views?name=x", "name"],
    ["/api/outreach/presence?id=conn_ann&user=x", "user"],
    ["/api/live?since=1", "since"],
  ] as const) {
    const response = await relink.ask(address);
    expect([address, response.status, await response.json()]).toMatchObject([
      address,
      400,
      { error: "bad_request", parameter },
    ]);
  }
});
