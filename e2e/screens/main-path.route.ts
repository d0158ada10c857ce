import { expect, test } from "@/e2e/deployment";
import { run } from "@/e2e/programs";
import { receiptOf } from "@/testing/servers/front-door";
import { DOCUMENTED_EVENTS, readFixture } from "@/testing/worlds/fixtures";

const ORDERS = [
  ["created", "updated", "expired", "disconnected"],
  ["disconnected", "expired", "updated", "created"],
  ["expired", "created", "disconnected", "updated"],
] as const;

for (const order of ORDERS) {
  test(`the four documented bodies, as ${order.join(", ")}, twice each, are one row and a timeline of four events`, async ({
    relink,
  }) => {
    for (const name of order) {
      for (const outcome of ["stored", "duplicate"]) {
        const response = await relink.post(readFixture(`docs-dialect/connection.${name}`), {
          messageId: `msg_${name}`,
        });
        expect(receiptOf(response)).toMatchObject({ outcome });
      }
    }

    const list = await relink.read("/connections");
    const row = list.text("tr[data-id]");
    for (const text of ["Disconnected", "Jane Doe", "@janedoe", "user_456", "3 granted"]) expect(row).toContain(text);

    const user = await relink.read(list.href("user_456"));
    expect(user.text("h1")).toBe("user_456");
    const connection = await relink.read(user.href("Jane Doe"));
    expect(connection.text("h1")).toBe("Jane Doe");
    expect(connection.text()).toContain("Expired once, reconnected never");
    const permissions = connection.texts("dd").find((text) => text.includes("messages:read"));
    expect(permissions).toContain("profile:read");

    const steps = connection.texts("article");
    expect(steps).toHaveLength(DOCUMENTED_EVENTS.length);
    expect(steps[0]).toContain("Disconnected for good, 5 min after it became expired");
    expect(steps[1]).toContain("Expired after being active for 1 h 30 min");
    expect(steps[2]).toContain("Gained 1 permission");
    expect(steps[3]).toContain("Connected");
    for (const step of steps) expect(step).toContain("Delivered 2 times");

    if (order === ORDERS[1]) expect(run(relink.dataDir, "rebuild").said).toContain("Nothing differed");
  });
}

test.describe("with a server of its own", () => {
  test.use({ ownServer: true });

  test("state survives a restart", async ({ relink }) => {
    await relink.tell("created", { account: { name: "Jane Doe" } });
    await relink.restart();
    expect(await (await relink.ask("/connections")).text()).toContain("Jane Doe");
  });
});
