import { docsBody, sdkBody } from "@/testing/deliveries";
import { expect, openAlive, test } from "./relink";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test("a life is told in words: gained, lost, renamed, expired, reconnected, moved", async ({ page, relink }) => {
  const start = Date.now() - 10 * DAY;
  await relink.tell("created", {
    occurredAt: start,
    permissions: ["posts:read", "messages:read"],
    account: { id: "1", name: "Jane" },
  });
  await relink.tell("expired", { occurredAt: start + 3 * DAY });
  await relink.tell("updated", { occurredAt: start + 3 * DAY + 4 * HOUR, permissions: ["posts:read", "posts:write"] });
  await relink.tell("updated", { occurredAt: start + 4 * DAY, account: { id: "1", name: "Janet" } });
  await relink.tell("updated", { occurredAt: start + 5 * DAY, user: "user_other" });
  await relink.tell("updated", { occurredAt: start + 6 * DAY, user: "user_other" });
  await relink.tell("expired", { occurredAt: start + 7 * DAY, user: "user_other" });

  await page.goto("/connections/conn_abc123");
  const steps = page.getByRole("article");
  const expected = [
    ["Expired after being active for 3 d 20 h, for the 2nd time"],
    ["Updated; nothing changed"],
    ["Moved from user user_456 to user_other"],
    ["Name changed from Jane to Janet"],
    ["Reconnected after 4 h", "gained posts:write", "lost messages:read"],
    ["Expired after being active for 3 d"],
    ["Connected", "Account is Jane", "Belongs to user user_456"],
  ];
  await expect(steps).toHaveCount(expected.length);
  for (const [index, texts] of expected.entries()) {
    for (const text of texts) await expect(steps.nth(index)).toContainText(text);
  }
});

test("late, anomalous and unknown events are marked and explained", async ({ page, relink }) => {
  const start = Date.now() - 2 * DAY;
  await relink.tell("created", { occurredAt: start, account: { id: "1", name: "Jane" } });
  await relink.tell("disconnected", { occurredAt: start + 5 * HOUR });
  await relink.tell("updated", { occurredAt: start + 2 * HOUR, account: { id: "2", name: "Zoe" } });
  await relink.tell("updated", { occurredAt: start + 6 * HOUR });
  await relink.post(
    docsBody("updated", { occurredAt: start + 7 * HOUR }).replace("connection.updated", "connection.paused"),
  );

  await page.goto("/connections/conn_abc123");
  const steps = page.getByRole("article");
  await expect(steps.nth(0)).toContainText("connection.paused");
  await expect(steps.nth(0)).toContainText("Relink does not know this type yet");
  await expect(steps.nth(1)).toContainText("Came after the disconnection, which is final");
  await expect(steps.nth(2)).toContainText("Disconnected for good");
  await expect(steps.nth(3)).toContainText("Arrived late by 1 d 22 h");
  await expect(steps.nth(3)).toContainText("Now a different account: was Jane, is Zoe");
  await expect(page.getByRole("main")).toContainText("Disconnected");
});

test("a user's timeline joins all connections and says whose each step is", async ({ page, relink }) => {
  await relink.tell("created", { connection: "conn_one", occurredAt: Date.now() - 3 * HOUR });
  await relink.tell("created", { connection: "conn_two", occurredAt: Date.now() - 2 * HOUR });
  await relink.tell("expired", { connection: "conn_one", occurredAt: Date.now() - HOUR });
  await page.goto("/users/user_456");
  await expect(page.getByRole("heading", { name: "2 connections" })).toBeVisible();
  const steps = page.getByRole("article");
  await expect(steps).toHaveCount(3);
  for (const [index, id] of ["conn_one", "conn_two", "conn_one"].entries()) {
    await expect(steps.nth(index).getByRole("link", { name: id })).toBeVisible();
  }
});

test("each value in the header leads to the event that set it, and pages go both ways", async ({ page, relink }) => {
  await relink.tell("created", { occurredAt: Date.now() - 90 * HOUR, permissions: ["posts:read"] });
  for (let hour = 80; hour > 20; hour--) {
    const permissions = hour % 2 === 0 ? ["posts:read"] : ["posts:read", "posts:write"];
    await relink.tell("updated", { occurredAt: Date.now() - hour * HOUR, permissions });
  }
  await page.goto("/connections/conn_abc123");
  await expect(page.getByRole("article")).toHaveCount(50);
  await page.getByRole("main").locator("dl").getByRole("link", { name: "set by event 1" }).last().click();
  await expect(page).toHaveURL(/event=1#event-1$/);
  await expect(page.getByRole("article")).toHaveCount(4);
  await expect(page.getByRole("article", { name: "Event 1", exact: true })).toContainText("Connected");
  await page.getByRole("link", { name: "Newer events" }).click();
  await expect(page.getByRole("article")).toHaveCount(50);
  await page.getByRole("link", { name: "Newest events" }).click();
  await expect(page.getByRole("article").first()).toHaveAccessibleName("Event 61");
  await page.getByRole("link", { name: "Older events" }).click();
  await expect(page.getByRole("article")).toHaveCount(11);
  await page.goto("/connections/conn_abc123?event=9999");
  await expect(page.getByText("There is no event 9999 here")).toBeVisible();
});

test("repeats fold into one line, and times of expiry are lines of their own", async ({ page, relink }) => {
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

test("a timeline is narrowed by kind and by time, and cleared again", async ({ page, relink }) => {
  await relink.tell("created", { occurredAt: Date.now() - 50 * DAY });
  await relink.tell("expired", { occurredAt: Date.now() - 40 * DAY });
  await relink.tell("updated", { occurredAt: Date.now() - 2 * DAY });
  await page.goto("/connections/conn_abc123");
  await page.getByText("Filter", { exact: true }).click();
  await page.getByRole("link", { name: "Expired", exact: true }).click();
  await expect(page.getByRole("article")).toHaveCount(1);
  await expect(page.getByRole("article")).toContainText("Expired after being active for 10 d");
  await page.getByRole("link", { name: "Last 7 days" }).click();
  await expect(page.getByText("No event matches")).toBeVisible();
  await page.getByRole("link", { name: "Show all events" }).click();
  await expect(page.getByRole("article")).toHaveCount(3);
});

test("the strip draws each life, and each of its times leads to the step that began it", async ({ page, relink }) => {
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

test("the same person in another connection is shown as such", async ({ page, relink }) => {
  const account = { id: "of_1", name: "Jane" };
  await relink.tell("created", { connection: "conn_old", user: "u1", account, occurredAt: Date.now() - 9 * DAY });
  await relink.tell("expired", { connection: "conn_old", user: "u1", occurredAt: Date.now() - 5 * DAY });
  await relink.tell("created", { connection: "conn_new", user: "u2", account, occurredAt: Date.now() - DAY });
  await page.goto("/connections/conn_old");
  const note = page.getByRole("region", { name: "Same account" });
  await expect(note).toContainText("of user u2");
  await expect(note).toContainText("Reconnected there, under a new id.");
  await note.getByRole("link", { name: "conn_new" }).click();
  await expect(page.getByRole("region", { name: "Same account" })).toContainText("reconnected under a new id");
});

test("steps are walked through with j and k, their bodies opened with b, and links to them copied", async ({
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

test("an event of the sandbox says that it is of no real account", async ({ page, relink }) => {
  await relink.post(sdkBody("created", { live: false }));
  await page.goto("/connections/conn_abc123");
  await expect(page.getByRole("article")).toContainText("Sandbox");
});

test("who is not known gets a page that says so, inside the frame", async ({ page, relink }) => {
  for (const path of ["/connections/conn_nobody", "/users/nobody", "/connections/conn_nobody?after=x"]) {
    const response = await page.goto(`${relink.origin}${path}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "Nothing is known of this" })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  }
  for (const path of ["/no/such/page", "/users/100%", "/connections/%ff"]) {
    const response = await page.goto(`${relink.origin}${path}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  }
});
