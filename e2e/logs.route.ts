import { expect, type Relink, test } from "./deployment";
import { refuse, tellOfThree } from "./logged";

const LINE = "main li > details[data-line]";

async function lines(relink: Relink, path: string): Promise<string[]> {
  return (await relink.read(path)).texts(`${LINE} > summary`);
}

test("the event log lists events by arrival, and narrows them by kind, value, connection, user and form", async ({
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

test("the event log goes both ways, and a link to one event opens there", async ({ relink }) => {
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

test("the delivery log keeps genuine refusals visible in a flood", async ({ relink }) => {
  await refuse(relink, { "user-agent": "Svix-Webhooks/1.2", "svix-id": "msg_1", "svix-signature": "v1,AAAA" });
  for (let round = 0; round < 10; round++) {
    await Promise.all(Array.from({ length: 50 }, () => refuse(relink, { "user-agent": "flood/1.0" })));
  }
  // Refusals are written a moment later, several at once.
  const caption = async () => (await relink.read("/deliveries?outcome=refused")).text("figcaption");
  await expect.poll(caption).toMatch(/No signature ?500.*unknown form ?1/);
  const page = await relink.read("/deliveries?outcome=refused");
  expect(page.texts(LINE)).toHaveLength(6);
  expect(page.html).toContain("Svix-Webhooks/1.2");
});
