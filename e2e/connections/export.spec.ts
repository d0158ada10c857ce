import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible } from "@/e2e/accessible";
import { expect, openAlive, test } from "@/e2e/relink";
import { tellSome } from "./exported-connections";

async function exported(page: Page, name: "CSV" | "JSON Lines"): Promise<{ file: string; text: string }> {
  await page.locator("summary", { hasText: "Export" }).first().click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: new RegExp(`^${name}`) }).click(),
  ]);
  return { file: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

test("a CSV has the matching rows, in the list's order and columns, and no formulas", async ({ page, relink }) => {
  await tellSome(relink);
  await openAlive(page, "/connections?status=active&sort=user&order=asc&columns=user,account");
  const { file, text } = await exported(page, "CSV");
  expect(file).toMatch(/^relink-connections-\d{4}-\d\d-\d\d\.csv$/);
  expect(text).toBe(
    [
      '\uFEFF"user","account_name","account_username","account_id","connection"',
      '"user_0","Zoë, Quinn","name0","0","conn_0"',
      '"user_1","\'=HYPERLINK(0)","name1","1","conn_1"',
      '"user_2","李小龙 💎","name2","2","conn_2"',
      "",
    ].join("\r\n"),
  );
  await expect(page.getByRole("region", { name: "Export" })).toContainText("Exported 3 rows.");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByRole("region", { name: "Export" })).toHaveCount(0);
});

test("JSON Lines contain everything exactly, for the selected rows only", async ({ page, relink }) => {
  await tellSome(relink);
  await openAlive(page, "/connections?sort=user&order=asc");
  await page.getByRole("checkbox", { name: "Select all rows on this page" }).check();
  await page.getByRole("checkbox", { name: "Select conn_gone" }).uncheck();
  const bar = page.getByRole("region", { name: "Selected rows" });
  await bar.locator("summary", { hasText: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    bar.getByRole("button", { name: /^JSON Lines/ }).click(),
  ]);
  const rows = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  expect(rows.map((row) => JSON.parse(row).account_name)).toEqual(["Zoë, Quinn", "=HYPERLINK(0)", "李小龙 💎"]);
  expect(JSON.parse(rows[0] ?? "")).toMatchObject({ permissions: ["posts:read", "messages:read"], status: "active" });
});

test("an interrupted export saves nothing, says so, and can be retried", async ({ page, relink }) => {
  await tellSome(relink);
  await openAlive(page, "/connections");
  await page.route("**/api/connections/export", (route) => route.abort());
  await page.locator("summary", { hasText: "Export" }).click();
  await page.getByRole("button", { name: /^CSV/ }).click();
  const card = page.getByRole("region", { name: "Export" });
  await expect(card).toContainText("The CSV export was interrupted; nothing was saved.");
  await page.unroute("**/api/connections/export");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    card.getByRole("button", { name: "Try again" }).click(),
  ]);
  expect(readFileSync(await download.path(), "utf8")).toContain("conn_gone");
});

test("the menu is accessible", async ({ page, relink }) => {
  await tellSome(relink);
  await openAlive(page, "/connections");
  await page.locator("summary", { hasText: "Export" }).click();
  await expectAccessible(page, "html", "all");
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("the menu's links download directly", async ({ page, relink }) => {
    await tellSome(relink);
    await page.goto("/connections?status=active");
    const { text } = await exported(page, "CSV");
    expect(text.trim().split("\r\n")).toHaveLength(4);
  });
});
