import { docsBody } from "@/testing/deliveries";
import { expect, test } from "./relink";

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

test("each value in the header leads to the event that set it, wherever that is", async ({ page, relink }) => {
  await relink.tell("created", { occurredAt: Date.now() - 90 * HOUR, permissions: ["posts:read"] });
  for (let hour = 80; hour > 20; hour--) await relink.tell("updated", { occurredAt: Date.now() - hour * HOUR });
  await page.goto("/connections/conn_abc123");
  await expect(page.getByRole("article")).toHaveCount(50);
  await page.getByRole("main").locator("dl").getByRole("link", { name: "set by event 1" }).last().click();
  await expect(page).toHaveURL(/event=1#event-1$/);
  await expect(page.getByRole("article")).toHaveCount(1);
  await expect(page.getByRole("article", { name: "Event 1" })).toContainText("Connected");
  await page.getByRole("link", { name: "Newest events" }).click();
  await expect(page.getByRole("article")).toHaveCount(50);
  await page.getByRole("link", { name: "Older events" }).click();
  await expect(page.getByRole("article")).toHaveCount(11);
});

test("who is not known gets a page that says so, inside the frame", async ({ page, relink }) => {
  for (const path of ["/connections/conn_nobody", "/users/nobody"]) {
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
