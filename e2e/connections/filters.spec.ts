import type { Page } from "@playwright/test";
import { expect, namesShown, openAlive, test } from "@/e2e/relink";
import { tellFour } from "./four-connections";

const open = (page: Page, name: string) =>
  page.getByRole("search", { name: "Filters" }).locator("summary", { hasText: name }).click();

test("having, lacking, and both together are one control each, with counts that follow", async ({ page, relink }) => {
  await tellFour(relink);
  await openAlive(page, "/connections");
  await open(page, "Permissions");
  await expect(page.getByRole("checkbox", { name: "lacks messages:read" })).toBeVisible();
  await page.getByRole("checkbox", { name: "lacks messages:read" }).check();
  await expect.poll(() => namesShown(page)).toEqual(["Bob Smith"]);
  await expect(page).toHaveURL(/lacks=messages%3Aread|lacks=messages:read/);
  await page.getByRole("checkbox", { name: "lacks messages:read" }).uncheck();
  await page.getByRole("checkbox", { name: "has messages:read" }).check();
  await page.getByRole("checkbox", { name: "has posts:read" }).check();
  await expect.poll(() => namesShown(page)).toHaveLength(4);
  await page.getByRole("link", { name: "Has all of the selected permissions" }).click();
  await expect.poll(() => namesShown(page)).toEqual(["Ann Smith", "Dan Smith", "Cleo Smith"]);
  await expect(page.locator("summary", { hasText: "has messages:read and posts:read" })).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect.poll(() => namesShown(page)).toHaveLength(4);
});

test("one value only, all values except one, and both undone", async ({ page, relink }) => {
  await tellFour(relink);
  await openAlive(page, "/connections");
  await open(page, "Status");
  await page.getByRole("link", { name: "Only Expired" }).click();
  await expect.poll(() => namesShown(page)).toEqual(["Bob Smith"]);
  await page.getByRole("link", { name: "All but Disconnected" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("checkbox", { name: /^Expired/ }).uncheck();
  await expect.poll(() => namesShown(page)).toEqual(["Ann Smith", "Dan Smith", "Bob Smith"]);
  await page.getByRole("link", { name: "No longer leave out Disconnected" }).click();
  await expect.poll(() => namesShown(page)).toHaveLength(4);
});

test.describe("for an operator in Tokyo", () => {
  test.use({ timezoneId: "Asia/Tokyo" });

  test("a day is the operator's day, for everyone who gets the link", async ({ page, relink, browser }) => {
    const told = (name: string, at: string) =>
      relink.tell("created", { connection: `conn_${name}`, account: { name }, occurredAt: Date.parse(at) });
    await told("Before", "2026-02-28T23:59:59+09:00");
    await told("First", "2026-03-01T00:00:00+09:00");
    await told("Last", "2026-03-02T23:59:59+09:00");
    await told("After", "2026-03-03T00:00:00+09:00");
    await openAlive(page, "/connections");
    await open(page, "Dates");
    await page.getByLabel("Last event: from").fill("2026-03-01");
    await page.getByLabel("Last event: until").fill("2026-03-02");
    await page.getByLabel("Last event: until").press("Enter");
    await expect.poll(() => namesShown(page)).toEqual(["Last", "First"]);
    const elsewhere = await browser.newPage({ timezoneId: "America/New_York" });
    await elsewhere.goto(page.url());
    await expect.poll(() => namesShown(elsewhere)).toEqual(["Last", "First"]);
  });
});

test("filters without a match say what they ask for, and each can be removed", async ({ page, relink }) => {
  await tellFour(relink);
  await openAlive(page, "/connections?status=expired&lacks=posts:read&q=smith");
  await expect(page.getByText("with status Expired; lacks posts:read")).toBeVisible();
  await page.getByRole("link", { name: "Search without filters" }).click();
  await expect.poll(() => namesShown(page)).toHaveLength(4);
});

test("filters are set with the keyboard alone", async ({ page, relink }) => {
  await tellFour(relink);
  await openAlive(page, "/connections");
  await page.locator("summary", { hasText: "Status" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect.poll(() => namesShown(page)).toEqual(["Ann Smith", "Dan Smith"]);
  await page.keyboard.press("Escape");
  await expect(page.locator("summary", { hasText: "Status: Active" })).toBeFocused();
});

test("filters set faster than the server responds all count", async ({ page, relink }) => {
  await tellFour(relink);
  await page.route(/_rsc=/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  await openAlive(page, "/connections");
  await open(page, "Status");
  await page.getByRole("checkbox", { name: /^Active/ }).check();
  await page.getByRole("checkbox", { name: /^Expired/ }).check();
  await page.getByRole("checkbox", { name: /^Disconnected/ }).check();
  await expect(page).toHaveURL(/status=active&status=expired&status=disconnected/);
  await expect.poll(() => namesShown(page)).toHaveLength(4);
});
