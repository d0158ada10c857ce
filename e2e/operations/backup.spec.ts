import { readdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "@/e2e/relink";

async function expectOneInTheList(page: Page): Promise<void> {
  const list = page.getByRole("list", { name: "Backups" }).getByRole("listitem");
  await expect(list).toHaveCount(1);
  await expect(list).toContainText("Verified, 1 of 1 connections compared");
  await expect(list).toContainText("2 events");
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("a backup is made by a button, listed with how it was verified, and recorded", async ({ page, relink }) => {
      await relink.tell("created");
      await relink.tell("expired");
      await page.goto("/settings/backup");
      await expect(page.getByText("No backup yet.")).toBeVisible();
      await expect(page.getByText("Set RELINK_BACKUP_DIR to a folder")).toBeVisible();
      await page.getByRole("button", { name: "Back up now" }).click();
      await expectOneInTheList(page);
      expect(readdirSync(path.join(relink.dataDir, "backups")).filter((one) => one.endsWith(".gz"))).toHaveLength(1);
      await page.goto("/audit?deed=backup_made");
      await expect(page.getByRole("listitem").filter({ hasText: "made a backup: relink-" })).toContainText(
        "ana@relink.test",
      );
    });
  });
}
