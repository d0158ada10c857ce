import { expect, type Relink, test } from "@/e2e/deployment";
import { signInAs } from "@/testing/servers/team";
import { refuse, tellOfThree } from "./logged";

const LINE = "main li > details[data-line]";

async function lines(relink: Relink, path: string): Promise<string[]> {
  return (await relink.read(path)).texts(`${LINE} > summary`);
}

test("the event log lists events by arrival, and filters them by kind, value, connection, user, environment and dialect", async ({
  relink,
}) => {
  await tellOfThree(relink);
  const page = await relink.read("/events");
  const all = page.texts(`${LINE} > summary`);
  for (const [index, kind] of ["Updated", "Expired", "Created"].entries()) expect(all[index]).toContain(kind);
  const expired = await lines(relink, page.href("Expired"));
  expect(expired).toEqual([expect.stringContaining("Sandbox")]);
  for (const [query, count] of [
    ["value=of_77", 2],
    ["value=msg_created", 1],
    ["value=of_7", 0],
    ["environment=sandbox", 1],
    ["dialect=docs", 2],
    ["scheme=ofauth", 1],
    ["received=over-30d", 0],
    ["received=24h", 3],
    ["user=user_a&type=created", 1],
  ] as const)
    expect([query, await lines(relink, `/events?${query}`)]).toEqual([query, Array(count).fill(expect.any(String))]);
  expect((await relink.read("/events?value=of_7")).text()).toContain("No event matches");
});

test("the event log pages both ways, and a link to one event opens there", async ({ relink }) => {
  for (let index = 0; index < 60; index++) await relink.tell("updated", { connection: `conn_${index}` });
  const first = await relink.read("/events");
  expect(first.texts(LINE)).toHaveLength(50);
  expect(first.text("nav[aria-label=Pages]")).toContain("1–50 of 60");
  const second = await relink.read(first.href("Older"));
  expect(second.text("nav[aria-label=Pages]")).toContain("51–60 of 60");
  const back = await relink.read(second.href("Newer"));
  expect(back.text("nav[aria-label=Pages]")).toContain("1–50 of 60");
  const linked = await relink.read("/events?event=20");
  expect(linked.texts(LINE)[0]).toContain("conn_19");
  expect(linked.text(`${LINE}[open]`)).toContain("conn_19");
  expect(linked.href("Newer")).toContain("/events");
});

test("the delivery log is filtered by type, id and time, links each line to its connection and user, and exports the same", async ({
  relink,
}) => {
  await tellOfThree(relink);
  await refuse(relink, { "user-agent": "Svix-Webhooks/1.2", "svix-id": "msg_refused", "svix-signature": "v1,AAAA" });
  await expect.poll(async () => (await lines(relink, "/deliveries?outcome=refused")).length).toBe(1);
  for (const [query, count] of [
    ["", 5],
    ["type=expired", 1],
    ["type=updated&outcome=duplicate", 1],
    ["id=conn_a", 3],
    ["id=user_b", 1],
    ["id=msg_updated", 2],
    ["id=msg_refused", 1],
    ["id=user_", 0],
    ["received=24h", 5],
    ["first_day=1999-01-01&last_day=1999-12-31", 0],
    ["id=conn_a&type=created&received=24h&outcome=stored", 1],
  ] as const) {
    expect([query, await lines(relink, `/deliveries?${query}`)]).toEqual([
      query,
      Array(count).fill(expect.any(String)),
    ]);
    if (query.includes("day")) continue;
    const exported = await (await relink.ask(`/api/deliveries/export?${query}`)).text();
    expect([query, exported.trimEnd().split("\r\n").length]).toEqual([query, count + 1]);
  }
  const page = await relink.read("/deliveries?id=conn_a&outcome=stored&type=created");
  expect([page.href("conn_a"), page.href("user_a")]).toEqual(["/connections/conn_a", "/users/user_a"]);
  // Pages and tabs keep the filters.
  expect(page.href("Duplicates")).toBe("/deliveries?outcome=duplicate&type=created&id=conn_a");
});

test("the delivery log keeps genuine refusals visible in a flood", async ({ relink }) => {
  await refuse(relink, { "user-agent": "Svix-Webhooks/1.2", "svix-id": "msg_1", "svix-signature": "v1,AAAA" });
  for (let round = 0; round < 10; round++) {
    await Promise.all(Array.from({ length: 50 }, () => refuse(relink, { "user-agent": "flood/1.0" })));
  }
  // Refusals are written a moment later, several at once.
  const caption = async () => (await relink.read("/deliveries?outcome=refused")).text("figcaption");
  await expect.poll(caption).toMatch(/No signature ?500.*unknown format ?1/);
  const page = await relink.read("/deliveries?outcome=refused");
  expect(page.texts(LINE)).toHaveLength(6);
  expect(page.html).toContain("Svix-Webhooks/1.2");
});

test("quarantined events are dismissed by an operator, leave the count, and can be restored", async ({ relink }) => {
  for (const body of ["not json 1", "not json 2"]) await relink.post(body);
  const standing = async () => (await relink.read("/quarantine")).texts("nav[aria-label=Standing] a").join(", ");
  expect(await standing()).toBe("Waiting 2, Dismissed 0");
  const headers = { cookie: await signInAs(relink.dataDir, "operator") };
  const body = (await relink.read("/quarantine", { headers })).form("Dismiss all 2 shown");
  body.set("shown", "1");
  const post = { method: "POST", headers: { ...headers, origin: relink.origin }, redirect: "manual" } as const;
  expect((await relink.ask("/quarantine", { ...post, body })).headers.get("location")).toContain("changed=1");
  expect(await standing()).toBe("Waiting 1, Dismissed 1");
  expect((await relink.read("/events?type=unrecognised")).texts(LINE)).toHaveLength(2);
  const dismissed = await relink.read("/quarantine?dismissed=yes");
  expect(dismissed.text(LINE)).toMatch(/Dismissed by .*operator/);
  await relink.press("/quarantine?dismissed=yes", "Bring back all 1 shown");
  expect(await standing()).toBe("Waiting 2, Dismissed 0");
});
