import { expect, tableRows, test } from "@/e2e/relink";

test.use({ javaScriptEnabled: false });

test("the table is searched, filtered, sorted and paged with links and forms only", async ({ page, relink }) => {
  for (let index = 0; index < 30; index++) {
    const said = { connection: `conn_${index}`, user: `user_${index}`, occurredAt: Date.now() - index * 60_000 };
    await relink.tell("created", { ...said, account: { name: `Creator ${String(index).padStart(2, "0")}` } });
  }
  await relink.tell("expired", { connection: "conn_3", user: "user_3" });
  await page.goto("/connections?size=25");
  await expect(tableRows(page)).toHaveCount(25);

  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByRole("navigation", { name: "Pages" })).toContainText("26–30 of 30");
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(page.getByRole("navigation", { name: "Pages" })).toContainText("1–25 of 30");

  await page.getByRole("link", { name: "Account", exact: true }).click();
  await expect(tableRows(page).first()).toContainText("Creator 00");

  await page.getByRole("searchbox", { name: "Search connections" }).fill("creator 03");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=creator\+03/);
  await expect(page).toHaveURL(/sort=name/);
  await expect(tableRows(page)).toHaveCount(1);

  await page
    .getByRole("navigation", { name: "Status" })
    .getByRole("link", { name: /^Active/ })
    .click();
  await expect(page.getByRole("heading", { name: "No connection matches" })).toBeVisible();
  await page.getByRole("link", { name: "Clear search and filters" }).click();

  await page.locator("summary", { hasText: "Status" }).click();
  await page.getByRole("checkbox", { name: /^Expired/ }).check();
  await page.getByRole("checkbox", { name: /^Disconnected/ }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/status=expired&status=disconnected/);
  await expect(tableRows(page)).toHaveCount(1);
  await expect(tableRows(page)).toContainText("Expired");
});

test("timelines and exact bodies open without a script", async ({ page, relink }) => {
  await relink.tell("created", { account: { name: "Jane Doe" } });
  await page.goto("/connections");
  await page.getByRole("link", { name: "Jane Doe" }).click();
  await expect(page.getByRole("article")).toHaveCount(1);
  await page.getByText("Exact body").click();
  await expect(page.locator("pre")).toContainText("connection.created");
});

test("the empty screen reloads on its own until the first event is there", async ({ page, relink }) => {
  await page.goto("/connections");
  await expect(page.getByRole("heading", { name: "Waiting for the first webhook" })).toBeVisible();
  await relink.tell("created", { account: { name: "Jane Doe" } });
  await expect(page.getByRole("link", { name: "Jane Doe" })).toBeVisible({ timeout: 60_000 });
});

test("the colour scheme is selected with a form", async ({ page, relink }) => {
  await relink.tell("created");
  await page.goto("/connections");
  await page.getByRole("button", { name: "Dark colours" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.goto("/settings");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
