import { expect, test } from "@/e2e/relink";
import { liveLongAgo } from "./long-ago";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("an admin sees what uses the disk and what rules would remove, and removes it", async ({ page, relink }) => {
      test.setTimeout(900_000);
      await liveLongAgo(relink, 20);
      await page.goto(`${relink.origin}/settings/storage`);
      const table = page.getByRole("table", { name: "What uses the disk" });
      await expect(table.getByRole("row", { name: /Events with their bodies .*kB/ })).toBeVisible();
      await expect(page.getByText("Nothing is removed yet.")).toBeVisible();

      const result = page.getByRole("region", { name: "Result" });
      await page.getByLabel("Superseded events, days").fill("30");
      await page.getByRole("button", { name: "See what would go" }).click();
      await expect(result).toContainText("19 would go, about");
      await expect(page.getByText("These rules aren't saved yet")).toBeVisible();
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

    test("an invalid rule is refused with advice", async ({ page }) => {
      await page.goto("/settings/storage");
      await page.locator("form:has([name=keepEventsDays])").evaluate((form: HTMLFormElement) => {
        form.noValidate = true;
      });
      await page.getByLabel("Superseded events, days").fill("3");
      await page.getByRole("button", { name: "Keep these rules" }).click();
      await expect(page.getByRole("alert").first()).toContainText("a whole number from 7 to 36500, or empty forever");
    });
  });
}
