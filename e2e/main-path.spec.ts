import { spawnSync } from "node:child_process";
import path from "node:path";
import { DOCUMENTED_EVENTS, readFixture } from "@/testing/fixtures";
import { receiptOf } from "@/testing/front-door";
import { expect, tableRows, test } from "./relink";

const ORDERS = [
  ["created", "updated", "expired", "disconnected"],
  ["disconnected", "expired", "updated", "created"],
  ["expired", "created", "disconnected", "updated"],
] as const;

for (const order of ORDERS) {
  test(`the four documented bodies, as ${order.join(", ")}, twice each, are one row and a timeline of four events`, async ({
    page,
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

    await page.goto("/connections");
    await expect(tableRows(page)).toHaveCount(1);
    for (const text of ["Disconnected", "Jane Doe", "@janedoe", "user_456", "3 granted"]) {
      await expect(tableRows(page)).toContainText(text);
    }

    await page.getByRole("link", { name: "user_456" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "user_456" })).toBeVisible();
    await page.getByRole("link", { name: "Jane Doe" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Jane Doe" })).toBeVisible();
    await expect(page.getByText("Expired once, reconnected never")).toBeVisible();
    await expect(page.locator("dd").filter({ hasText: "messages:read" })).toContainText("profile:read");

    const steps = page.getByRole("article");
    await expect(steps).toHaveCount(DOCUMENTED_EVENTS.length);
    await expect(steps.nth(0)).toContainText("Disconnected for good, 5 min after it became expired");
    await expect(steps.nth(1)).toContainText("Expired after being active for 1 h 30 min");
    await expect(steps.nth(2)).toContainText("Gained 1 permission");
    await expect(steps.nth(3)).toContainText("Connected");
    for (let index = 0; index < DOCUMENTED_EVENTS.length; index++) {
      await expect(steps.nth(index)).toContainText("Delivered 2 times");
    }

    expect(rebuild(relink.dataDir)).toContain("Nothing differed");
  });
}

test("the exact body of an event is one click away", async ({ page, relink }) => {
  const body = readFixture("docs-dialect/connection.created");
  await relink.post(body);
  await page.goto("/connections/conn_abc123");
  await page.getByText("Exact body, 432 bytes").click();
  expect(await page.locator("pre").textContent()).toBe(body.toString());
});

test.describe("with a server of its own", () => {
  test.use({ ownServer: true });

  test("state survives a restart", async ({ relink }) => {
    await relink.tell("created", { account: { name: "Jane Doe" } });
    await relink.restart();
    expect(await (await relink.ask("/connections")).text()).toContain("Jane Doe");
  });
});

/** Runs the command of the README on the server's own data, beside the running server. */
function rebuild(dataDir: string): string {
  const root = path.dirname(import.meta.dirname);
  const env = { ...process.env, RELINK_DATA_DIR: dataDir };
  const result = spawnSync(process.execPath, ["scripts/run.mjs", "scripts/rebuild.ts"], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  return `${result.stdout}${result.stderr}`;
}
