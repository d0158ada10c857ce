import { expect, openAlive, test } from "@/e2e/relink";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test("repeats fold into one line, and expiries are lines of their own", async ({ page, relink }) => {
  const start = Date.now() - 20 * DAY;
  await relink.tell("created", { occurredAt: start });
  for (let hour = 1; hour <= 14; hour++) await relink.tell("updated", { occurredAt: start + hour * HOUR });
  await relink.tell("expired", { occurredAt: start + 5 * DAY });
  await relink.tell("updated", { occurredAt: start + 8 * DAY + 4 * HOUR });
  await relink.tell("expired", { occurredAt: Date.now() - 2 * DAY });
  await page.goto("/connections/conn_abc123");
  await expect(page.getByText("Expired for 2 d so far")).toBeVisible();
  await expect(page.getByText("Expired for 3 d 4 h, then reconnected")).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(4);
  await page.getByText("Updated 14 times, nothing changed").click();
  await expect(page.getByRole("article")).toHaveCount(18);
  await page.goto("/connections/conn_abc123?event=7#event-7");
  await expect(page.getByRole("article", { name: "Event 7", exact: true })).toBeVisible();
});

test("the strip draws each life, and each of its times links to the step that began it", async ({ page, relink }) => {
  await relink.tell("created", { connection: "conn_one", occurredAt: Date.now() - 10 * DAY });
  await relink.tell("expired", { connection: "conn_one", occurredAt: Date.now() - 4 * DAY });
  await relink.tell("disconnected", { connection: "conn_two", occurredAt: Date.now() - 3 * DAY });
  await page.goto("/users/user_456");
  const one = page.getByRole("group", { name: "Life of conn_one" });
  await expect(one.getByRole("link")).toHaveCount(2);
  await expect(one.getByRole("link", { name: /^Active for 6 d, from .* to / })).toBeVisible();
  await expect(
    page.getByRole("group", { name: "Life of conn_two" }).getByRole("link", { name: /^Disconnected since/ }),
  ).toBeVisible();
  await one.getByRole("link", { name: /^Expired for 4 d/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/event=2#event-2$/);
  await expect(page.getByRole("article", { name: "Event 2" })).toContainText("Expired after being active for 6 d");
});

test("j and k walk through the steps, b opens their bodies, and links to them can be copied", async ({
  page,
  relink,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await relink.tell("created", { occurredAt: Date.now() - 2 * DAY, account: { id: "of_1", name: "Jane" } });
  await relink.tell("expired", { occurredAt: Date.now() - DAY });
  await openAlive(page, "/connections/conn_abc123");
  await page.keyboard.press("j");
  await expect(page.getByRole("article", { name: "Event 2" })).toBeFocused();
  await page.keyboard.press("j");
  await expect(page.getByRole("article", { name: "Event 1" })).toBeFocused();
  await page.keyboard.press("b");
  await expect(page.getByRole("article", { name: "Event 1" }).locator("pre")).toContainText('"of_1"');
  await page.keyboard.press("b");
  await expect(page.getByRole("article", { name: "Event 1" }).locator("pre")).toBeHidden();
  await page.getByRole("button", { name: "Copy the link to event 1" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${relink.origin}/connections/conn_abc123?event=1#event-1`);
});

// The framework renders a not-found page in the browser.
test("an unknown connection, user or path gets a page that says so", async ({ page, relink }) => {
  for (const path of ["/connections/conn_nobody", "/users/nobody", "/connections/conn_nobody?after=x"]) {
    const response = await page.goto(`${relink.origin}${path}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "Nothing found here" })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  }
  for (const path of ["/no/such/page", "/users/100%", "/connections/%ff"]) {
    const response = await page.goto(`${relink.origin}${path}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  }
});
