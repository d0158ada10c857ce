import type { Page } from "@playwright/test";
import { listen } from "@/e2e/heard";
import { expect, namesShown, openAlive, type Relink, test } from "@/e2e/relink";
import { breakTable, repairTable } from "@/testing/break-store";

const search = (page: Page) => page.getByRole("searchbox", { name: "Search connections" });

async function tellThree(relink: Relink): Promise<void> {
  const hour = 3_600_000;
  const now = Date.now();
  await relink.tell("created", {
    connection: "conn_jane",
    user: "user_1",
    occurredAt: now - 3 * hour,
    account: { id: "11", name: "Jane Doe", username: "janedoe" },
  });
  await relink.tell("created", {
    connection: "conn_zoe",
    user: "user_2",
    occurredAt: now - 2 * hour,
    account: { id: "22", name: "Zoë Quinn", username: "zoe_q" },
  });
  await relink.tell("expired", { connection: "conn_zoe", user: "user_2", occurredAt: now - hour });
  await relink.tell("created", {
    connection: "conn_li",
    user: null,
    occurredAt: now - hour,
    account: { id: "33", name: "李小龙", username: "xiaolong" },
  });
}

async function tellMany(relink: Relink, count: number): Promise<void> {
  const told = Array.from({ length: count }, (_, index) =>
    relink.tell("created", {
      connection: `conn_${index}`,
      user: `user_${index}`,
      occurredAt: Date.now() - index * 60_000,
      account: { id: `${index}`, name: `Creator ${String(index).padStart(3, "0")}` },
    }),
  );
  await Promise.all(told);
}

test.describe("finding", () => {
  test("searches as you type, by any part of name, username, user, connection and account", async ({
    page,
    relink,
  }) => {
    await tellThree(relink);
    await openAlive(page, "/connections");
    for (const [typed, name] of [
      ["ne do", "Jane Doe"],
      ["ZOË", "Zoë Quinn"],
      ["zoe_q", "Zoë Quinn"],
      ["@zoe_q", "Zoë Quinn"],
      ["小龙", "李小龙"],
      ["ser_1", "Jane Doe"],
      ["conn_li", "李小龙"],
      ["33", "李小龙"],
    ] as const) {
      await search(page).fill(typed);
      await expect.poll(() => namesShown(page)).toEqual([name]);
    }
  });

  test("includes what was typed before the scripts loaded", async ({ page, relink }) => {
    await tellThree(relink);
    let arrive = () => {};
    const held = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await page.route("**/*.js", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto("/connections", { waitUntil: "commit" });
    await search(page).pressSequentially("jane");
    arrive();
    await expect.poll(() => namesShown(page)).toEqual(["Jane Doe"]);
    await expect(search(page)).toHaveValue("jane");
  });

  test("keeps the whole view in the URL, which can be shared", async ({ page, relink, browser }) => {
    await tellThree(relink);
    await openAlive(page, "/connections");
    await search(page).fill("conn");
    await expect(page).toHaveURL(/q=conn/);
    await page
      .getByRole("navigation", { name: "Status" })
      .getByRole("link", { name: /^Active/ })
      .click();
    await expect(page).toHaveURL(/status=active/);
    await page.getByRole("link", { name: "Account", exact: true }).click();
    await expect(page).toHaveURL(/sort=name/);
    await expect.poll(() => namesShown(page)).toEqual(["Jane Doe", "李小龙"]);
    const elsewhere = await browser.newPage();
    await elsewhere.goto(page.url());
    await expect(search(elsewhere)).toHaveValue("conn");
    await expect.poll(() => namesShown(elsewhere)).toEqual(["Jane Doe", "李小龙"]);
  });

  test("the back button undoes one step, including the search box", async ({ page, relink }) => {
    await tellThree(relink);
    await openAlive(page, "/connections");
    await search(page).pressSequentially("jane", { delay: 60 });
    await expect.poll(() => namesShown(page)).toEqual(["Jane Doe"]);
    await page.goBack();
    await expect(search(page)).toHaveValue("");
    await expect.poll(() => namesShown(page)).toHaveLength(3);
    await page.goForward();
    await expect(search(page)).toHaveValue("jane");
    await expect.poll(() => namesShown(page)).toEqual(["Jane Doe"]);
  });

  test("goes back to before the search even when responses are slower than typing", async ({ page, relink }) => {
    await tellThree(relink);
    await openAlive(page, "/connections");
    await page.route(/\/connections\?.*q=/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    });
    await search(page).pressSequentially("jane", { delay: 400 });
    await expect.poll(() => namesShown(page)).toEqual(["Jane Doe"]);
    await page.goBack();
    await expect(search(page)).toHaveValue("");
    await expect.poll(() => namesShown(page)).toHaveLength(3);
  });

  test("the search box matches the URL, however typing, tabs and the back button overlap", async ({ page, relink }) => {
    await tellThree(relink);
    await page.route(/_rsc=/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    for (const pause of [0, 60, 200, 350]) {
      await openAlive(page, "/connections?q=conn");
      await search(page).pressSequentially("_j");
      await page.waitForTimeout(pause);
      await page
        .getByRole("navigation", { name: "Status" })
        .getByRole("link", { name: /^Active/ })
        .click();
      await expect(page).toHaveURL(/status=active/);
      await expect
        .poll(async () => new URL(page.url()).searchParams.get("q") ?? "")
        .toBe(await search(page).inputValue());
      await page.goBack();
      await expect
        .poll(async () => (new URL(page.url()).searchParams.get("q") ?? "") === (await search(page).inputValue()))
        .toBe(true);
    }
  });

  test("counts each status, and the counts follow the search", async ({ page, relink }) => {
    await tellThree(relink);
    await openAlive(page, "/connections");
    const tabs = page.getByRole("navigation", { name: "Status" });
    await expect(tabs.getByRole("link")).toHaveText(["All3", "Active2", "Expired1", "Disconnected0"]);
    await search(page).fill("zoe");
    await expect(tabs.getByRole("link")).toHaveText(["All1", "Active0", "Expired1", "Disconnected0"]);
  });

  test("shows several statuses at once, including an unknown one", async ({ page, relink }) => {
    await tellThree(relink);
    await relink.tell("updated", { connection: "conn_odd", status: "paused_by_owner" });
    await openAlive(page, "/connections");
    await page.locator("summary", { hasText: "Status" }).click();
    await page.getByRole("checkbox", { name: /^Expired/ }).check();
    await page.getByRole("checkbox", { name: /^paused_by_owner/ }).check();
    await expect(page).toHaveURL(/status=expired&status=paused_by_owner/);
    await expect.poll(() => namesShown(page)).toEqual(["conn_odd", "Zoë Quinn"]);
  });

  test("sorts by a heading, and reverses on the second click", async ({ page, relink }) => {
    await tellThree(relink);
    await openAlive(page, "/connections");
    await page.getByRole("link", { name: "User", exact: true }).click();
    await expect.poll(() => namesShown(page)).toEqual(["Jane Doe", "Zoë Quinn", "李小龙"]);
    await expect(page.getByRole("columnheader", { name: "User" })).toHaveAttribute("aria-sort", "ascending");
    await page.getByRole("link", { name: "User", exact: true }).click();
    await expect.poll(() => namesShown(page)).toEqual(["李小龙", "Zoë Quinn", "Jane Doe"]);
  });

  test("pages forward and back, and shows the position", async ({ page, relink }) => {
    await tellMany(relink, 60);
    await openAlive(page, "/connections?size=25");
    const pages = page.getByRole("navigation", { name: "Pages" });
    await expect(pages).toContainText("1–25 of 60");
    await pages.getByRole("link", { name: "Next" }).click();
    await expect(pages).toContainText("26–50 of 60");
    await pages.getByRole("link", { name: "Next" }).click();
    await expect(pages).toContainText("51–60 of 60");
    await expect.poll(async () => (await namesShown(page))[0]).toBe("Creator 050");
    await pages.getByRole("link", { name: "Previous" }).click();
    await expect(pages).toContainText("26–50 of 60");
    await expect.poll(async () => (await namesShown(page))[0]).toBe("Creator 025");
  });
});

test.describe("four bodies", () => {
  test("nothing yet: shows the way to the first event, and turns into the table on its own", async ({
    page,
    relink,
  }) => {
    await openAlive(page, "/connections");
    await expect(page.getByRole("heading", { name: "Waiting for the first webhook" })).toBeVisible();
    await expect(page.getByText(`${relink.origin}/api/webhooks/ofauth`)).toBeVisible();
    await expect(page.getByText("A secret is set, with fingerprint")).toBeVisible();
    await expect(page.getByText("npm run send -- connection.created")).toBeVisible();
    await relink.tell("created", { account: { name: "Jane Doe" } });
    await expect(page.getByRole("link", { name: "Jane Doe" })).toBeVisible();
  });

  test("no match: says what was searched for, and clears it", async ({ page, relink }) => {
    await tellThree(relink);
    await openAlive(page, "/connections?q=nobody&status=expired");
    await expect(page.getByRole("heading", { name: "No connection matches" })).toBeVisible();
    await expect(page.getByText("nobody")).toBeVisible();
    await page.getByRole("link", { name: "Clear search and filters" }).click();
    await expect(page).toHaveURL(/\/connections$/);
    await expect.poll(() => namesShown(page)).toHaveLength(3);
  });

  test("loading: shows a skeleton table while the rows load", async ({ page, relink }) => {
    await tellThree(relink);
    await openAlive(page, "/connections");
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(/_rsc=/, async (route) => {
      await held;
      await route.continue();
    });
    await page
      .getByRole("navigation", { name: "Status" })
      .getByRole("link", { name: /^Expired/ })
      .click();
    await expect(page.getByTestId("loading")).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "Loading connections" })).toBeAttached();
    release();
    await expect(page.getByTestId("loading")).toHaveCount(0);
    await expect.poll(() => namesShown(page)).toEqual(["Zoë Quinn"]);
  });

  test("error: says so with status 500, keeps the frame, and recovers on retry", async ({ page, relink }) => {
    await tellThree(relink);
    breakTable(relink.dataDir, "connections");
    const response = await page.goto("/connections");
    expect(response?.status()).toBe(500);
    await expect(page.getByRole("heading", { name: "This could not be loaded" })).toBeVisible();
    expect(await page.content()).not.toMatch(/SQLITE|select|no such table/i);
    repairTable(relink.dataDir, "connections");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => namesShown(page)).toHaveLength(3);
  });
});

test.describe("keyboard", () => {
  test("/ focuses the search, Escape clears it, Tab and Enter open a row", async ({ page, relink }) => {
    await tellThree(relink);
    await openAlive(page, "/connections");
    await page.keyboard.press("/");
    await expect(search(page)).toBeFocused();
    await page.keyboard.type("jane");
    await expect.poll(() => namesShown(page)).toEqual(["Jane Doe"]);
    await page.keyboard.press("Escape");
    await expect(search(page)).toHaveValue("");
    await expect.poll(() => namesShown(page)).toHaveLength(3);
    await page.getByRole("link", { name: "Jane Doe" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Jane Doe" })).toBeVisible();
  });

  test("the first Tab offers to skip the navigation", async ({ page, relink }) => {
    await tellThree(relink);
    await openAlive(page, "/connections");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  });
});

test("updates are announced, and rows move only on request", async ({ page, relink }) => {
  await tellThree(relink);
  await openAlive(page, "/connections");
  await relink.tell("created", { connection: "conn_new", account: { name: "New Comer" } });
  await expect(page.getByRole("button", { name: "New events: show them" })).toBeVisible();
  expect(await namesShown(page)).not.toContain("New Comer");
  await page.getByRole("button", { name: "New events: show them" }).click();
  await expect.poll(() => namesShown(page)).toContain("New Comer");
});

test("the permissions of a row are one key away, and Escape returns the focus", async ({ page, relink }) => {
  await relink.tell("created", {
    permissions: ["posts:read", "vault:read"],
    account: { name: "Jane Doe" },
    occurredAt: Date.now() - 1_000,
  });
  await relink.tell("updated", { permissions: ["posts:read"] });
  await openAlive(page, "/connections");
  const trigger = page.getByRole("button", { name: /^Permissions of Jane Doe 1 granted lost / });
  await trigger.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Permissions of Jane Doe" });
  await expect(dialog).toContainText("posts:read");
  await expect(dialog).toContainText("lost vault:read");
  await page.keyboard.press("Escape");
  await expect(trigger).toBeFocused();
});

test("the exact time is shown in UTC and in the reader's own time zone", async ({ browser, relink }) => {
  await relink.tell("created", { occurredAt: Date.UTC(2024, 0, 15, 12, 0, 5) });
  const context = await browser.newContext({ timezoneId: "Asia/Tokyo", locale: "de-DE" });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await openAlive(page, `${relink.origin}/connections`);
  await page.locator("tbody time:visible").hover();
  await expect(page.getByRole("tooltip")).toContainText("2024-01-15 12:00:05 UTC");
  await expect(page.getByRole("tooltip")).toContainText("21:00:05");
  expect(problems).toEqual([]);
});

test("events that arrived before the stream opened still count as new", async ({ page, relink }) => {
  await tellThree(relink);
  let open = () => {};
  const held = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.route("**/api/live", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/connections");
  await relink.tell("created", { connection: "conn_new" });
  open();
  await expect(page.getByRole("button", { name: "New events: show them" })).toBeVisible();
});

test("a user reference is copied with one click", async ({ page, relink, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await tellThree(relink);
  await openAlive(page, "/connections");
  const heard = await listen(page);
  await page.getByRole("button", { name: "Copy user user_1" }).click();
  await heard("Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("user_1");
});

test("names of any kind are text, never markup", async ({ page, relink }) => {
  const name = `<img src=x onerror="document.title='owned'">`;
  await relink.tell("created", { connection: "conn_<b>", user: "a/b?c#d e%20", account: { name } });
  await openAlive(page, "/connections");
  await expect(page.getByRole("link", { name })).toBeVisible();
  await page.getByRole("link", { name: "a/b?c#d e%20" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "a/b?c#d e%20" })).toBeVisible();
  expect(await page.title()).not.toContain("owned");
});
