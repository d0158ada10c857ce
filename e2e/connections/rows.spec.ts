import type { Page } from "@playwright/test";
import { listen } from "@/e2e/heard";
import { expect, namesShown, openAlive, type Relink, test } from "@/e2e/relink";

async function tellMany(relink: Relink, count: number): Promise<void> {
  const told = Array.from({ length: count }, (_, index) =>
    relink.tell("created", {
      connection: `conn_${index}`,
      user: `user_${index}`,
      occurredAt: Date.now() - index * 60_000,
      account: { id: `${index}`, name: `Creator ${String(index).padStart(3, "0")}`, username: `creator${index}` },
    }),
  );
  await Promise.all(told);
}

const chosen = (page: Page) => page.getByRole("region", { name: "Selected rows" });
const box = (page: Page, name: string) => page.getByRole("checkbox", { name: `Select ${name}` });

test.describe("selecting", () => {
  test("a row, a range with Shift, the page, and all matches except one", async ({ page, relink }) => {
    await tellMany(relink, 60);
    await openAlive(page, "/connections?size=25&q=creator");
    await box(page, "Creator 002").check();
    await expect(chosen(page)).toContainText("1 selected");
    await box(page, "Creator 005").click({ modifiers: ["Shift"] });
    await expect(chosen(page)).toContainText("4 selected");
    await page.getByRole("checkbox", { name: "Select all rows on this page" }).check();
    await expect(chosen(page)).toContainText("25 selected");
    await page.getByRole("button", { name: "Select all 60 that match" }).click();
    await expect(chosen(page)).toContainText("60 selected");
    await box(page, "Creator 001").uncheck();
    await expect(chosen(page)).toContainText("59 selected");
    await page.getByRole("link", { name: "Next" }).click();
    await expect(box(page, "Creator 030")).toBeChecked();
    await page
      .getByRole("navigation", { name: "Status" })
      .getByRole("link", { name: /^Active/ })
      .click();
    await expect(page).toHaveURL(/status=active/);
    await expect(chosen(page)).toHaveCount(0);
  });

  test("the users and usernames of the selected rows are copied, one per line", async ({ page, relink, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await tellMany(relink, 30);
    await openAlive(page, "/connections?size=25");
    await box(page, "Creator 001").check();
    await box(page, "Creator 003").check();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    const heard = await listen(page);
    await page.getByRole("button", { name: "Copy users" }).click();
    await heard("Copied 2");
    expect((await copied()).trim()).toBe("user_1\nuser_3");
    await page.getByRole("checkbox", { name: "Select all rows on this page" }).check();
    await page.getByRole("button", { name: "Select all 30 that match" }).click();
    await page.getByRole("button", { name: "Copy usernames" }).click();
    await heard("Copied 30");
    expect((await copied()).trim().split("\n")).toHaveLength(30);
  });
});

test.describe("the side panel", () => {
  const panel = (page: Page) => page.getByRole("dialog", { name: "Connection beside the list" });

  test("opens from a row at its own URL, moves from row to row, and returns the focus", async ({
    page,
    relink,
    browser,
  }) => {
    await tellMany(relink, 5);
    await openAlive(page, "/connections?sort=name&order=asc");
    await page.getByRole("row", { name: "Creator 001" }).click({ position: { x: 8, y: 3 } });
    await expect(panel(page)).toContainText("conn_1");
    await expect(panel(page)).toBeFocused();
    await expect(page).toHaveURL(/sort=name&order=asc&open=conn_1|open=conn_1/);
    const elsewhere = await browser.newPage();
    await elsewhere.goto(page.url());
    await expect(panel(elsewhere)).toContainText("conn_1");
    await page.keyboard.press("ArrowDown");
    await expect(panel(page)).toContainText("conn_2");
    await page.keyboard.press("ArrowUp");
    await expect(panel(page)).toContainText("conn_1");
    await page.getByRole("button", { name: "Row below" }).click();
    await expect(panel(page)).toContainText("conn_2");
    await page.keyboard.press("Escape");
    await expect(panel(page)).toHaveCount(0);
    await expect(page.getByRole("row", { name: "Creator 002" })).toBeFocused();
  });

  test("the name stays a link to the connection's own page", async ({ page, relink, context }) => {
    await tellMany(relink, 2);
    await openAlive(page, "/connections");
    const [tab] = await Promise.all([
      context.waitForEvent("page"),
      page.getByRole("link", { name: "Creator 001" }).click({ modifiers: ["ControlOrMeta"] }),
    ]);
    await expect(tab.getByRole("heading", { level: 1, name: "Creator 001" })).toBeVisible();
    await expect(panel(page)).toHaveCount(0);
  });

  test("says so if there is no such connection", async ({ page, relink }) => {
    await tellMany(relink, 1);
    await page.goto("/connections?open=conn_nobody");
    await expect(panel(page)).toContainText("There is no connection conn_nobody");
  });
});

test("any value of a row can be filtered by, or excluded", async ({ page, relink }) => {
  await tellMany(relink, 3);
  await relink.tell("expired", { connection: "conn_1", user: "user_1" });
  await openAlive(page, "/connections?sort=name&order=asc");
  await page.getByRole("button", { name: "Actions for Creator 001" }).click();
  await page.getByRole("menuitem", { name: "Expired exclude this" }).click();
  await expect.poll(() => namesShown(page)).toEqual(["Creator 000", "Creator 002"]);
  await page.getByRole("button", { name: "Actions for Creator 002" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "User user_2 filter by this" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => namesShown(page)).toEqual(["Creator 002"]);
  await page.locator("summary", { hasText: "User: user_2" }).click();
  await page.getByRole("link", { name: "Remove user_2" }).click();
  await expect.poll(() => namesShown(page)).toEqual(["Creator 000", "Creator 002"]);
});

test.describe("the look", () => {
  const headings = (page: Page) => page.getByRole("columnheader").allInnerTexts();

  test("columns are hidden, shown and moved, and remembered in this browser", async ({ page, relink }) => {
    await tellMany(relink, 2);
    await openAlive(page, "/connections");
    await page.locator("summary", { hasText: "Display" }).click();
    const columns = page.getByRole("region", { name: "Columns" });
    await columns.getByRole("checkbox", { name: "Permissions" }).uncheck();
    await columns.getByRole("checkbox", { name: "First event" }).check();
    await columns.getByRole("button", { name: "Move User to the left" }).click();
    const wanted = ["", "Status", "User", "Account", "Last event", "Outreach", "First event", "Actions"];
    await expect.poll(() => headings(page)).toEqual(wanted);
    await page.getByRole("link", { name: "Compact" }).click();
    await expect(page).toHaveURL(/density=compact/);
    await openAlive(page, "/connections");
    expect(await headings(page)).toEqual(wanted);
    await expect(page).toHaveURL(/columns=status,user,account,last_event,outreach,created&density=compact/);
  });

  test("a URL brings its own columns, whatever is remembered", async ({ page, relink }) => {
    await tellMany(relink, 2);
    await openAlive(page, "/connections?columns=user,account");
    expect(await headings(page)).toEqual(["", "User", "Account", "Actions"]);
  });

  test("if the columns don't fit, the same rows are cards with the same data", async ({ page, relink }) => {
    await tellMany(relink, 2);
    await relink.tell("expired", { connection: "conn_1", user: "user_1" });
    await page.setViewportSize({ width: 390, height: 844 });
    await openAlive(page, "/connections?sort=name&order=asc");
    const card = page.getByRole("row", { name: "Creator 001" });
    for (const text of ["Expired", "Creator 001", "@creator1", "user_1", "Permissions", "Last event"]) {
      await expect(card.getByText(text).first()).toBeVisible();
    }
    await page.locator("summary", { hasText: "Display" }).click();
    await page.getByRole("region", { name: "Order" }).getByRole("link", { name: "Name" }).click();
    await page.getByRole("link", { name: "Descending" }).click();
    await expect.poll(() => namesShown(page)).toEqual(["Creator 001", "Creator 000"]);
  });
});

test.describe("with the keyboard alone", () => {
  test("j and k move between rows, x selects, c copies, Enter opens, Escape returns", async ({
    page,
    relink,
    context,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await tellMany(relink, 5);
    await openAlive(page, "/connections?sort=name&order=asc");
    await page.keyboard.press("j");
    await expect(page.getByRole("row", { name: "Creator 000" })).toBeFocused();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await expect(page.getByRole("row", { name: "Creator 001" })).toBeFocused();
    await page.keyboard.press("x");
    await expect(box(page, "Creator 001")).toBeChecked();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await expect(chosen(page)).toContainText("2 selected");
    await page.keyboard.press("k");
    await page.keyboard.press("Shift+X");
    await expect(chosen(page)).toContainText("3 selected");
    await page.keyboard.press("j");
    const heard = await listen(page);
    await page.keyboard.press("c");
    await heard("Copied 3");
    expect((await page.evaluate(() => navigator.clipboard.readText())).trim()).toBe("user_1\nuser_2\nuser_3");
    await page.keyboard.press("Enter");
    const panel = page.getByRole("dialog", { name: "Connection beside the list" });
    await expect(panel).toContainText("conn_3");
    await page.keyboard.press("k");
    await expect(panel).toContainText("conn_2");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("row", { name: "Creator 002" })).toBeFocused();
    await page.keyboard.press("f");
    await expect(page.locator("summary", { hasText: "Status" })).toBeFocused();
  });

  test("all keys are listed under ?", async ({ page, relink }) => {
    await tellMany(relink, 1);
    await openAlive(page, "/connections");
    await page.keyboard.press("?");
    const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    for (const label of [
      "Next row",
      "Previous row",
      "Select or deselect the row",
      "Open the row",
      "Filters",
      "Copy the users",
    ]) {
      await expect(list.getByText(label)).toBeVisible();
    }
  });
});
