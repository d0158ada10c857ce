import type { Page } from "@playwright/test";
import { expect, namesShown, openAlive, type Relink, test } from "./relink";

const DAY = 86_400_000;

const open = (page: Page, name: string) =>
  page.getByRole("search", { name: "Filters" }).locator("summary", { hasText: name }).click();

/** Ann is active, Bob expired twice and lost a permission, Cleo is gone and has no user, Dan shares Ann's account. */
async function tellFour(relink: Relink): Promise<void> {
  const now = Date.now();
  const tell = (name: string, days: number, more: object = {}) =>
    relink.tell("created", {
      connection: `conn_${name}`,
      user: `user_${name}`,
      account: { id: name, name: `${name[0]?.toUpperCase()}${name.slice(1)} Smith`, username: name },
      permissions: ["posts:read", "messages:read"],
      occurredAt: now - days * DAY,
      ...more,
    });
  await tell("ann", 2);
  await tell("bob", 60);
  await relink.tell("expired", { connection: "conn_bob", user: "user_bob", occurredAt: now - 50 * DAY });
  await relink.tell("updated", {
    connection: "conn_bob",
    user: "user_bob",
    permissions: ["posts:read"],
    occurredAt: now - 40 * DAY,
  });
  await relink.tell("expired", { connection: "conn_bob", user: "user_bob", occurredAt: now - 35 * DAY });
  await tell("cleo", 20, { user: null });
  await relink.tell("disconnected", { connection: "conn_cleo", user: null, occurredAt: now - 10 * DAY });
  await tell("dan", 5, { account: { id: "ann", name: "Dan Smith", username: "dan" } });
}

test("has, lacks, and both together are one choice each, with counts that follow", async ({ page, relink }) => {
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
  await page.getByRole("link", { name: "Has all of the chosen permissions" }).click();
  await expect.poll(() => namesShown(page)).toEqual(["Ann Smith", "Dan Smith", "Cleo Smith"]);
  await expect(page.locator("summary", { hasText: "has messages:read and posts:read" })).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect.poll(() => namesShown(page)).toHaveLength(4);
});

test("active but lacking a permission is found in two choices", async ({ page, relink }) => {
  await tellFour(relink);
  await relink.tell("updated", { connection: "conn_dan", user: "user_dan", permissions: ["posts:read"] });
  await openAlive(page, "/connections");
  await page
    .getByRole("navigation", { name: "Status" })
    .getByRole("link", { name: /^Active/ })
    .click();
  await open(page, "Permissions");
  await page.getByRole("checkbox", { name: "lacks messages:read" }).check();
  await expect.poll(() => namesShown(page)).toEqual(["Dan Smith"]);
});

test("only one value, all but one, and both undone", async ({ page, relink }) => {
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

test("what needs attention is counted and found", async ({ page, relink }) => {
  await tellFour(relink);
  await relink.tell("updated", { connection: "conn_cleo", user: null });
  await openAlive(page, "/connections");
  for (const [label, names] of [
    ["Expired more than once", ["Bob Smith"]],
    ["Lost a permission", ["Bob Smith"]],
    ["Account in two connections", ["Ann Smith", "Dan Smith"]],
    ["Odd event", ["Cleo Smith"]],
  ] as const) {
    await open(page, "Attention");
    await expect(page.getByRole("checkbox", { name: `${label} ${names.length}` })).toBeVisible();
    await page.getByRole("checkbox", { name: label }).check();
    await expect.poll(() => namesShown(page)).toEqual(names);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Clear filters" }).click();
    await expect.poll(() => namesShown(page)).toHaveLength(4);
  }
});

test("connections without a user are one choice", async ({ page, relink }) => {
  await tellFour(relink);
  await openAlive(page, "/connections");
  await open(page, "User");
  await page.getByRole("link", { name: "Without a user 1" }).click();
  await expect.poll(() => namesShown(page)).toEqual(["Cleo Smith"]);
  await expect(page).toHaveURL(/no_user=only/);
});

test("dates are relative, and stay so in the URL", async ({ page, relink }) => {
  await tellFour(relink);
  await openAlive(page, "/connections");
  await open(page, "Dates");
  await page.getByRole("link", { name: "First event: Last 7 days" }).click();
  await expect.poll(() => namesShown(page)).toEqual(["Ann Smith", "Dan Smith"]);
  await expect(page).toHaveURL(/created=7d/);
  await page.getByRole("link", { name: "First event: Any time" }).click();
  await page.getByRole("link", { name: "Expired, and not back since: Over 30 days ago" }).click();
  await expect.poll(() => namesShown(page)).toEqual(["Bob Smith"]);
});

test.describe("for an operator in Tokyo", () => {
  test.use({ timezoneId: "Asia/Tokyo" });

  test("a day is the operator's day, for whoever gets the link", async ({ page, relink, browser }) => {
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

test("filters that nothing meets say what they ask for, and each can be left", async ({ page, relink }) => {
  await tellFour(relink);
  await openAlive(page, "/connections?status=expired&lacks=posts:read&q=smith");
  await expect(page.getByText("with status Expired; lacks posts:read")).toBeVisible();
  await page.getByRole("link", { name: "Search without filters" }).click();
  await expect.poll(() => namesShown(page)).toHaveLength(4);
});

test("what was searched for is marked, wherever it was found", async ({ page, relink }) => {
  await tellFour(relink);
  await openAlive(page, "/connections?q=ann+smi");
  await expect(page.locator("mark")).toHaveText(["Ann", "Smi", "ann", "ann", "Smi", "ann"]);
  await openAlive(page, "/connections?q=conn_bo");
  await expect(page.locator("mark")).toHaveText(["conn_bo"]);
});

test("a pasted id comes first, whatever the order", async ({ page, relink }) => {
  await tellFour(relink);
  await relink.tell("created", { connection: "conn_ann2", user: "user_x", account: { name: "Newer" } });
  await openAlive(page, "/connections?q=conn_ann");
  await expect.poll(() => namesShown(page)).toEqual(["Ann Smith", "Newer"]);
});

test("filters are chosen with the keyboard alone", async ({ page, relink }) => {
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

test("choices made faster than the server answers all count", async ({ page, relink }) => {
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
