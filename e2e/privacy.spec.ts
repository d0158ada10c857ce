import type { Page } from "@playwright/test";
import { signInAs } from "@/testing/team";
import { EARLIER, NAME, SCREENS, tellOfCanary, USER, USERNAME } from "./canary";
import { expect, openAlive, tableRows, test } from "./relink";

test("where names are hidden from viewers, so is what the team wrote about a user", async ({ page, relink }) => {
  await tellOfCanary(relink);
  await relink.tell("expired", { connection: "conn_qx8", user: USER });
  await openAlive(page, "/connections/conn_qx8");
  await page.getByRole("button", { name: "Do not contact" }).click();
  await page.getByRole("dialog").getByLabel("Why").fill(`${NAME} asked us to stop.`);
  await page.getByRole("dialog").getByRole("button", { name: "Do not contact" }).click();
  await expect(page.getByText(`Do not contact: ${NAME} asked us to stop.`)).toBeVisible();
  const viewer = await signInAs(relink.dataDir, "viewer");
  const pages = async () =>
    Promise.all(
      ["/outreach?outreach=any", "/connections/conn_qx8"].map(async (path) =>
        (await fetch(`${relink.origin}${path}`, { headers: { cookie: viewer } })).text(),
      ),
    );
  expect((await pages()).map((text) => text.includes(NAME))).toEqual([true, true]);
  await page.goto("/settings/privacy");
  await page.getByRole("button", { name: "Hide names from viewers" }).click();
  await expect(page.getByText("Viewers don't see names.")).toBeVisible();
  expect((await pages()).map((text) => text.includes(NAME))).toEqual([false, false]);
});

test("blurred, every text that came from outside is unreadable on every screen, until it is switched off", async ({
  page,
  relink,
}) => {
  await tellOfCanary(relink);
  await openAlive(page, "/connections");
  await page.getByRole("button", { name: "Blur names" }).click();
  await expect(page.getByRole("button", { name: "Blur names" })).toHaveAttribute("aria-pressed", "true");
  for (const path of SCREENS) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    for (const body of await page.locator("summary", { hasText: "Exact body" }).all()) {
      if (await body.isVisible()) await body.click();
    }
    expect([path, await readable(page, [NAME, EARLIER, USERNAME])]).toEqual([path, []]);
  }
  await page.goto("/connections");
  await page.getByRole("button", { name: "Blur names" }).click();
  await expect(page.getByRole("button", { name: "Blur names" })).toHaveAttribute("aria-pressed", "false");
  expect(await readable(page, [NAME])).not.toEqual([]);
});

/** The visible texts that hold one of these words and are not blurred. */
function readable(page: Page, words: readonly string[]): Promise<string[]> {
  return page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent ?? "";
      if (!element?.checkVisibility() || !wanted.some((word) => text.includes(word))) continue;
      let isBlurred = false;
      for (let one: Element | null = element; one; one = one.parentElement)
        isBlurred ||= getComputedStyle(one).filter.includes("blur");
      if (!isBlurred) found.push(`${element.tagName} ${text}`);
    }
    return found;
  }, words);
}

test("an admin erases a user, after seeing what goes and typing the code that is shown", async ({ page, relink }) => {
  await tellOfCanary(relink);
  await relink.tell("created", { connection: "conn_other", user: "user_other", account: { name: "Jane" } });
  await page.goto(`/users/${USER}`);
  await page.getByRole("link", { name: "Erase this user" }).click();
  await expect(page.getByText("2 connections: conn_qx7, conn_qx8")).toBeVisible();
  await expect(page.getByText("3 events with their bodies")).toBeVisible();
  const code = page.getByLabel(/^Type \d{6} to confirm$/);
  await code.fill("no code");
  await page.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing was erased" })).toBeVisible();
  const [digits = ""] = /\d{6}/.exec(await page.locator("label", { hasText: "to confirm" }).innerText()) ?? [];
  await code.fill(digits);
  await page.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Erased." })).toBeVisible();
  expect([USER, EARLIER].filter((word) => relink.isStored(word))).toEqual([]);
  await page.goto("/connections");
  await expect(tableRows(page)).toHaveCount(1);
  await page.goto("/audit?deed=erased");
  await expect(page.getByRole("listitem").filter({ hasText: "erased: a user" })).toHaveCount(2);
});
