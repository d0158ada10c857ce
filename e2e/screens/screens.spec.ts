import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expectAccessible, setColorScheme } from "@/e2e/accessible";
import { expect, openAlive, type Relink, test } from "@/e2e/relink";

const [NARROWEST, MIDDLE, WIDEST] = [390, 768, 1440];
/** Screens per test, so that no test takes long. */
const SCREENS_PER_TEST = 5;
const DAY = 86_400_000;
const SCREENS: readonly (readonly [string, string])[] = [
  ["connections", "/connections"],
  ["no match", "/connections?q=nobody"],
  [
    "connections in all columns",
    "/connections?columns=status,account,user,permissions,last_event,connection,expiries,created,environment&density=compact",
  ],
  ["side panel", "/connections?open=conn_long"],
  ["queue", "/outreach"],
  ["queue of everything", "/outreach?outreach=any&density=compact"],
  ["a case beside the queue", "/outreach?outreach=any&open=conn_gone"],
  ["nobody to contact", "/outreach?outreach=waiting"],
  ["results", "/outreach/results?show=in_flight"],
  ["results of what has closed", "/outreach/results?show=closed&period=all"],
  ["templates", "/outreach/templates"],
  ["a reconnect link that is gone", "/r/gone"],
  ["back from OFAuth", "/r/back?status=cancelled&step=2fa"],
  ["outreach settings", "/settings/outreach"],
  ["connection", "/connections/conn_long"],
  ["user", "/users/user_1"],
  ["events", "/events"],
  ["no such event", "/events?value=nothing&environment=sandbox"],
  ["deliveries", "/deliveries"],
  ["deliveries of a month", "/deliveries?span=30d&outcome=refused"],
  ["doctor", "/doctor"],
  ["quarantine", "/quarantine"],
  ["replay", "/replay"],
  ["a timeline that is narrowed", "/connections/conn_long?type=expired&occurred=30d"],
  ["settings", "/settings"],
  ["people", "/settings/people"],
  ["tokens", "/settings/tokens"],
  ["privacy", "/settings/privacy"],
  ["backup", "/settings/backup"],
  ["storage", "/settings/storage"],
  ["account", "/account"],
  ["audit log", "/audit"],
  ["no such deed", "/audit?q=nobody+of+that+name"],
  ["erase", "/erase?reference=user_1"],
  ["a link that is gone", "/join/gone"],
  ["not found", "/connections/conn_nobody"],
  ["no such page", "/nowhere"],
];

const LONG_NAME = "Maximiliana Alexandrovna-Hohenzollern-Sigmaringen ".repeat(4).trim();

async function tellAWorld(relink: Relink): Promise<void> {
  const now = Date.now();
  const account = { id: "1", name: LONG_NAME, username: "u".repeat(80) };
  const permissions = [
    "posts:read",
    "messages:read",
    "an:unheard-of-permission-with-a-name-that-does-not-end".repeat(2),
  ];
  await relink.tell("created", {
    connection: "conn_long",
    user: "r".repeat(120),
    occurredAt: now - 9 * DAY,
    account,
    permissions,
  });
  await relink.tell("expired", { connection: "conn_long", user: null, occurredAt: now - 5 * DAY });
  await relink.tell("updated", {
    connection: "conn_long",
    user: null,
    occurredAt: now - 4 * DAY,
    permissions: ["posts:read"],
  });
  await relink.tell("disconnected", { connection: "conn_gone", user: "user_1", occurredAt: now - DAY });
  await relink.tell("updated", { connection: "conn_gone", user: "user_1", occurredAt: now });
  await relink.tell("created", {
    connection: "conn_arabic",
    user: "user_1",
    account: { name: "سارة محمود", username: "sara" },
  });
  await relink.tell("updated", {
    connection: "conn_2fa",
    user: null,
    status: "awaiting_2fa",
    account: { name: "💎✨" },
  });
  await relink.tell("updated", {
    connection: "conn_odd",
    status: "a_status_word_that_is_much_longer_than_any_other_one",
  });
  await fetch(`${relink.origin}/api/webhooks/ofauth`, { method: "POST", body: "{}" });
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
}

function groupsOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

for (const [first, ...rest] of groupsOf(SCREENS, SCREENS_PER_TEST)) {
  if (!first) continue;
  test(`${first[0]} and ${rest.length} further screens are accessible, fit, are quiet and ask nobody else`, async ({
    page,
    relink,
  }) => {
    await tellAWorld(relink);
    const noise = noiseOf(page, relink.origin);
    for (const [name, path] of [first, ...rest]) {
      await test.step(name, async () => {
        await openWide(page, path);
        await expectEveryLook(page);
      });
    }
    expect(noise).toEqual([]);
  });
}

test("the empty screen is accessible, and fits its window", async ({ page }) => {
  await openWide(page, "/connections");
  await expectEveryLook(page);
});

/**
 * Expects the current page to be accessible and to fit, from wide to narrow, in light and in dark. Width and colours only affect
 * style sheets, so the page isn't reloaded; narrow windows are checked for width-dependent rules, dark mode for colour-dependent
 * ones.
 */
async function expectEveryLook(page: Page): Promise<void> {
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await setColorScheme(page, "dark");
  await expectAccessible(page, "html", "colors");
  await setColorScheme(page, "light");
  await resize(page, MIDDLE);
  await resize(page, NARROWEST);
  await expectAccessible(page, "html", "layout");
}

async function openWide(page: Page, path: string): Promise<void> {
  await page.setViewportSize({ width: WIDEST, height: 900 });
  await page.goto(path);
  await expect(page.getByRole("heading").first()).toBeVisible();
}

async function resize(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await expectNoSidewaysScroll(page);
}

/** Records a page's errors and requests to other origins. */
function noiseOf(page: Page, origin: string): string[] {
  const noise: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("404")) noise.push(message.text());
  });
  page.on("pageerror", (error) => noise.push(String(error)));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== "data:") noise.push(request.url());
  });
  return noise;
}

test.describe("to people who are not signed in", () => {
  test.use({ isSignedIn: false });

  test("the sign-in and the set-up are accessible, fit and are quiet", async ({ page, relink }) => {
    const setUp = new URL(/Set up +(\S+)/.exec(relink.output())?.[1] ?? "").pathname;
    const noise = noiseOf(page, relink.origin);
    for (const path of ["/sign-in", setUp]) {
      await openWide(page, path);
      await expectEveryLook(page);
    }
    await page.getByRole("textbox", { name: "Name" }).fill("Ana");
    await page.getByLabel("E-mail").fill("ana@relink.test");
    await page.getByLabel("Password").fill("password1234");
    await page.getByRole("button", { name: "Set up" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "easy to guess" })).toBeVisible();
    await expectAccessible(page);
    expect(noise).toEqual([]);
  });
});

test("opened filters and an opened body are accessible too", async ({ page, relink }) => {
  await tellAWorld(relink);
  await page.goto("/connections");
  for (const name of ["Status", "Permissions", "Attention", "Outreach", "Dates", "User", "Environment", "Display"]) {
    await page.locator("summary", { hasText: name }).click();
    // Targets partly covered by a menu would count as too small.
    await expectAccessible(page, "details[open]");
  }
  await page.keyboard.press("Escape");
  await page.getByRole("checkbox", { name: "Select all rows on this page" }).check();
  await page
    .getByRole("button", { name: /^Permissions of/ })
    .first()
    .click();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page
    .getByRole("button", { name: /^Actions for/ })
    .first()
    .click();
  await expectAccessible(page);
  await page.goto("/connections/conn_gone");
  await page.getByText("Exact body").first().click();
  await expectAccessible(page);
});

test("the first page's scripts are at most 190 KB over the network", async ({ page, relink }) => {
  await tellAWorld(relink);
  const scripts: Promise<number>[] = [];
  page.on("response", (response) => {
    const isScript = response.request().resourceType() === "script";
    if (isScript) scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  // All scripts have run once the stream of changes is requested.
  await openAlive(page, "/connections");
  const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(50_000);
  expect(Math.round(bytes / 1024)).toBeLessThanOrEqual(190);
});

test("the selected colour scheme stays, whatever the system prefers", async ({ page, relink }) => {
  await tellAWorld(relink);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/connections");
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Dark colours" }).click();
  await expect.poll(background).not.toBe(light);
  await page.reload();
  expect(await background()).not.toBe(light);
  await page.getByRole("button", { name: "Colours as the system has them" }).click();
  await expect.poll(background).toBe(light);
});
