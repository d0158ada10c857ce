import { expect, test } from "@/e2e/deployment";
import { breakTable, repairTable } from "@/testing/break-store";

test("finds at most eight connections and four users, and nothing for an empty query", async ({ relink }) => {
  const told = Array.from({ length: 10 }, (_, index) =>
    relink.tell("created", {
      connection: `conn_${index}`,
      user: `user_${index}`,
      account: { name: `Jane ${index}` },
    }),
  );
  await Promise.all(told);
  const find = async (q: string) => {
    const response = await relink.ask(`/api/find?${new URLSearchParams({ q })}`);
    expect(response.headers.get("cache-control")).toBe("no-store");
    return response.json();
  };
  const found = await find("jane");
  expect(found.connections).toHaveLength(8);
  expect(found.users).toHaveLength(4);
  for (const q of ["", "  ", "@"]) expect(await find(q)).toEqual({ connections: [], users: [] });
  expect((await find(`${"x".repeat(199)}y and more`)).connections).toEqual([]);
  expect(await find("jane 3")).toEqual({
    connections: [{ id: "conn_3", title: "Jane 3", username: null, user: "user_3", status: "active" }],
    users: [{ reference: "user_3", connections: { value: 1, precision: "exact" } }],
  });
});

test("reports an unavailable database in the usual error form, and logs nothing of the query", async ({ relink }) => {
  await relink.tell("created", { account: { name: "Jane Doe" } });
  breakTable(relink.dataDir, "connections");
  const response = await relink.ask(`/api/find?q=jane`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: "database_unavailable" });
  expect(relink.output()).not.toContain("jane");
  repairTable(relink.dataDir, "connections");
});
