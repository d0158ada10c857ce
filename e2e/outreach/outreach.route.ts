import { HOUR, tellOfExpired } from "@/e2e/connections/expired-connections";
import { expect, test } from "@/e2e/deployment";
import { signInAs } from "@/testing/servers/team";

test("viewers see the queue, and can't act on it", async ({ relink }) => {
  await tellOfExpired(relink, ["Jane Doe"]);
  const headers = { cookie: await signInAs(relink.dataDir, "viewer") };
  for (const path of ["/outreach", "/connections/conn_jane_doe"]) {
    const acts = async (init: RequestInit) => {
      const page = await relink.read(path, init);
      expect(page.text()).toContain("Jane Doe");
      return page.html.match(/aria-label="(?:Contact|Snooze)"|>(?:Contact|Snooze)</g) ?? [];
    };
    expect(await acts({ headers })).toEqual([]);
    expect(await acts({})).not.toEqual([]);
  }
  const connection = await relink.read("/connections/conn_jane_doe", { headers });
  expect(connection.text()).toContain("To contact");
});

test("a case closes on its own when the connection is back, and opens again as relapsed", async ({ relink }) => {
  await tellOfExpired(relink, ["Jane Doe"]);
  const jane = { connection: "conn_jane_doe", user: "user_jane_doe" };
  await relink.tell("updated", { ...jane, occurredAt: Date.now() - 50 * HOUR });
  expect((await relink.read("/outreach")).text()).toContain("Nobody is waiting for you");
  expect((await relink.read("/outreach?outreach=reconnected")).text("tr[data-id]")).toContain("Reconnected");
  await relink.tell("expired", { ...jane, occurredAt: Date.now() - HOUR });
  expect((await relink.read("/outreach")).text("tr[data-id]")).toContain("Relapsed");
});

test("nobody learns from a URL alone whether they are connected", async ({ relink }) => {
  await tellOfExpired(relink, ["Jane Doe"]);
  for (const query of ["status=success&connection_id=conn_jane_doe", "status=cancelled", "status=error", ""]) {
    const page = await relink.read(`/r/back?${query}`, { headers: { cookie: "relink-reconnect=1-made-up" } });
    expect([query, page.text("h1")]).toEqual([query, "Welcome back"]);
    expect(page.text()).toContain("can't say here whether your account is connected");
  }
});
