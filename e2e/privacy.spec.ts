import type { Page } from "@playwright/test";
import { signInAs } from "@/testing/team";
import { expect, openAlive, type Relink, tableRows, test } from "./relink";

/** Words that stand nowhere else. */
const NAME = "Zxqvia Wrenfield";
const EARLIER = "Qyxtha Earlier";
const USERNAME = "zxqvia_wren";
const USER = "user_qx7";
const SCREENS = [
  "/connections",
  "/connections?open=conn_qx7",
  `/connections?q=${USER}`,
  "/connections/conn_qx7",
  `/users/${USER}`,
  "/events",
  "/events?event=1",
  "/deliveries",
  "/quarantine",
];

async function tell(relink: Relink): Promise<void> {
  const her = { connection: "conn_qx7", user: USER };
  const account = { id: "9041", name: NAME, username: USERNAME };
  await relink.tell("created", { ...her, account: { ...account, name: EARLIER }, occurredAt: Date.now() - 5_000 });
  await relink.tell("updated", { ...her, account, permissions: ["messages:read"], occurredAt: Date.now() - 4_000 });
  await relink.tell("created", { ...her, connection: "conn_qx8", account });
  await relink.post(JSON.stringify({ type: "odd.new", data: { name: NAME, username: USERNAME } }));
}

test("where names are hidden from viewers, no page, answer or search tells them one", async ({ page, relink }) => {
  await tell(relink);
  const viewer = await signInAs(relink.dataDir, "viewer");
  const asViewer = async (path: string) =>
    (await fetch(`${relink.origin}${path}`, { headers: { cookie: viewer } })).text();
  expect(await asViewer("/connections")).toContain(NAME);
  await openAlive(page, `/connections?q=${encodeURIComponent(NAME)}`);
  await page.locator("summary", { hasText: "Save view" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(USERNAME);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/view=\d+/);
  expect(await asViewer("/api/views")).toContain(USERNAME);

  await page.goto("/settings/privacy");
  await page.getByRole("button", { name: "Hide names from viewers" }).click();
  await expect(page.getByText("Viewers don't see names.")).toBeVisible();

  for (const path of [...SCREENS, "/api/views", "/api/find?q=user_qx7", "/events/1/body", "/events/4/body"]) {
    const text = await asViewer(path);
    expect([path, [NAME, EARLIER, USERNAME].filter((word) => text.includes(word))]).toEqual([path, []]);
  }
  const rows = async (path: string) => (await asViewer(path)).includes("conn_qx7");
  expect(await rows("/connections")).toBe(true);
  expect(await rows(`/connections?q=${USER}`)).toBe(true);
  expect(await rows("/connections?q=zxqvia")).toBe(false);
  expect(await rows("/events?value=zxqvia_wren")).toBe(false);
  expect(await asViewer("/api/find?q=zxqvia")).not.toContain("conn_qx7");

  await page.goto("/connections");
  await expect(tableRows(page).first()).toContainText(NAME);
});

test("where names are hidden from viewers, so is what the team wrote about a user", async ({ page, relink }) => {
  await tell(relink);
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

test("a viewer is offered nothing that they may not do", async ({ browser, relink }) => {
  await tell(relink);
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const [name = "", value = ""] = (await signInAs(relink.dataDir, "viewer")).split("=");
  await context.addCookies([{ name, value, url: relink.origin }]);
  const page = await context.newPage();
  await page.goto(`${relink.origin}/connections?q=${USER}`);
  await expect(tableRows(page)).toHaveCount(2);
  for (const wanted of [/^Export/, /^Save view/])
    await expect(page.locator("summary", { hasText: wanted })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Settings" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Audit" })).toHaveCount(0);
  await page.goto(`${relink.origin}/quarantine`);
  await expect(page.getByRole("button", { name: /^Read all/ })).toHaveCount(0);
  await page.goto(`${relink.origin}/connections/conn_qx7`);
  await expect(page.getByRole("link", { name: /^Erase/ })).toHaveCount(0);
});

test("blurred, every text that came from outside is unreadable on every screen, until it is switched off", async ({
  page,
  relink,
}) => {
  await tell(relink);
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

test("an admin erases a user, after seeing what goes and typing who it is", async ({ page, relink }) => {
  await tell(relink);
  await relink.tell("created", { connection: "conn_other", user: "user_other", account: { name: "Jane" } });
  await page.goto(`/users/${USER}`);
  await page.getByRole("link", { name: "Erase this user" }).click();
  await expect(page.getByText("2 connections: conn_qx7, conn_qx8")).toBeVisible();
  await expect(page.getByText("3 events with their bodies")).toBeVisible();
  await page.getByLabel(`Type ${USER} to confirm`).fill("user_other");
  await page.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing was erased" })).toBeVisible();
  await page.getByLabel(`Type ${USER} to confirm`).fill(USER);
  await page.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Erased." })).toBeVisible();
  expect([USER, EARLIER].filter((word) => relink.isStored(word))).toEqual([]);
  await page.goto("/connections");
  await expect(tableRows(page)).toHaveCount(1);
  await page.goto("/audit?deed=erased");
  await expect(page.getByRole("listitem").filter({ hasText: "erased: a user" })).toHaveCount(2);
});
