import { expect, tableRows, test } from "@/e2e/relink";
import { DOCUMENTED_EVENTS, readFixture } from "@/testing/worlds/fixtures";

test("from the list to a user, to a connection and to the exact body of an event, by clicks", async ({
  page,
  relink,
}) => {
  for (const name of DOCUMENTED_EVENTS) await relink.post(readFixture(`docs-dialect/connection.${name}`));
  await page.goto("/connections");
  await expect(tableRows(page)).toHaveCount(1);
  await page.getByRole("link", { name: "user_456" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "user_456" })).toBeVisible();
  await page.getByRole("link", { name: "Jane Doe" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Jane Doe" })).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(DOCUMENTED_EVENTS.length);
  await page.getByText("Exact body, 432 bytes").click();
  const body = readFixture("docs-dialect/connection.created").toString();
  await expect(page.locator("pre").filter({ hasText: '"connection.created"' })).toHaveText(body);
});
