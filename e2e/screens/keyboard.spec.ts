import type { Page } from "@playwright/test";
import { expect, openAlive, type Relink, test } from "@/e2e/relink";

const search = (page: Page) => page.getByRole("searchbox", { name: "Search connections" });
const list = (page: Page) => page.getByRole("dialog", { name: "Keyboard shortcuts" });
const single = (page: Page) => page.getByRole("switch", { name: "Single-key shortcuts" });

async function openConnections(page: Page, relink: Relink): Promise<void> {
  await relink.tell("created", { account: { name: "Jane Doe" } });
  await openAlive(page, "/connections");
}

test("? lists all keys of the screen by purpose, and returns the focus", async ({ page, relink }) => {
  await openConnections(page, relink);
  const link = page.getByRole("link", { name: "Settings" });
  await link.focus();
  await page.keyboard.press("?");
  await expect(list(page).getByRole("region", { name: "Anywhere" })).toContainText("Keyboard shortcuts");
  await expect(list(page).getByRole("region", { name: "Connections" })).toContainText("Search connections");
  await page.keyboard.press("Escape");
  await expect(list(page)).toBeHidden();
  await expect(link).toBeFocused();
});

test("the list has a button, and includes the keys of the current screen", async ({ page, relink }) => {
  await openConnections(page, relink);
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await expect(list(page).getByRole("region", { name: "Anywhere" })).toBeVisible();
  await expect(list(page).getByText("Search connections")).toHaveCount(0);
  await list(page).getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("button", { name: "Keyboard shortcuts" })).toBeFocused();
});

test("a list that fails to load says so, breaks nothing, and opens on retry", async ({ page, relink }) => {
  await openConnections(page, relink);
  await page.route("**/*.js", (route) => route.abort());
  await page.keyboard.press("?");
  await expect(page.getByRole("status").filter({ hasText: "could not be loaded" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Jane Doe" })).toBeVisible();
  await page.unroute("**/*.js");
  await page.keyboard.press("?");
  await expect(list(page)).toBeVisible();
  await expect(page.getByText("could not be loaded")).toHaveCount(0);
});

test("while you type, and inside a dialog, characters are just characters", async ({ page, relink }) => {
  await openConnections(page, relink);
  await page.keyboard.press("/");
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("a/b?");
  await expect(search(page)).toHaveValue("a/b?");
  await expect(list(page)).toBeHidden();
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await expect(list(page)).toBeVisible();
  await page.keyboard.press("/");
  await expect(list(page).locator(":focus")).toHaveCount(1);
});

test("a key with Ctrl, Alt or ⌘ held is left to the browser", async ({ page, relink }) => {
  await openConnections(page, relink);
  for (const held of ["Control", "Alt", "Meta"]) await page.keyboard.press(`${held}+/`);
  await expect(search(page)).not.toBeFocused();
});

test("single-key shortcuts stay off until they are turned on again", async ({ page, relink }) => {
  await openConnections(page, relink);
  await page.keyboard.press("?");
  await expect(single(page)).toBeChecked();
  await single(page).click();
  await expect(single(page)).not.toBeChecked();
  await openAlive(page, "/connections");
  await page.keyboard.press("/");
  await page.keyboard.press("?");
  await expect(search(page)).not.toBeFocused();
  await expect(list(page)).toBeHidden();

  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await single(page).press("Space");
  await expect(single(page)).toBeChecked();
  await openAlive(page, "/connections");
  await page.keyboard.press("/");
  await expect(search(page)).toBeFocused();
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the account page turns single-key shortcuts off and on", async ({ page, relink }) => {
    await relink.tell("created");
    await page.goto("/account");
    await single(page).click();
    await expect(single(page)).not.toBeChecked();
    await page.reload();
    await expect(single(page)).not.toBeChecked();
    await single(page).click();
    await expect(single(page)).toBeChecked();
  });
});
