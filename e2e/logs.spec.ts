import type { Locator, Page } from "@playwright/test";
import { docsBody, sdkBody } from "@/testing/deliveries";
import { expect, openAlive, type Relink, test } from "./relink";

function lines(page: Page): Locator {
  return page.locator("main li > details[data-line]");
}

async function openLine(line: Locator): Promise<void> {
  await line.locator("summary").first().click();
}

async function tellOfThree(relink: Relink): Promise<void> {
  const { post } = relink;
  const account = { id: "of_77", name: "Jane Doe", username: "janedoe" };
  await post(docsBody("created", { connection: "conn_a", user: "user_a", account }), { messageId: "msg_created" });
  await post(sdkBody("expired", { connection: "conn_b", user: "user_b", live: false }), { scheme: "ofauth" });
  await post(docsBody("updated", { connection: "conn_a", user: "user_a", account }), { messageId: "msg_updated" });
  await post(docsBody("updated", { connection: "conn_a", user: "user_a", account }), { messageId: "msg_updated" });
}

async function refuse(relink: Relink, headers: Record<string, string> = {}): Promise<void> {
  await fetch(`${relink.origin}/api/webhooks/ofauth`, { method: "POST", body: "{}", headers });
}

test.describe("the event log", () => {
  test("lists events by arrival, and narrows them by kind, value, connection, user and form", async ({
    page,
    relink,
  }) => {
    await tellOfThree(relink);
    await page.goto("/events");
    await expect(lines(page)).toContainText(["Updated", "Expired", "Created"]);
    await page.getByRole("link", { name: "Expired", exact: true }).click();
    await expect(lines(page)).toHaveCount(1);
    await expect(lines(page)).toContainText("Sandbox");
    await page.getByRole("link", { name: "Clear" }).click();
    await page.getByLabel("Exact value in the body, or message id").fill("of_77");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(lines(page)).toHaveCount(2);
    await page.getByLabel("Exact value in the body, or message id").fill("msg_created");
    await page.keyboard.press("Enter");
    await expect(lines(page)).toHaveCount(1);
    await expect(lines(page)).toContainText("Created");
    await page.getByRole("link", { name: "Clear" }).click();
    await page.getByText("More filters").click();
    for (const [label, value, count] of [
      ["Environment", "sandbox", 1],
      ["Dialect", "docs", 2],
      ["Signature", "ofauth", 1],
      ["Received", "over-30d", 0],
      ["Received", "24h", 3],
    ] as const) {
      await page.goto("/events");
      await page.getByText("More filters").click();
      await page.getByLabel(label).selectOption(value);
      await page.getByRole("button", { name: "Search", exact: true }).click();
      await expect(page).toHaveURL(new RegExp(`=${value}`));
      await expect(lines(page)).toHaveCount(count);
    }
    await page.goto("/events?user=user_a&type=created");
    await expect(lines(page)).toHaveCount(1);
    await page.goto("/events?value=of_7");
    await expect(page.getByRole("heading", { name: "No event matches" })).toBeVisible();
  });

  test("opened, an event tells all: what, whose, when, by which scheme, its repetitions and its exact body", async ({
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

  test("what can't be understood says why", async ({ page, relink }) => {
    await relink.post("not json");
    await page.goto("/events?type=unrecognised");
    await openLine(lines(page));
    await expect(lines(page)).toContainText("Its body is not JSON. It is kept as it came");
  });

  test("pages go both ways, and a link to one event opens there", async ({ page, relink }) => {
    for (let index = 0; index < 60; index++) await relink.tell("updated", { connection: `conn_${index}` });
    await page.goto("/events");
    await expect(lines(page)).toHaveCount(50);
    const pages = page.getByRole("navigation", { name: "Pages" });
    await expect(pages).toContainText("1–50 of 60");
    await pages.getByRole("link", { name: "Older" }).click();
    await expect(pages).toContainText("51–60 of 60");
    await pages.getByRole("link", { name: "Newer" }).click();
    await expect(pages).toContainText("1–50 of 60");
    await page.goto("/events?event=20#event-20");
    await expect(lines(page).first()).toContainText("conn_19");
    await expect(lines(page).first()).toHaveAttribute("open", "");
    await expect(pages.getByRole("link", { name: "Newer" })).toBeVisible();
  });

  test("new events come by themselves, but not while one reads: then they are counted", async ({ page, relink }) => {
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
  test("shows what became of each delivery, the cause first, and counts them over time", async ({ page, relink }) => {
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
    await page.getByText("2 refused so far").click();
    await page.getByRole("link", { name: "No signature" }).click();
    await expect(page).toHaveURL(/cause=missing_signature/);
    await expect(lines(page)).toHaveCount(1);
    await page.goto("/deliveries?cause=too_large");
    await expect(page.getByRole("heading", { name: "No delivery matches" })).toBeVisible();
  });

  test("a flood of refusals leaves the genuine ones visible", async ({ page, relink }) => {
    await refuse(relink, { "user-agent": "Svix-Webhooks/1.2", "svix-id": "msg_1", "svix-signature": "v1,AAAA" });
    for (let round = 0; round < 10; round++) {
      await Promise.all(Array.from({ length: 50 }, () => refuse(relink, { "user-agent": "flood/1.0" })));
    }
    await expect
      .poll(async () => {
        await page.goto("/deliveries?outcome=refused");
        return page.locator("figcaption").innerText();
      })
      .toMatch(/No signature\s*500[\s\S]*unknown form\s*1/);
    await expect(lines(page)).toHaveCount(6);
    await expect(lines(page).last()).toContainText("Svix-Webhooks/1.2");
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
