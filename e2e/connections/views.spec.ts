import type { Page } from "@playwright/test";
import { expectAccessible } from "@/e2e/accessible";
import { expect, namesShown, openAlive, type Relink, test } from "@/e2e/relink";

const DAY = 86_400_000;
const views = (page: Page) => page.getByRole("list", { name: "Views" });
const menu = (page: Page, name: string) => page.locator("summary", { hasText: name });

async function tellThree(relink: Relink): Promise<void> {
  const now = Date.now();
  await relink.tell("created", { connection: "conn_1", user: "u1", account: { name: "New" }, occurredAt: now - DAY });
  await relink.tell("created", {
    connection: "conn_2",
    user: "u2",
    account: { name: "Old" },
    occurredAt: now - 20 * DAY,
  });
  await relink.tell("expired", { connection: "conn_2", user: "u2", occurredAt: now - 2 * DAY });
  await relink.tell("disconnected", { connection: "conn_3", user: "u3", occurredAt: now - 30 * DAY });
}

test("a new deployment has views for the daily work, whose counts follow what arrives", async ({ page, relink }) => {
  await tellThree(relink);
  await openAlive(page, "/connections");
  await expect(views(page).getByRole("link")).toHaveText([
    "Expired, to contact1",
    "Expired again0",
    "Active, missing a permission0",
    "New this week1",
    "Disconnected1",
  ]);
  await views(page).getByRole("link", { name: "Expired, to contact" }).click();
  await expect.poll(() => namesShown(page)).toEqual(["Old"]);
  await expect(views(page).getByRole("link", { name: "Expired, to contact" })).toHaveAttribute("aria-current", "page");
  await relink.tell("expired", { connection: "conn_1", user: "u1" });
  await expect(views(page).getByRole("link", { name: "Expired, to contact 2" })).toBeVisible();
  const colleague = await page.context().newPage();
  await openAlive(colleague, "/connections/conn_1");
  await colleague.getByRole("button", { name: "Contact", exact: true }).click();
  await colleague.getByRole("button", { name: "Note the contact", exact: true }).click();
  await expect(views(page).getByRole("link", { name: "Expired, to contact 1" })).toBeVisible();
});

test("a list is saved with the keyboard, changed, renamed and deleted", async ({ page, relink }) => {
  await tellThree(relink);
  await openAlive(page, "/connections");
  await expect(menu(page, "Save view")).toHaveCount(0);
  await openAlive(page, "/connections?created=7d&columns=account,user");
  await menu(page, "Save view").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Fresh ones");
  await page.keyboard.press("Enter");
  await expect(views(page).getByRole("link", { name: "Fresh ones 1" })).toHaveAttribute("aria-current", "page");
  await expect(page).toHaveURL(/created=7d.*view=\d+/);
  await expect.poll(() => namesShown(page)).toEqual(["New"]);

  await page
    .getByRole("navigation", { name: "Status" })
    .getByRole("link", { name: /^Expired/ })
    .click();
  await menu(page, "Fresh ones, edited").click();
  await page.getByRole("button", { name: "Update “Fresh ones” to this" }).click();
  await expect(views(page).getByRole("link", { name: "Fresh ones 0" })).toBeVisible();
  await menu(page, "Fresh ones").click();
  await page.getByLabel("Name", { exact: true }).fill("Disconnected");
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByText("There is already a view with this name.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Fresh and expired");
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(views(page).getByRole("link", { name: "Fresh and expired 0" })).toBeVisible();
  await menu(page, "Fresh and expired").click();
  await page.getByText("Delete this view …").click();
  await page.getByRole("button", { name: "Delete “Fresh and expired”" }).click();
  await expect(views(page).getByRole("link", { name: "Fresh and expired" })).toHaveCount(0);
  await expect(page).toHaveURL(/created=7d/);
  const deleted = page.getByRole("status").filter({ hasText: "Deleted the view “Fresh and expired”." });
  await deleted.getByRole("button", { name: "Undo" }).click();
  await expect(views(page).getByRole("link", { name: "Fresh and expired 0" })).toBeVisible();
  await expect(deleted).toHaveCount(0);
});

test("a queue view opens in the queue, and deleting it stays there", async ({ page, relink }) => {
  await tellThree(relink);
  await openAlive(page, "/outreach?outreach=any");
  await menu(page, "Save view").click();
  await page.getByLabel("Name", { exact: true }).fill("Everyone");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/outreach\?.*view=\d+/);
  await menu(page, "Everyone").click();
  await page.getByText("Delete this view …").click();
  await page.getByRole("button", { name: "Delete “Everyone”" }).click();
  await expect(views(page).getByRole("link", { name: /^Everyone/ })).toHaveCount(0);
  await expect(page).toHaveURL(/\/outreach\?outreach=any$/);
});

test("a changed view can be reset, or saved as another one", async ({ page, relink }) => {
  await tellThree(relink);
  await openAlive(page, "/connections");
  await views(page).getByRole("link", { name: "Disconnected" }).click();
  await expect(page).toHaveURL(/view=/);
  await page.getByRole("searchbox", { name: "Search connections" }).fill("nobody");
  await menu(page, "Disconnected, edited").click();
  await page.getByRole("link", { name: "Reset to “Disconnected”" }).click();
  await expect(page).not.toHaveURL(/q=nobody/);
  await page.getByRole("searchbox", { name: "Search connections" }).fill("conn");
  await menu(page, "Disconnected, edited").click();
  await page.getByLabel("Name of the new view").fill("Gone ones");
  await page.getByRole("button", { name: "Save as new" }).click();
  await expect(views(page).getByRole("link", { name: "Gone ones 1" })).toHaveAttribute("aria-current", "page");
  await expect(views(page).getByRole("link", { name: "Disconnected 1" })).toBeVisible();
});

test("a view's URL shows the same to everyone, with relative dates as of opening it", async ({
  page,
  relink,
  browser,
}) => {
  await tellThree(relink);
  await openAlive(page, "/connections");
  await views(page).getByRole("link", { name: "New this week" }).click();
  await expect(page).toHaveURL(/created=7d&sort=created&view=\d+/);
  const elsewhere = await browser.newPage();
  await elsewhere.goto(page.url());
  await expect.poll(() => namesShown(elsewhere)).toEqual(["New"]);
  await expect(views(elsewhere).getByRole("link", { name: "New this week" })).toHaveAttribute("aria-current", "page");
});

test("views are reachable and accessible at any width, however long their names", async ({ page, relink }) => {
  await tellThree(relink);
  await openAlive(page, "/connections?q=conn");
  await menu(page, "Save view").click();
  await page.getByLabel("Name", { exact: true }).fill("Maximiliana Alexandrovna von Hohenzollern-Sigmaringen y de la");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/view=/);
  for (const width of [390, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(views(page).getByRole("link", { name: "Maximiliana" })).toBeAttached();
    await menu(page, "Maximiliana").first().click();
    await expectAccessible(page, "html", "all");
    await page.keyboard.press("Escape");
  }
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("views are opened and saved", async ({ page, relink }) => {
    await tellThree(relink);
    await page.goto("/connections?status=active");
    await menu(page, "Save view").click();
    await page.getByLabel("Name", { exact: true }).fill("Mine");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(views(page).getByRole("link", { name: "Mine 1" })).toHaveAttribute("aria-current", "page");
    await views(page).getByRole("link", { name: "Disconnected" }).click();
    await expect(page).toHaveURL(/status=disconnected/);
  });
});
