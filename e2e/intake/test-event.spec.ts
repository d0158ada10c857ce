import { expect, test } from "@/e2e/relink";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("a test event goes through the front door, is marked everywhere, and is removed for good", async ({
      page,
      relink,
    }) => {
      await relink.tell("created", { connection: "conn_real", account: { name: "Jane" } });
      await page.goto("/settings");
      await page.getByRole("button", { name: "Send" }).click();
      await expect(page.getByText(/Accepted after [\d,]+ ms: stored/)).toBeVisible();
      await page.getByLabel("Event", { exact: true }).selectOption("expired");
      await page.getByLabel("Signature").selectOption("ofauth");
      await page.getByRole("button", { name: "Send" }).click();
      const link = page.getByRole("link", { name: "Event 3" });
      await link.click();
      await expect(page.getByRole("heading", { level: 1, name: "Relink test" })).toBeVisible();
      await expect(page.getByText("Test", { exact: true })).toHaveCount(3);
      await page.goto("/connections?q=relink");
      await expect(page.getByRole("row", { name: /Relink test/ })).toContainText("Test");
      await page.goto("/events?type=expired");
      await expect(page.locator("main li > details[data-line]")).toContainText("Test");
      await page.goto("/deliveries");
      await expect(page.locator("main li > details[data-line]")).toHaveCount(3);
      await page.goto("/settings");
      await expect(page.getByText("There is one test connection.")).toBeVisible();
      await page.getByRole("button", { name: "Remove all test events" }).click();
      await expect(page.getByText("There is one test connection.")).toHaveCount(0);
      await page.goto("/connections");
      await expect(page.getByRole("navigation", { name: "Pages" })).toContainText("1–1 of 1");
    });
  });
}

test.describe("without a secret", () => {
  test.use({ env: { OFAUTH_WEBHOOK_SECRET: "" } });

  test("says what to set", async ({ page }) => {
    await page.goto("/settings");
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByText("No secret is set to sign with")).toBeVisible();
  });
});

test.describe("with a public URL that leads nowhere", () => {
  test.use({ env: { RELINK_PUBLIC_URL: "http://127.0.0.1:9" } });

  test("says that nothing responds there", async ({ page }) => {
    await page.goto("/settings");
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByText("Nothing answers there")).toBeVisible();
    await page.getByLabel("By way of").selectOption("direct");
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByText(/Accepted after/)).toBeVisible();
  });
});
