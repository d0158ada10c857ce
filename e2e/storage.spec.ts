import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { begin, run } from "./programs";
import { expect, type Relink, test } from "./relink";

const DAY = 86_400_000;

/** A connection that said the same each day for a while, long ago; as it was received at that time. */
async function liveLongAgo(relink: Relink, days: number): Promise<void> {
  const longAgo = Date.now() - 500 * DAY;
  const said = { connection: "conn_1", user: "user_1", account: { id: "1", name: "Jane Doe" } };
  await relink.tell("created", { ...said, occurredAt: longAgo });
  const daysOn = Array.from({ length: days }, (_, day) => longAgo + (day + 1) * DAY);
  await Promise.all(daysOn.map((occurredAt) => relink.tell("updated", { ...said, occurredAt })));
  await relink.tell("expired", { connection: "conn_1", user: "user_1", occurredAt: longAgo + (days + 1) * DAY });
  await relink.whileClosed(() => {
    const client = new BetterSqlite3(path.join(relink.dataDir, "relink.db"));
    client.exec("update events set received_at = occurred_at");
    client.close();
  });
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("an admin sees what uses the disk, what would go by some rules, and removes it", async ({ page, relink }) => {
      test.setTimeout(900_000);
      await liveLongAgo(relink, 20);
      await page.goto(`${relink.origin}/settings/storage`);
      const table = page.getByRole("table", { name: "What uses the disk" });
      await expect(table.getByRole("row", { name: /Events with their bodies .*kB/ })).toBeVisible();
      await expect(page.getByText("Nothing is removed as yet.")).toBeVisible();

      const result = page.getByRole("region", { name: "Result" });
      await page.getByLabel("Superseded events, days").fill("30");
      await page.getByRole("button", { name: "See what would go" }).click();
      await expect(result).toContainText("19 would go, about");
      await expect(page.getByText("These rules were only tried")).toBeVisible();
      await expect(page.getByLabel("Superseded events, days")).toHaveValue("30");
      await expect(result.getByRole("button", { name: "Remove it now" })).toHaveCount(0);

      await page.getByRole("button", { name: "Keep these rules" }).click();
      await expect(page.getByText(/removed once a day, next time not before/)).toBeVisible();
      await result.getByRole("button", { name: "Remove it now" }).click();
      await expect(result).toContainText("19 are gone, about");

      await page.goto(`${relink.origin}/connections/conn_1`);
      await expect(page.getByRole("heading", { name: "Jane Doe" })).toBeVisible();
      await page.goto(`${relink.origin}/events`);
      await expect(page.locator("main li > details[data-line]")).toHaveCount(3);
      await page.goto(`${relink.origin}/replay`);
      await page.getByRole("button", { name: "Check" }).click();
      await expect(result).toContainText("1 connection equals the fold of 3 events");
      await page.goto(`${relink.origin}/audit?deed=old_data_removed`);
      await expect(page.getByText("removed old data").last()).toBeVisible();
      await expect(page.getByText("events 19")).toBeVisible();
    });

    test("a rule that can't hold is answered with what to do", async ({ page }) => {
      await page.goto("/settings/storage");
      await page.locator("form:has([name=keepEventsDays])").evaluate((form: HTMLFormElement) => {
        form.noValidate = true;
      });
      await page.getByLabel("Superseded events, days").fill("3");
      await page.getByRole("button", { name: "Keep these rules" }).click();
      await expect(page.getByRole("alert").first()).toContainText("a whole number from 7 to 36500, or empty for ever");
    });
  });
}

test("the command looks, removes beside the server, and ends where it is told to", async ({ relink }) => {
  await liveLongAgo(relink, 20);
  const client = new BetterSqlite3(path.join(relink.dataDir, "relink.db"));
  const looked = run(relink.dataDir, "retention", "--events", "30");
  expect([looked.code, looked.said]).toEqual([0, expect.stringContaining("19 would go, about")]);
  expect(looked.said).toContain("Nothing was removed: --apply does it.");
  expect(run(relink.dataDir, "retention", "--apply").said).toContain("No rule is set: everything is kept.");

  client.exec("insert into settings (name, value) values ('keepEventsDays', '30'); begin immediate");
  const held = begin(relink.dataDir, "retention", "--apply");
  await expect.poll(held.saidSoFar).toContain("Ctrl-C ends it");
  held.process.kill("SIGINT");
  // It has long heard by then, and waits for the lock: what it is at is finished first.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  client.exec("commit");
  client.close();
  const cancelled = await held.ended;
  expect([cancelled.code, cancelled.said]).toEqual([1, expect.stringContaining("Cancelled: what is old")]);

  const [, removed = ""] = /(\d+) are gone/.exec(cancelled.said) ?? [];
  const rest = run(relink.dataDir, "retention", "--apply");
  expect([rest.code, rest.said]).toEqual([0, expect.stringContaining(`${19 - Number(removed)} are gone`)]);
  expect(run(relink.dataDir, "rebuild", "--dry-run").said).toContain("Nothing differed");
});
