import { expect, test } from "@/e2e/deployment";
import { tellSome } from "./exported-connections";

test("aborted exports leave room for others", async ({ relink }) => {
  await tellSome(relink);
  const path = "/api/connections/export?format=jsonl";
  for (let round = 0; round < 30; round++) {
    const broken = await relink.ask(path);
    await broken.body?.cancel();
  }
  await expect(async () => expect((await relink.ask(path)).status).toBe(200)).toPass();
  const whole = await Promise.all(Array.from({ length: 20 }, async () => (await relink.ask(path)).text()));
  expect((await relink.ask(path)).status).toBe(200);
  expect(whole.filter((text) => text.includes("conn_")).length).toBeGreaterThanOrEqual(4);
});

test("an invalid request gets a sentence, and other sites get nothing", async ({ relink }) => {
  await tellSome(relink);
  const address = `${relink.origin}/api/connections/export`;
  const wrong = await relink.ask(`${address}?format=xlsx`);
  expect([wrong.status, await wrong.json()]).toMatchObject([400, { error: "bad_request" }]);
  const post = (headers: Record<string, string>, body: string) =>
    relink.ask(address, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body,
    });
  expect((await post({ origin: "https://elsewhere.example" }, "format=csv")).status).toBe(403);
  expect((await post({ "sec-fetch-site": "cross-site" }, "format=csv")).status).toBe(403);
  expect((await post({}, `format=csv&${"id=x&".repeat(300_000)}`)).status).toBe(413);
  expect((await relink.ask(address, { method: "DELETE" })).status).toBe(405);
  const lines = await (await relink.ask(`${address}?format=usernames&sort=user&order=asc`)).text();
  expect(lines).toBe("name0\nname1\nname2\n");
});
