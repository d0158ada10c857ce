import { expectAccessible } from "@/e2e/accessible";
import { HOUR, tellOfExpired } from "@/e2e/connections/expired-connections";
import { expect, openAlive, type Relink, test } from "@/e2e/relink";

const JANE = { connection: "conn_jane_doe", user: "user_jane_doe" };

async function expireAgain(relink: Relink): Promise<void> {
  await relink.tell("updated", { ...JANE, occurredAt: Date.now() });
  await relink.tell("expired", { ...JANE, occurredAt: Date.now() + 1_000 });
}

test("operators' actions are on the timelines of the connection and its user, and can be filtered", async ({
  page,
  relink,
}) => {
  await tellOfExpired(relink, ["Jane Doe"]);
  await relink.tell("expired", { connection: "conn_second", user: JANE.user, occurredAt: Date.now() - HOUR });
  await openAlive(page, "/connections/conn_jane_doe");
  await page.getByRole("button", { name: "Note", exact: true }).click();
  await page.getByRole("textbox", { name: "Note" }).fill("Her sister answered.");
  await page.getByRole("dialog").getByRole("button", { name: "Add the note" }).click();
  await expect(page.getByRole("article").filter({ hasText: "Her sister answered." })).toBeVisible();
  await page.getByRole("button", { name: "Snooze", exact: true }).click();
  await page.getByRole("button", { name: "Until they open the link" }).click();
  await expect(page.getByRole("article").filter({ hasText: "snoozed it until they open the link" })).toBeVisible();

  await page.goto(`/users/${JANE.user}`);
  const timeline = page.getByRole("region", { name: "Timeline" });
  const snoozed = timeline.getByRole("article").filter({ hasText: "snoozed it" });
  await expect(snoozed).toHaveCount(1);
  await expect(snoozed.getByRole("link")).toHaveText(["conn_second", "conn_jane_doe"]);
  const ofJane = page.getByRole("region", { name: "Outreach for conn_jane_doe" });
  await expect(ofJane).toContainText("Snoozed");
  await expect(ofJane).toContainText("Her sister answered.");
  await expect(page.getByRole("region", { name: "Outreach for conn_second" })).toContainText("Snoozed");
  await expectAccessible(page, "main", "all");
  await page.locator("summary", { hasText: "Filter" }).click();
  await timeline.getByRole("link", { name: "Note", exact: true }).click();
  await expect(timeline.getByRole("article")).toHaveCount(1);
  await expect(timeline.getByRole("article")).toContainText("Her sister answered.");
});

test("after a relapse the earlier case keeps its steps, and only new ones can be undone", async ({ page, relink }) => {
  await tellOfExpired(relink, ["Jane Doe"]);
  await openAlive(page, "/connections/conn_jane_doe");
  await page.getByRole("button", { name: "Assign", exact: true }).click();
  await page.getByRole("dialog").getByRole("button").nth(1).click();
  const card = page.getByRole("region", { name: "Outreach" });
  await expect(card.getByRole("button", { name: /^Undo: / })).toHaveCount(1);
  await expireAgain(relink);
  await page.reload();
  await expect(card).toContainText("One earlier case");
  await expect(card.getByRole("button", { name: /^Undo/ })).toHaveCount(0);
  await expect(card.getByRole("list", { name: "What was done", exact: true })).toHaveCount(0);
  await card.locator("summary", { hasText: "One earlier case" }).click();
  await expect(card.getByRole("list", { name: "What was done then" })).toContainText("assigned it to");
});

test("viewing a message hands out no link; copying it does, and the text then contains the link", async ({
  page,
  relink,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await tellOfExpired(relink, ["Jane Doe"]);
  await openAlive(page, "/connections/conn_jane_doe");
  const handedOut = page.getByRole("region", { name: "Timeline" }).getByText("handed out a reconnect link");
  await page.getByRole("button", { name: "Contact", exact: true }).click();
  const message = page.getByRole("region", { name: "Message" });
  await expect(message).toContainText("/r/…");
  await expect(message).toContainText("is created when you copy");
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(handedOut).toHaveCount(0);

  await openAlive(page, "/connections/conn_jane_doe");
  await page.getByRole("button", { name: "Contact", exact: true }).click();
  await message.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(message.getByRole("status")).toHaveText("Message copied");
  await expect(message).toContainText(/\/r\/[0-9a-z]+-[\w-]{43}/);
  await expect(message).not.toContainText("is created when you copy");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/r\/[0-9a-z]+-[\w-]{43}/);
  await expect(message.getByRole("link", { name: "Open mail" })).toHaveAttribute("href", /^mailto:.*%2Fr%2F/);
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(handedOut).toHaveCount(1);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a button hands out the link, and viewing the page does not", async ({ page, relink }) => {
    await tellOfExpired(relink, ["Jane Doe"]);
    await page.goto("/connections/conn_jane_doe");
    const handedOut = page.getByRole("region", { name: "Timeline" }).getByText("handed out a reconnect link");
    await expect(handedOut).toHaveCount(0);
    await page.getByRole("button", { name: "Hand out reconnect link" }).click();
    await expect(page.locator("output")).toHaveText(/\/r\/[0-9a-z]+-[\w-]{43}$/);
    await page.goto("/connections/conn_jane_doe");
    await expect(handedOut).toHaveCount(1);
  });
});
