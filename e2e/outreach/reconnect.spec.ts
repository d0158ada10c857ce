import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { expectAccessible } from "@/e2e/accessible";
import { expect, openAlive, type Relink, test } from "@/e2e/relink";
import { breakTable } from "@/testing/break-store";
import { type FakeOfauth, OFAUTH_ENV, startFakeOfauth } from "@/testing/servers/fake-ofauth";

const DAY = 86_400_000;
const JANE = { id: "of_jane", name: "Jane Doe", username: "janedoe" };

/** Jane was connected, and has expired. */
async function tellOfJane(relink: Relink): Promise<void> {
  const said = { connection: "conn_jane", user: "user_1" };
  await relink.tell("created", {
    ...said,
    account: JANE,
    permissions: ["posts:read"],
    occurredAt: Date.now() - 9 * DAY,
  });
  await relink.tell("expired", { ...said, occurredAt: Date.now() - 3 * DAY });
}

/** The link, as an operator copies it from the connection's page. */
async function copyLink(page: Page): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/connections/conn_jane");
  await page.getByRole("button", { name: "Copy reconnect link" }).click();
  await expect(page.getByText(/^Copied|Link copied/).first()).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/r\/[0-9a-z]+-[\w-]{43}$/);
  return link;
}

/** A browser that has never been here. */
async function openAsUser(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  return (await browser.newContext({ ...options, storageState: { cookies: [], origins: [] } })).newPage();
}

/** What the connection's page says was done, newest first. */
const workOf = (page: Page) => page.getByRole("list", { name: "What was done" });

test.describe("with OFAuth's key", () => {
  let ofauth: FakeOfauth;
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this very pattern.
    env: async ({}, use) => {
      ofauth = await startFakeOfauth();
      await use({ ...OFAUTH_ENV, OFAUTH_API_URL: ofauth.origin, OFAUTH_CLIENT_APP_ID: "app_abc" });
      await ofauth.close();
    },
  });

  test("a user reconnects by the link; the webhook closes the case, and nothing else does", async ({
    page,
    relink,
    browser,
  }) => {
    await tellOfJane(relink);
    const link = await copyLink(page);
    const user = await openAsUser(browser);
    await user.goto(link);
    await expect(user.getByRole("heading", { name: "Reconnect your account" })).toBeVisible();
    await expect(user.getByText("@janedoe")).toBeVisible();
    expect(ofauth.asked).toHaveLength(0);
    await expectAccessible(user, "html", "all");
    await user.getByRole("button", { name: "Reconnect" }).focus();
    await user.keyboard.press("Enter");
    await expect(user.getByRole("heading", { name: "Sign in" })).toBeVisible();
    expect(ofauth.asked).toEqual([
      {
        apiKey: OFAUTH_ENV.OFAUTH_API_KEY,
        body: {
          connectionId: "conn_jane",
          clientReferenceId: "user_1",
          clientAppId: "app_abc",
          redirectUrl: `${relink.origin}/r/back`,
        },
      },
    ]);
    expect(ofauth.shown).toHaveLength(1);
    await user.getByRole("link", { name: "Finish", exact: true }).click();
    await expect(user.getByRole("heading", { name: "Thank you" })).toBeVisible();
    await expectAccessible(user, "html", "all");
    await page.reload();
    await expect(workOf(page)).toContainText("Finished");
    await expect(workOf(page)).toContainText("Opened the link");
    await expect(page.getByRole("region", { name: "Outreach" })).toContainText("To contact");
    await relink.tell("updated", { connection: "conn_jane", user: "user_1", account: JANE });
    await user.getByRole("link", { name: "Check again" }).click();
    await expect(user.getByRole("heading", { name: "You are connected" })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("region", { name: "Outreach" })).toContainText("Reconnected");
    await user.goto(link);
    await expect(user.getByText("There's nothing to do")).toBeVisible();
  });

  test("a user reconnects without scripts too", async ({ page, relink, browser }) => {
    await tellOfJane(relink);
    const link = await copyLink(page);
    const user = await openAsUser(browser, { javaScriptEnabled: false });
    await user.goto(link);
    await user.getByRole("button", { name: "Reconnect" }).click();
    await expect(user.getByRole("heading", { name: "Sign in" })).toBeVisible();
    expect([ofauth.asked.length, ofauth.shown]).toEqual([1, ["/cs_1"]]);
    await user.goBack();
    await expect(user.getByRole("button", { name: "Reconnect" })).toBeVisible();
    expect([ofauth.asked.length, ofauth.shown]).toEqual([1, ["/cs_1"]]);
  });

  test("each click requests one session and visits it once, also after going back and reloading", async ({
    page,
    relink,
    browser,
  }) => {
    await tellOfJane(relink);
    const link = await copyLink(page);
    const user = await openAsUser(browser);
    await user.goto(link);
    for (const sessions of [["/cs_1"], ["/cs_1", "/cs_2"]]) {
      await user.getByRole("button", { name: "Reconnect" }).dblclick();
      await expect(user.getByRole("heading", { name: "Sign in" })).toBeVisible();
      expect(ofauth.shown).toEqual(sessions);
      await user.goBack();
      await expect(user.getByRole("button", { name: "Reconnect" })).toBeEnabled();
      await user.reload();
      await expect(user.getByRole("button", { name: "Reconnect" })).toBeEnabled();
      expect(ofauth.shown).toEqual(sessions);
      expect(ofauth.asked).toHaveLength(sessions.length);
    }
  });

  test("a user can reconnect even while nothing can be written", async ({ page, relink, browser }) => {
    await tellOfJane(relink);
    const link = await copyLink(page);
    for (const table of ["link_steps", "attempts"]) breakTable(relink.dataDir, table);
    const user = await openAsUser(browser);
    await user.goto(link);
    await user.getByRole("button", { name: "Reconnect" }).click();
    await expect(user.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await user.getByRole("link", { name: "Finish", exact: true }).click();
    await expect(user.getByRole("heading", { name: "Thank you" })).toBeVisible();
    const lost = relink.output();
    for (const what of ["attempt", "step opened", "step started", "step finished"])
      expect(lost).toContain(`"lost":"${what}"`);
  });

  test("merely fetching the page starts no session, and doesn't count as opening it", async ({ page, relink }) => {
    await tellOfJane(relink);
    const link = await copyLink(page);
    for (const method of ["GET", "HEAD", "GET"]) expect((await fetch(link, { method })).status).toBe(200);
    expect(ofauth.asked).toHaveLength(0);
    await page.reload();
    await expect(workOf(page)).toContainText("Link handed out");
    await expect(workOf(page)).not.toContainText("Opened");
  });

  test("the queue shows where users gave up and why it failed", async ({ page, relink, browser }) => {
    await tellOfJane(relink);
    const link = await copyLink(page);
    const user = await openAsUser(browser);
    for (const [way, heading, seen] of [
      ["Give up at 2FA", "Not connected yet", "Gave up at 2FA"],
      ["Wrong password", "That did not work", "Failed: wrong password"],
    ] as const) {
      await user.goto(link);
      await user.getByRole("button", { name: "Reconnect" }).click();
      await user.getByRole("link", { name: way }).click();
      await expect(user.getByRole("heading", { name: heading })).toBeVisible();
      await page.goto("/outreach");
      await expect(page.getByRole("row").filter({ hasText: "Jane Doe" })).toContainText(seen);
    }
    await user.getByRole("link", { name: "Try again" }).click();
    await expect(user.getByRole("button", { name: "Reconnect" })).toBeVisible();
  });

  test("a user snoozed until they open the link is due when they do, and the queue says so", async ({
    page,
    relink,
    browser,
  }) => {
    await tellOfJane(relink);
    const link = await copyLink(page);
    await openAlive(page, "/outreach");
    await page.getByRole("button", { name: "Snooze Jane Doe" }).click();
    await page.getByRole("button", { name: "Until they open the link" }).click();
    await expect(page.locator("tr[data-id]")).toHaveCount(0);
    const user = await openAsUser(browser);
    await user.goto(link);
    await expect(user.getByRole("button", { name: "Reconnect" })).toBeVisible();
    await openAlive(page, "/outreach?outreach=due");
    await expect(page.locator("tr[data-id]")).toContainText("They opened the link");
  });

  test("users who gave up at 2FA are two clicks from the first screen", async ({ page, relink, browser }) => {
    await tellOfJane(relink);
    await relink.tell("expired", { connection: "conn_ann", user: "user_2", occurredAt: Date.now() - DAY });
    const link = await copyLink(page);
    const user = await openAsUser(browser);
    await user.goto(link);
    await user.getByRole("button", { name: "Reconnect" }).click();
    await user.getByRole("link", { name: "Give up at 2FA" }).click();
    await expect(user.getByRole("heading", { name: "Not connected yet" })).toBeVisible();
    await openAlive(page, "/");
    const rows = page.locator("tr[data-id]");
    await expect(rows).toHaveCount(2);
    // Viewing the page again is not a new event.
    await user.goto(link);
    await expect(user.getByRole("button", { name: "Reconnect" })).toBeVisible();
    await page.locator("summary", { hasText: "Link" }).click();
    await page.getByRole("checkbox", { name: /Gave up/ }).click();
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText("Gave up at 2FA");
  });

  test("a user who comes back as another account is marked prominently", async ({ page, relink, browser }) => {
    await tellOfJane(relink);
    const link = await copyLink(page);
    const user = await openAsUser(browser);
    await user.goto(link);
    await user.getByRole("button", { name: "Reconnect" }).click();
    await user.getByRole("link", { name: "Finish with another" }).click();
    await expect(user.getByRole("heading", { name: "Thank you" })).toBeVisible();
    await page.goto("/outreach?attention=another_account");
    await expect(page.getByRole("row").filter({ hasText: "Jane Doe" })).toContainText("Another account");
    await relink.tell("updated", { connection: "conn_jane", account: { id: "of_bob", name: "Bob", username: "bob" } });
    await page.goto("/outreach?outreach=any&attention=another_account");
    await expect(page.getByRole("row").filter({ hasText: "Bob" })).toContainText("Another account");
    await page.getByRole("button", { name: "Accept the account of Bob" }).click();
    await expect(page.getByText("Nothing matches").or(page.getByText("No connection matches"))).toBeVisible();
    await page.goto("/outreach/results?show=reconnected");
    await expect(page.getByRole("region", { name: "Cases" }).getByRole("row").filter({ hasText: "Bob" })).toBeVisible();
  });

  test("OFAuth down, slow, refusing or returning nonsense: the user is told, and nothing is lost", async ({
    page,
    relink,
    browser,
  }) => {
    test.setTimeout(900_000);
    await tellOfJane(relink);
    const link = await copyLink(page);
    const user = await openAsUser(browser);
    await user.goto(link);
    const start = user.getByRole("button", { name: "Reconnect" });
    ofauth.behave({ kind: "error", status: 503, type: "UNKNOWN_ERROR" });
    await start.click();
    await expect(user.getByRole("main").getByRole("alert")).toContainText("We're sorry: the sign-in isn't available");
    expect(ofauth.asked).toHaveLength(3);
    ofauth.behave({ kind: "error", status: 403, type: "FORBIDDEN" });
    await start.click();
    await expect(user.getByRole("main").getByRole("alert")).toContainText("We're sorry: reconnecting doesn't work");
    expect(ofauth.asked).toHaveLength(4);
    ofauth.behave({ kind: "nonsense" });
    await start.click();
    await expect.poll(() => ofauth.asked.length).toBe(7);
    await expect(user.getByRole("main").getByRole("alert")).toContainText("We're sorry: the sign-in isn't available");
    await page.reload();
    await expect(workOf(page)).toContainText("Failed: OFAuth had trouble of its own");
    await expect(workOf(page)).not.toContainText("Started");
    ofauth.behave({ kind: "silence" });
    await start.click();
    await expect.poll(() => ofauth.asked.length).toBeGreaterThan(7);
    await expect(user.getByRole("main").getByRole("alert")).toContainText("We're sorry: the sign-in isn't available", {
      timeout: 60_000,
    });
    ofauth.behave({ kind: "error", status: 429, type: "RATE_LIMIT_EXCEEDED", retryAfter: 1 }, { kind: "session" });
    await start.click();
    await expect(user.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.reload();
    await expect(workOf(page)).toContainText("Failed: our key lacks the scope LINK");
    expect(relink.output()).not.toContain(OFAUTH_ENV.OFAUTH_API_KEY);
  });

  test("a key that OFAuth refuses is reported to operators and in the settings, with advice, until it works again", async ({
    page,
    relink,
    browser,
  }) => {
    await tellOfJane(relink);
    await page.goto("/settings/outreach");
    await expect(page.getByText("hasn't been asked since Relink started")).toBeVisible();
    const link = await copyLink(page);
    ofauth.behave({ kind: "error", status: 401, type: "UNAUTHORIZED" });
    const user = await openAsUser(browser);
    await user.goto(link);
    await user.getByRole("button", { name: "Reconnect" }).click();
    const told = user.getByRole("main").getByRole("alert");
    await expect(told).toContainText("We're sorry");
    await expect(told).not.toContainText(/key|401|OFAuth/);
    await page.reload();
    await expect(workOf(page)).toContainText("Failed: OFAuth refused our key");
    await page.goto("/outreach");
    const banner = page.getByRole("region", { name: "Reconnect links don't work" });
    await expect(banner).toContainText("OFAuth refused our key. ");
    await expect(banner).toContainText("OFAUTH_API_KEY");
    await banner.getByRole("link", { name: "Check reconnect links" }).click();
    await expect(page.getByText("Links don't work. OFAuth refused our key.")).toBeVisible();
    await expectAccessible(page, "main", "all");
    ofauth.behave({ kind: "session" });
    await page.getByRole("button", { name: "Check reconnect links" }).click();
    await expect(page.getByText("Links work: OFAuth opened a session with our key.")).toBeVisible();
    expect(ofauth.asked.at(-1)?.body).toEqual({ redirectUrl: `${relink.origin}/r/back`, clientAppId: "app_abc" });
    expect(ofauth.shown).toEqual([]);
    await page.goto("/outreach");
    await expect(banner).toHaveCount(0);
  });

  test("a link that is started over and over asks its user to wait", async ({ page, relink, browser }) => {
    await tellOfJane(relink);
    const link = await copyLink(page);
    ofauth.behave({ kind: "error", status: 403, type: "FORBIDDEN" });
    const user = await openAsUser(browser);
    await user.goto(link);
    const start = user.getByRole("button", { name: "Reconnect" });
    for (let tries = 1; tries <= 20; tries++) {
      await start.click();
      await expect.poll(() => ofauth.asked.length).toBe(tries);
      await expect(start).toBeEnabled();
    }
    await start.click();
    await expect(user.getByRole("main").getByRole("alert")).toContainText("try again in 15 minutes");
    expect(ofauth.asked).toHaveLength(20);
  });

  test("a revoked, forged or truncated link leads nowhere; a disconnected connection gets a new one", async ({
    page,
    relink,
    browser,
  }) => {
    await tellOfJane(relink);
    const link = await copyLink(page);
    const user = await openAsUser(browser);
    for (const wrong of [
      link.slice(0, -1),
      `${link.slice(0, -1)}${link.endsWith("A") ? "B" : "A"}`,
      `${relink.origin}/r/1`,
    ]) {
      expect((await user.goto(wrong))?.status()).toBe(404);
      await expect(user.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
    }
    await relink.tell("disconnected", { connection: "conn_jane", occurredAt: Date.now() - DAY });
    await user.goto(link);
    await user.getByRole("button", { name: "Make a new connection" }).click();
    await expect(user.getByRole("heading", { name: "Sign in" })).toBeVisible();
    expect(ofauth.asked[0]?.body).not.toHaveProperty("connectionId");
    await page.goto("/connections/conn_jane");
    await page.getByRole("button", { name: "Revoke the reconnect link" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Revoke the link" }).click();
    await expect(page.getByText("Link revoked.")).toBeVisible();
    expect((await user.goto(link))?.status()).toBe(404);
  });
});

test("without a key the link says that it doesn't work yet, and operators see what to set", async ({
  page,
  relink,
  browser,
}) => {
  await tellOfJane(relink);
  const link = await copyLink(page);
  await expect(page.getByText(/OFAUTH_API_KEY/)).toBeVisible();
  const user = await openAsUser(browser);
  await user.goto(link);
  await expect(user.getByText("This does not work yet")).toBeVisible();
  await expect(user.getByRole("button")).toHaveCount(0);
});
