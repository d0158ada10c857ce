import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, openAlive, type Relink, test } from "./relink";

async function tellSome(relink: Relink): Promise<void> {
  const now = Date.now();
  for (const [index, name] of ["Zoë, Quinn", "=HYPERLINK(0)", "李小龙 💎"].entries()) {
    await relink.tell("created", {
      connection: `conn_${index}`,
      user: `user_${index}`,
      account: { id: `${index}`, name, username: `name${index}` },
      permissions: ["posts:read", "messages:read"],
      occurredAt: now - index * 1_000,
    });
  }
  await relink.tell("disconnected", { connection: "conn_gone", user: null, occurredAt: now - 9_000 });
}

async function exported(page: Page, name: "CSV" | "JSON Lines"): Promise<{ file: string; text: string }> {
  await page.locator("summary", { hasText: "Export" }).first().click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: new RegExp(`^${name}`) }).click(),
  ]);
  return { file: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

test("a CSV has the rows that match, in the list's order and columns, and no formulas", async ({ page, relink }) => {
  await tellSome(relink);
  await openAlive(page, "/connections?status=active&sort=user&order=asc&columns=user,account");
  const { file, text } = await exported(page, "CSV");
  expect(file).toMatch(/^relink-connections-\d{4}-\d\d-\d\d\.csv$/);
  expect(text).toBe(
    [
      "\uFEFFuser,account_name,account_username,account_id,connection",
      'user_0,"Zoë, Quinn",name0,0,conn_0',
      "user_1,'=HYPERLINK(0),name1,1,conn_1",
      "user_2,李小龙 💎,name2,2,conn_2",
      "",
    ].join("\r\n"),
  );
  await expect(page.getByRole("region", { name: "Export" })).toContainText("Exported 3 rows.");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByRole("region", { name: "Export" })).toHaveCount(0);
});

test("JSON Lines say everything exactly, of the chosen rows alone", async ({ page, relink }) => {
  await tellSome(relink);
  await openAlive(page, "/connections?sort=user&order=asc");
  await page.getByRole("checkbox", { name: "Choose all rows of this page" }).check();
  await page.getByRole("checkbox", { name: "Choose conn_gone" }).uncheck();
  const bar = page.getByRole("region", { name: "Chosen rows" });
  await bar.locator("summary", { hasText: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    bar.getByRole("button", { name: /^JSON Lines/ }).click(),
  ]);
  const rows = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  expect(rows.map((row) => JSON.parse(row).account_name)).toEqual(["Zoë, Quinn", "=HYPERLINK(0)", "李小龙 💎"]);
  expect(JSON.parse(rows[0] ?? "")).toMatchObject({ permissions: ["posts:read", "messages:read"], status: "active" });
});

test("an export that breaks off saves nothing, says so, and can be tried again", async ({ page, relink }) => {
  await tellSome(relink);
  await openAlive(page, "/connections");
  await page.route("**/api/connections/export", (route) => route.abort());
  await page.locator("summary", { hasText: "Export" }).click();
  await page.getByRole("button", { name: /^CSV/ }).click();
  const card = page.getByRole("region", { name: "Export" });
  await expect(card).toContainText("The CSV export broke off; nothing was saved.");
  await page.unroute("**/api/connections/export");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    card.getByRole("button", { name: "Try again" }).click(),
  ]);
  expect(readFileSync(await download.path(), "utf8")).toContain("conn_gone");
});

test("exports that were broken off leave room for others", async ({ relink }) => {
  await tellSome(relink);
  const path = "/api/connections/export?format=jsonl";
  for (let round = 0; round < 30; round++) {
    const broken = await relink.ask(path);
    await broken.body?.cancel();
  }
  await expect(async () => expect((await relink.ask(path)).status).toBe(200)).toPass();
  const whole = await Promise.all(Array.from({ length: 20 }, async () => (await relink.ask(path)).text()));
  expect((await relink.ask(path)).status).toBe(200);
  expect(whole.filter((text) => text.includes("conn_")).length).toBeGreaterThanOrEqual(8);
});

test("what is asked wrongly gets a sentence, and other sites get nothing", async ({ relink }) => {
  await tellSome(relink);
  const address = `${relink.origin}/api/connections/export`;
  const wrong = await relink.ask(`${address}?format=xlsx`);
  expect([wrong.status, await wrong.json()]).toMatchObject([400, { error: "bad_request" }]);
  const post = (headers: Record<string, string>, body: string) =>
    relink.ask(address, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body,
    });
  expect((await post({ origin: "https://elsewhere.example" }, "format=csv")).status).toBe(403);
  expect((await post({ "sec-fetch-site": "cross-site" }, "format=csv")).status).toBe(403);
  expect((await post({}, `format=csv&${"id=x&".repeat(300_000)}`)).status).toBe(413);
  expect((await relink.ask(address, { method: "DELETE" })).status).toBe(405);
  const lines = await (await relink.ask(`${address}?format=usernames&sort=user&order=asc`)).text();
  expect(lines).toBe("name0\nname1\nname2\n");
});

test("the menu is accessible", async ({ page, relink }) => {
  await tellSome(relink);
  await openAlive(page, "/connections");
  await page.locator("summary", { hasText: "Export" }).click();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("the menu downloads by itself", async ({ page, relink }) => {
    await tellSome(relink);
    await page.goto("/connections?status=active");
    const { text } = await exported(page, "CSV");
    expect(text.trim().split("\r\n")).toHaveLength(4);
  });
});
