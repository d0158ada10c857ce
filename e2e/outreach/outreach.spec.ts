import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "@/e2e/accessible";
import { DAY, HOUR, tellOfExpired } from "@/e2e/connections/expired-connections";
import { expect, openAlive, test } from "@/e2e/relink";
import { signInAs } from "@/testing/servers/team";

const NAMES = ["Ann Lee", "Bea Fox", "Cleo Moon", "Jane Doe", "Dina Hart", "Ella Stone", "Fay Rose"];

const rowOf = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const shown = (page: Page) => page.locator("tr[data-id] [data-row-link]").allInnerTexts();
const said = (page: Page) => page.getByRole("status", { name: "What was done" });
const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Where cases stand" }).getByRole("link", { name: new RegExp(`^${name}`) });

/** Counts an operator's actions: each click, each key, each text entered at once. */
function operatorOf(page: Page) {
  let actions = 0;
  const act = async (work: Promise<unknown>) => {
    actions += 1;
    await work;
  };
  return {
    click: (target: Locator) => act(target.click()),
    press: (key: string) => act(page.keyboard.press(key)),
    type: (target: Locator, text: string) => act(target.fill(text)),
    choose: (target: Locator, option: string) => act(target.selectOption(option)),
    actions: () => actions,
  };
}

// The tenth task, finding who gave up at 2FA, needs a user who did: see reconnect.spec.ts.
test.describe("nine of ten tasks take at most three actions each from the first screen", () => {
  test.beforeEach(async ({ page, relink }) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await tellOfExpired(relink, NAMES);
  });

  async function land(page: Page) {
    await openAlive(page, "/");
    await expect(page).toHaveURL(/\/outreach$/);
    await expect(rowOf(page, "Jane Doe")).toBeVisible();
    return operatorOf(page);
  }

  test("contact the five users who expired longest ago", async ({ page }) => {
    const ana = await land(page);
    await ana.click(page.locator("summary", { hasText: "Contact the first" }));
    await ana.click(page.getByRole("button", { name: "First 5" }));
    await ana.click(page.getByRole("button", { name: "Copy all 5 and note the contacts" }));
    await expect(said(page)).toContainText("Contact noted for 5 cases.");
    expect(ana.actions()).toBeLessThanOrEqual(3);
    await expect.poll(() => shown(page)).toEqual(["Ella Stone", "Fay Rose"]);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    for (const name of NAMES.slice(0, 5)) expect(copied).toContain(`Hi ${name}`);
    expect(copied.match(/\/r\//g)).toHaveLength(5);
  });

  test("snooze Jane until Monday", async ({ page }) => {
    const ana = await land(page);
    await ana.click(page.getByRole("button", { name: "Snooze Jane Doe" }));
    await ana.click(page.getByRole("dialog").getByRole("button", { name: /^Monday/ }));
    await expect(said(page)).toContainText("Snoozed 1 case.");
    expect(ana.actions()).toBeLessThanOrEqual(3);
    await expect(rowOf(page, "Jane Doe")).toHaveCount(0);
    await tab(page, "Snoozed").click();
    await expect(rowOf(page, "Jane Doe")).toContainText("Snoozed");
  });

  test("see who is waiting, and who contacted them", async ({ page }) => {
    const first = await land(page);
    await first.click(page.getByRole("button", { name: "Contact Jane Doe" }));
    await first.click(page.getByRole("button", { name: "Copy and note the contact" }));
    await expect(said(page)).toContainText("Contact noted for 1 case.");
    const ana = await land2(page);
    await ana.click(tab(page, "Waiting"));
    await expect(rowOf(page, "Jane Doe")).toContainText(/just now|s ago/);
    expect(ana.actions()).toBeLessThanOrEqual(3);
  });

  async function land2(page: Page) {
    await openAlive(page, "/");
    return operatorOf(page);
  }

  test("take a case", async ({ page }) => {
    const ana = await land(page);
    await ana.press("j");
    await ana.press("m");
    await expect(said(page)).toContainText("Assigned 1 case.");
    expect(ana.actions()).toBeLessThanOrEqual(3);
    await page.getByRole("link", { name: /^Mine/ }).click();
    await expect.poll(() => shown(page)).toEqual(["Ann Lee"]);
  });

  test("assign all to a colleague", async ({ page, relink }) => {
    await signInAs(relink.dataDir, "operator");
    const ana = await land(page);
    await ana.click(page.getByRole("checkbox", { name: "Select all rows on this page" }));
    await ana.press("a");
    await ana.click(page.getByRole("dialog").getByRole("button", { name: "operator" }));
    await expect(said(page)).toContainText("Assigned 7 cases.");
    expect(ana.actions()).toBeLessThanOrEqual(3);
    await expect(rowOf(page, "Jane Doe")).toContainText("operator");
    await expect(page.getByRole("region", { name: "Selected rows" })).toHaveCount(0);
  });

  test("dismiss someone who has left", async ({ page }) => {
    const ana = await land(page);
    await ana.press("j");
    await ana.press("e");
    await ana.click(page.getByRole("dialog").getByRole("button", { name: "They have left us" }));
    await expect(said(page)).toContainText("Dismissed 1 case.");
    expect(ana.actions()).toBeLessThanOrEqual(3);
    await expect(rowOf(page, "Ann Lee")).toHaveCount(0);
  });

  test("undo the last action", async ({ page }) => {
    const ana = await land(page);
    await page.keyboard.press("j");
    await page.keyboard.press("m");
    await expect(said(page)).toContainText("Assigned");
    await ana.press("z");
    await expect(said(page)).toContainText("Undone for 1 case.");
    await expect(rowOf(page, "Ann Lee")).toContainText("Nobody");
  });

  test("find out what was done about Jane", async ({ page }) => {
    const ana = await land(page);
    await ana.type(page.getByRole("searchbox"), "jane");
    await expect.poll(() => shown(page)).toEqual(["Jane Doe"]);
    await ana.click(page.getByRole("link", { name: "Jane Doe" }));
    await expect(page.getByRole("region", { name: "Outreach" })).toContainText("Unassigned");
    expect(ana.actions()).toBeLessThanOrEqual(3);
  });

  test("see whether outreach works", async ({ page }) => {
    const ana = await land(page);
    await ana.click(page.getByRole("link", { name: "Results" }));
    await expect(page.getByRole("heading", { name: "Recovery rate" })).toBeVisible();
    await ana.click(page.getByRole("link", { name: /In flight/ }));
    await expect(page.getByRole("row", { name: /Jane Doe/ })).toBeVisible();
    expect(ana.actions()).toBeLessThanOrEqual(3);
  });
});

test("every dialog opens by its key, passes axe, and closes with Escape; a contact is recorded without a mouse", async ({
  page,
  relink,
}) => {
  await tellOfExpired(relink, ["Jane Doe"]);
  await openAlive(page, "/outreach");
  await page.keyboard.press("j");
  const dialog = page.getByRole("dialog");
  for (const [key, title] of [
    ["c", "Contact Jane Doe"],
    ["s", "Snooze Jane Doe"],
    ["a", "Assign Jane Doe"],
    ["n", "Note on Jane Doe"],
    ["e", "Dismiss Jane Doe"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(dialog.getByRole("heading", { name: title })).toBeVisible();
    if (key === "c") await expect(dialog.getByText(/^Hi Jane Doe/)).toBeVisible();
    await expectAccessible(page, "[role=dialog]", "all");
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    // The focus returns a moment later, and the next key applies to the focused row.
    await expect(page.locator("tr[data-id]:focus-within")).toHaveCount(1);
  }
  await page.keyboard.press("c");
  const note = dialog.getByRole("button", { name: "Note the contact", exact: true });
  await expect(note).toBeVisible();
  for (let tabs = 0; tabs < 20 && !(await note.evaluate((button) => button === document.activeElement)); tabs++)
    await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(said(page)).toContainText("Contact noted for 1 case.");
});

test("a rate, a channel, a template and a mark on the curve each open the cases behind them", async ({
  page,
  relink,
}) => {
  await tellOfExpired(relink, ["Jane Doe", "Ann Lee", "Bea Fox"]);
  await openAlive(page, "/connections/conn_jane_doe");
  await page.getByRole("button", { name: "Contact", exact: true }).click();
  await page.getByRole("button", { name: "Note the contact", exact: true }).click();
  await expect(said(page)).toContainText("Contact noted for 1 case.");
  await relink.tell("updated", { connection: "conn_jane_doe", user: "user_jane_doe" });
  await relink.tell("disconnected", { connection: "conn_ann_lee", user: "user_ann_lee" });
  await openAlive(page, "/outreach/results");
  const cases = page.getByRole("region", { name: "Cases" });
  const opens = async (link: Locator, words: string, names: readonly string[]) => {
    await link.click();
    await expect(page.getByRole("heading", { name: `${words}: ${names.length}`, exact: true })).toBeVisible();
    const titles = cases.locator("tbody tr td:first-child a");
    await expect.poll(async () => (await titles.allInnerTexts()).sort()).toEqual([...names].sort());
  };
  const headlines = page.getByRole("region", { name: "Headlines" });
  await expect(headlines).toContainText("50%");
  const closed = headlines.getByRole("link", { name: "Recovery rate" });
  await opens(closed, "Closed cases", ["Ann Lee", "Jane Doe"]);
  await opens(cases.getByRole("link", { name: "Gone 1" }), "Closed cases", ["Ann Lee"]);
  await opens(headlines.getByRole("link", { name: "Recovery with a contact" }), "Closed, with a contact", ["Jane Doe"]);
  await opens(headlines.getByRole("link", { name: "1 reconnected" }).first(), "Closed cases", ["Jane Doe"]);
  const without = headlines.getByRole("link", { name: "Recovery without a contact" });
  await opens(without, "Closed, without a contact", ["Ann Lee"]);
  await opens(page.getByRole("link", { name: "E-mail", exact: true }), "Closed cases", ["Jane Doe"]);
  await opens(page.getByRole("link", { name: "1 In flight" }), "In flight", ["Bea Fox"]);
  const mark = page.getByRole("link", { name: /still away after 3 ?d/ });
  await opens(mark, "Away for longer than 3 d", ["Ann Lee", "Bea Fox", "Jane Doe"]);
  const download = page.waitForEvent("download");
  await cases.getByRole("link", { name: "Export CSV" }).click();
  const saved = await readFile(await (await download).path(), "utf8");
  expect(saved.trim().split("\r\n")).toHaveLength(4);
});

test("two operators on one case see each other, and the second learns what the first did", async ({
  page,
  relink,
  browser,
}) => {
  await tellOfExpired(relink, ["Jane Doe"]);
  const cookie = await signInAs(relink.dataDir, "operator");
  const other = await browser.newContext({ extraHTTPHeaders: {}, storageState: { cookies: [], origins: [] } });
  const [name = "", value = ""] = cookie.split("=");
  await other.addCookies([{ name, value, url: relink.origin }]);
  const bo = await other.newPage();
  await openAlive(page, "/connections/conn_jane_doe");
  await bo.goto(`${relink.origin}/connections/conn_jane_doe`);
  await expect(bo.getByText("is here too")).toBeVisible();
  await bo.getByRole("button", { name: "Dismiss" }).click();
  await bo.getByRole("dialog").getByRole("button", { name: "Another reason" }).click();
  await expect(said(bo)).toContainText("Dismissed 1 case.");
  await bo.getByRole("button", { name: "Reopen" }).click();
  await expect(said(bo)).toContainText("Reopened 1 case.");
  await page.getByRole("button", { name: "Contact", exact: true }).click();
  await page.getByRole("button", { name: "Note the contact", exact: true }).click();
  await expect(said(page)).toContainText("Not done about 1 case: The operator reopened it");
  await page.getByRole("button", { name: "Do it anyway" }).click();
  await expect(said(page)).toContainText("Contact noted for 1 case.");
});

test("a second contact soon after the first needs confirmation; a blocked user can't be contacted", async ({
  page,
  relink,
}) => {
  await tellOfExpired(relink, ["Jane Doe"]);
  await openAlive(page, "/connections/conn_jane_doe");
  const contact = async () => {
    await page.getByRole("button", { name: "Contact", exact: true }).click();
    await page.getByRole("button", { name: "Note the contact", exact: true }).click();
  };
  await contact();
  await expect(said(page)).toContainText("Contact noted for 1 case.");
  await page.getByRole("button", { name: "Contact", exact: true }).click();
  await expect(page.getByRole("dialog").getByText(/contacted the user .*, which is not long ago/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy and note it anyway" })).toBeVisible();
  await page.keyboard.press("Escape");
  await contact();
  await expect(said(page)).toContainText("which is not long ago");
  await expect(said(page)).toContainText("(Jane Doe)");
  await page.getByRole("button", { name: "Do not contact" }).click();
  await page.getByRole("dialog").getByLabel("Why").fill("Asked us to stop.");
  await page.getByRole("dialog").getByRole("button", { name: "Do not contact" }).click();
  await expect(page.getByText("Do not contact: Asked us to stop.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Contact", exact: true })).toHaveCount(0);
  await openAlive(page, "/outreach?outreach=blocked");
  await expect(rowOf(page, "Jane Doe")).toContainText("Asked us to stop.");
});

test("a user with several expired connections is one card, and an action applies to all of them", async ({
  page,
  relink,
}) => {
  for (const connection of ["conn_one", "conn_two"]) {
    await relink.tell("created", {
      connection,
      user: "user_1",
      account: { id: connection, name: connection },
      occurredAt: Date.now() - 9 * DAY,
    });
    await relink.tell("expired", { connection, user: "user_1", occurredAt: Date.now() - DAY });
  }
  await openAlive(page, "/outreach");
  await expect(page.locator("tr[data-id]")).toHaveCount(1);
  await expect(page.locator("tr[data-id]")).toContainText("1 more connection");
  await page.getByRole("button", { name: /^Snooze/ }).click();
  await page.getByRole("button", { name: "Until they open the link" }).click();
  await expect(said(page)).toContainText("Snoozed 2 cases.");
});

test("a mass expiry is held back until someone decides", async ({ page, relink }) => {
  await tellOfExpired(relink, ["Ann Lee", "Bea Fox"], 24 * 9);
  const at = Date.now() - HOUR;
  for (let index = 0; index < 25; index++) {
    await relink.tell("expired", {
      connection: `conn_mass_${index}`,
      user: `user_${index}`,
      occurredAt: at + index * 5_000,
    });
  }
  // Incidents are detected a moment later.
  await expect.poll(async () => (await relink.read("/outreach")).text()).toContain("25 expired within 2 min");
  await openAlive(page, "/outreach");
  await expect(page.getByText(/25 expired within 2 min, usually hardly any/)).toBeVisible();
  expect(await shown(page)).toEqual(["Ann Lee", "Bea Fox"]);
  await page.getByRole("link", { name: "Show them" }).click();
  await expect(page.locator("tr[data-id]")).toHaveCount(25);
  await expect(page.locator("summary", { hasText: "Contact the first" })).toHaveCount(0);
  await page.locator("summary", { hasText: "Contact them anyway" }).click();
  await page.getByRole("button", { name: "Yes, contact them" }).click();
  await expect(page.getByText(/25 expired within/)).toHaveCount(0);
  await openAlive(page, "/outreach");
  await expect(page.locator("tr[data-id]")).toHaveCount(27);
});

test("templates are created, tried, changed and deleted", async ({ page, relink }) => {
  await tellOfExpired(relink, ["Jane Doe"]);
  await openAlive(page, "/outreach/templates");
  const fresh = page.locator("section").filter({ has: page.getByRole("heading", { name: "New template" }) });
  await fresh.getByLabel("Name").fill("Gentle");
  await fresh.getByLabel("Subject").fill("For {Name}");
  await expect(fresh.getByText("{Name} isn't a placeholder")).toBeVisible();
  await fresh.getByLabel("Subject").fill("");
  await fresh.getByLabel("Text").fill("Dear {name}, {nmae}");
  await expect(fresh.getByText("{nmae} isn't a placeholder")).toBeVisible();
  await expect(fresh.getByText("Dear Jane Doe,")).toBeVisible();
  await fresh.getByRole("button", { name: "Make the template" }).click();
  await expect(page.getByRole("heading", { name: "Gentle" })).toBeVisible();
  await openAlive(page, "/outreach");
  await page.getByRole("button", { name: "Contact Jane Doe" }).click();
  await page.getByLabel("Message", { exact: true }).selectOption({ label: "Gentle" });
  await expect(page.getByText("Dear Jane Doe, {nmae}")).toBeVisible();
  await openAlive(page, "/outreach/templates");
  await page.getByRole("button", { name: "Delete Gentle" }).click();
  await expect(page.getByRole("heading", { name: "Gentle" })).toHaveCount(0);
  const deleted = page.getByRole("status").filter({ hasText: "Deleted the template “Gentle”." });
  await expectAccessible(page);
  await deleted.getByRole("button", { name: "Undo" }).click();
  const back = page.locator("section").filter({ has: page.getByRole("heading", { name: "Gentle" }) });
  await expect(back.getByLabel("Text")).toHaveValue("Dear {name}, {nmae}");
  await expect(deleted).toHaveCount(0);
});

test("a half-written template is restored, until it is discarded or its person signs out", async ({ page }) => {
  const path = "/outreach/templates";
  const fresh = page.locator("section").filter({ has: page.getByRole("heading", { name: "New template" }) });
  await openAlive(page, path);
  await fresh.getByLabel("Name").fill("Half");
  await fresh.getByLabel("Sent by").selectOption("phone");
  await fresh.getByLabel("Text").fill("Dear {name}, we");
  await page.getByRole("link", { name: "Connections" }).first().click();
  await expect(page).toHaveURL(/\/connections/);
  await page.goBack();
  await expect(fresh.getByText("Unsaved changes restored.")).toBeVisible();
  await expect(fresh.getByLabel("Text")).toHaveValue("Dear {name}, we");
  await expect(fresh.getByLabel("Sent by")).toHaveValue("phone");
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    return dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual(["beforeunload"]);
  await expect(fresh.getByLabel("Name")).toHaveValue("Half");
  await fresh.getByRole("button", { name: "Discard them" }).click();
  await expect(fresh.getByLabel("Text")).toHaveValue("");
  await fresh.getByLabel("Text").fill("About a creator");
  await page.getByRole("link", { name: /^Your account/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("About a creator");
});
