import type { Locator, Page } from "@playwright/test";
import { expect, openAlive, test } from "@/e2e/relink";
import { refuse, tellOfThree } from "./logged";

function lines(page: Page): Locator {
  return page.locator("main li > details[data-line]");
}

async function openLine(line: Locator): Promise<void> {
  // Clicks the left end: if there is room, links cover the rest.
  await line
    .locator("summary")
    .first()
    .click({ position: { x: 40, y: 16 } });
}

test.describe("the event log", () => {
  test("an opened event shows what, whose, when, by which scheme, its repetitions and its exact body", async ({
    page,
    relink,
  }) => {
    await tellOfThree(relink);
    await page.goto("/events?value=msg_updated");
    await openLine(lines(page).first());
    const line = lines(page).first();
    for (const text of ["connection.updated", "Documentation (type)", "Svix", "msg_updated", "Delivered 2 times"]) {
      await expect(line).toContainText(text);
    }
    await line.getByText(/Exact body/).click();
    await expect(line.locator("pre")).toContainText('"janedoe"');
    await line.getByRole("link", { name: "conn_a" }).click();
    await expect(page).toHaveURL(/connections\/conn_a\?event=\d+#event-/);
  });

  test("new events appear on their own, except while you read: then they are counted", async ({ page, relink }) => {
    await relink.tell("created", { connection: "conn_first" });
    await openAlive(page, "/events");
    await relink.tell("created", { connection: "conn_second" });
    await expect(lines(page)).toHaveCount(2);
    await openLine(lines(page).first());
    await relink.tell("created", { connection: "conn_third" });
    await relink.tell("created", { connection: "conn_fourth" });
    await expect(page.getByRole("button", { name: "2 waiting: show" })).toBeVisible();
    await expect(lines(page)).toHaveCount(2);
    await page.getByRole("button", { name: "2 waiting: show" }).click();
    await expect(lines(page)).toHaveCount(4);
  });
});

test.describe("the delivery log", () => {
  test("shows the outcome of each delivery, the cause first, and counts them over time", async ({ page, relink }) => {
    await tellOfThree(relink);
    await refuse(relink, { "user-agent": "curl/8.1" });
    await refuse(relink, { "svix-id": "msg_1", "svix-timestamp": "1", "svix-signature": "v1,AAAA" });
    await expect
      .poll(async () => {
        await page.goto("/deliveries");
        return lines(page).count();
      })
      .toBe(6);
    await expect(lines(page).nth(0)).toContainText("Signature does not fit");
    await expect(lines(page).nth(1)).toContainText("No signature");
    await expect(lines(page).nth(2)).toContainText("Duplicate");
    await expect(page.locator("figcaption")).toContainText("Accepted3Duplicates1Signs of life0Refused2");
    await expect(page.getByRole("table", { name: "Deliveries of the last 24 hours" }).getByRole("row")).toHaveCount(2);
    await openLine(lines(page).nth(1));
    await expect(lines(page).nth(1)).toContainText("curl/8.1");
    await openLine(lines(page).nth(2));
    await expect(lines(page).nth(2)).toContainText(/Written after\d+ ms/);
    await page.getByRole("link", { name: "Refused", exact: true }).click();
    await expect(lines(page)).toHaveCount(2);
    await expect(page.locator("figcaption")).toContainText("No signature1");
    await expect(page.locator("figcaption")).toContainText("Signature does not fit1");
    await page.getByText("2 refused since this deployment began").click();
    await page.getByRole("link", { name: "No signature" }).click();
    await expect(page).toHaveURL(/cause=missing_signature/);
    await expect(lines(page)).toHaveCount(1);
    await page.goto("/deliveries?cause=too_large");
    await expect(page.getByRole("heading", { name: "No delivery matches" })).toBeVisible();
  });
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("both logs are searched, paged and opened by links and forms alone", async ({ page, relink }) => {
    await tellOfThree(relink);
    await page.goto("/events");
    await page.getByLabel("Exact value in the body, or message id").fill("conn_b");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(lines(page)).toHaveCount(1);
    await openLine(lines(page));
    await expect(lines(page)).toContainText("connection.expired");
    await page.getByText("More filters").click();
    await page.getByLabel("From").fill("1990-01-01");
    await page.getByLabel("Until").fill("1990-01-31");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(page.getByRole("heading", { name: "No event matches" })).toBeVisible();
    await page.goto("/deliveries?outcome=duplicate");
    await expect(lines(page)).toHaveCount(1);
  });
});
