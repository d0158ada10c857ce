import type { Page } from "@playwright/test";
import { expectAccessible, setColorScheme } from "@/e2e/accessible";
import { listen } from "@/e2e/heard";
import { expect, openAlive, type Relink, settled, test } from "@/e2e/relink";
import { breakTable, repairTable } from "@/testing/break-store";

const palette = (page: Page) => page.getByRole("dialog", { name: "Search or jump to" });
const input = (page: Page) => page.getByRole("combobox", { name: "Search or jump to" });
const option = (page: Page, name: string | RegExp) => palette(page).getByRole("option", { name });
const selected = (page: Page) => palette(page).getByRole("option", { selected: true });
const opener = (page: Page) => page.getByRole("button", { name: "Search or jump to…" });

async function openConnections(page: Page, relink: Relink): Promise<void> {
  const jane = { id: "11", name: "Jane Doe", username: "janedoe" };
  await relink.tell("created", { connection: "conn_jane", user: "user_1", account: jane });
  await relink.tell("expired", { connection: "conn_jane_old", user: "user_1", account: { name: "Jane's old one" } });
  await relink.tell("created", { connection: "conn_zoe", user: null, account: { id: "22", name: "Zoë Quinn" } });
  await openAlive(page, "/connections");
}

/** Opens the palette with its shortcut and waits until it is ready: its code is loaded on first use. */
async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(input(page)).toBeFocused();
  await settled(page);
}

test.describe("opening and closing", () => {
  test("Ctrl K opens it, even from a text field, and Escape returns the focus", async ({ page, relink }) => {
    await openConnections(page, relink);
    const search = page.getByRole("searchbox", { name: "Search connections" });
    await search.focus();
    await openPalette(page);
    await page.keyboard.press("Escape");
    await expect(palette(page)).toBeHidden();
    await expect(search).toBeFocused();
    await page.keyboard.press("Meta+k");
    await expect(input(page)).toBeFocused();
    await page.keyboard.press("Control+k");
    await expect(palette(page)).toBeHidden();
  });

  test("the button opens it, and has the focus again when it closes", async ({ page, relink }) => {
    await openConnections(page, relink);
    await opener(page).click();
    await input(page).fill("jane");
    await palette(page).getByRole("button", { name: "Close" }).press("Enter");
    await expect(palette(page)).toBeHidden();
    await expect(opener(page)).toBeFocused();
    await opener(page).click();
    await expect(input(page)).toHaveValue("");
  });

  test("it opens on top of the list of shortcuts, which is gone on the next screen", async ({ page, relink }) => {
    await openConnections(page, relink);
    await page.keyboard.press("?");
    const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(list).toBeVisible();
    await openPalette(page);
    await page.keyboard.press("Escape");
    await expect(palette(page)).toBeHidden();
    await expect(list.locator(":focus")).toHaveCount(1);
    await openPalette(page);
    await page.keyboard.type("settings");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
    await expect(list).toBeHidden();
  });

  test("a palette that fails to load says so, and opens on retry", async ({ page, relink }) => {
    await openConnections(page, relink);
    await page.route("**/*.js", (route) => route.abort());
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("status").filter({ hasText: "could not be loaded" })).toBeVisible();
    await page.unroute("**/*.js");
    await openPalette(page);
    await expect(page.getByText("could not be loaded")).toHaveCount(0);
  });

  test("its code loads on first use, not with the page", async ({ page, relink }) => {
    const scripts: string[] = [];
    page.on("response", async (response) => {
      if (response.request().resourceType() === "script") scripts.push(await response.text());
    });
    const isLoaded = () => scripts.some((text) => text.includes("cmdk-input"));
    await openConnections(page, relink);
    await page.waitForLoadState("load");
    expect(isLoaded()).toBe(false);
    await openPalette(page);
    await expect.poll(isLoaded).toBe(true);
  });
});

test.describe("finding", () => {
  test("a connection is found by any part of its name, and Enter opens it", async ({ page, relink }) => {
    await openConnections(page, relink);
    await openPalette(page);
    await page.keyboard.type("ne do");
    await expect(option(page, /^Jane Doe @janedoe · user_1 · conn_jane Active/)).toBeVisible();
    await expect(selected(page)).toContainText("Jane Doe");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Jane Doe" })).toBeVisible();
    await expect(palette(page)).toBeHidden();
  });

  test("an id that only the server knows is enough", async ({ page, relink }) => {
    await openConnections(page, relink);
    await openPalette(page);
    await input(page).fill("22");
    await expect(option(page, /^Zoë Quinn/)).toBeVisible();
    await expect(palette(page).getByRole("option")).toHaveCount(1);
  });

  test("the users of the results are offered, with their number of connections", async ({ page, relink }) => {
    await openConnections(page, relink);
    await openPalette(page);
    await page.keyboard.type("doe");
    await expect(option(page, "user_1 2 connections")).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await expect(selected(page)).toContainText("user_1");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "user_1" })).toBeVisible();
  });

  test("screens and saved views are found by name", async ({ page, relink }) => {
    await openConnections(page, relink);
    await openAlive(page, "/connections?status=expired");
    await page.locator("summary", { hasText: "Save view" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Lost ones");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("list", { name: "Views" })).toContainText("Lost ones");
    await openPalette(page);
    await page.keyboard.type("settings");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
    await openPalette(page);
    await page.keyboard.type("lost");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/status=expired/);
  });

  test("Ctrl Enter and Ctrl click open in a new tab, and leave the palette open", async ({ page, context, relink }) => {
    await openConnections(page, relink);
    await openPalette(page);
    await page.keyboard.type("zoë");
    await expect(selected(page)).toContainText("Zoë Quinn");
    const [byKey] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("Control+Enter")]);
    await expect(byKey).toHaveURL(/\/connections\/conn_zoe$/);
    const line = option(page, /^Zoë Quinn/);
    const [byClick] = await Promise.all([context.waitForEvent("page"), line.click({ modifiers: ["Control"] })]);
    await expect(byClick).toHaveURL(/\/connections\/conn_zoe$/);
    await expect(page).toHaveURL(/\/connections$/);
    await expect(palette(page)).toBeVisible();
  });

  test("an outdated response is never shown", async ({ page, relink }) => {
    await openConnections(page, relink);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/api/find?q=jane", async (route) => {
      await held;
      await route.continue().catch(() => {});
    });
    await openPalette(page);
    await Promise.all([page.waitForRequest("**/api/find?q=jane"), input(page).fill("jane")]);
    await expect(palette(page).getByText("Searching connections and users")).toBeVisible();
    await input(page).fill("quinn");
    await expect(option(page, /^Zoë Quinn/)).toBeVisible();
    release();
    await input(page).fill("quin");
    await expect(option(page, /^Zoë Quinn/)).toBeVisible();
    await expect(option(page, /Jane/)).toHaveCount(0);
  });
});

test.describe("when there is nothing to show", () => {
  test("no results says so", async ({ page, relink }) => {
    await openConnections(page, relink);
    await openPalette(page);
    await input(page).fill("nobody");
    await expect(palette(page).getByRole("status")).toHaveText("Nothing matches “nobody”.");
    await input(page).fill("settings");
    await expect(palette(page).getByRole("status")).toHaveText("No connection and no user matches “settings”.");
    await expect(option(page, "Settings")).toBeVisible();
  });

  test("a fault says so, keeps what needs no server, and Enter retries", async ({ page, relink }) => {
    await openConnections(page, relink);
    breakTable(relink.dataDir, "connections");
    await openPalette(page);
    await input(page).fill("jane");
    await expect(palette(page).getByRole("status")).toHaveText("Connections and users could not be searched.");
    await input(page).fill("");
    await expect(option(page, "Settings")).toBeVisible();
    await input(page).fill("jane");
    await expect(selected(page)).toHaveText("Try again");
    repairTable(relink.dataDir, "connections");
    await page.keyboard.press("Enter");
    await expect(option(page, /^Jane Doe/)).toBeVisible();
    await expect(selected(page)).toContainText("Jane");
  });
});

test.describe("actions", () => {
  test("the list of keyboard shortcuts opens, and returns the focus", async ({ page, relink }) => {
    await openConnections(page, relink);
    await opener(page).focus();
    await openPalette(page);
    await page.keyboard.type("shortcuts");
    await page.keyboard.press("Enter");
    const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(list).toContainText("Search or jump to");
    await page.keyboard.press("Escape");
    await expect(list).toBeHidden();
    await expect(opener(page)).toBeFocused();
  });

  test("the colour scheme is selected, and stays", async ({ page, relink }) => {
    await openConnections(page, relink);
    await openPalette(page);
    await page.keyboard.type("dark");
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  });

  test("the link to this page is copied, filters included", async ({ page, context, relink }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await openConnections(page, relink);
    await openAlive(page, "/connections?q=jane");
    await openPalette(page);
    await page.keyboard.type("copy");
    const heard = await listen(page);
    await page.keyboard.press("Enter");
    await heard("Link copied");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${relink.origin}/connections?q=jane`);
  });
});

test("the palette and the list of shortcuts are accessible and fit their window", async ({ page, relink }) => {
  await openConnections(page, relink);
  await openPalette(page);
  await expectFine(page);
  await input(page).fill("jane");
  await expect(option(page, /^Jane Doe/)).toBeVisible();
  await expectFine(page);
  await input(page).fill("nobody");
  await expect(palette(page).getByText("Nothing matches")).toBeVisible();
  await expectFine(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("switch", { name: "Single-key shortcuts" })).toBeVisible();
  await expectFine(page);
});

/** Expects an open dialog to be accessible, wide and narrow, light and dark. */
async function expectFine(page: Page): Promise<void> {
  await expectAccessible(page, "[role=dialog]");
  await setColorScheme(page, "dark");
  await expectAccessible(page, "[role=dialog]", "colors");
  await setColorScheme(page, "light");
  await page.setViewportSize({ width: 390, height: 900 });
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window ?? 0);
  await page.setViewportSize({ width: 1440, height: 900 });
}
