import { expect, type Locator, type Page } from "@playwright/test";
import { test as base, type Relink } from "./deployment";

export { expect, type Relink };

/** For tests that need a browser. What HTTP shows is tested in `*.route.ts`, without one. */
export const test = base.extend<{ strays: undefined }>({
  // Windows left open would keep asking a server that is gone, and slow down whatever comes after.
  strays: [
    // Set up after the deployment, so closed before it.
    async ({ browser, relink: _deployment }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
  baseURL: async ({ relink }, use) => use(relink.origin),
  storageState: async ({ relink }, use) =>
    use({
      origins: [],
      cookies: relink.cookie
        .split("; ")
        .filter((pair) => pair !== "")
        .map((pair) => ({
          name: pair.slice(0, pair.indexOf("=")),
          value: pair.slice(pair.indexOf("=") + 1),
          domain: "127.0.0.1",
          path: "/",
          expires: -1,
          httpOnly: true,
          secure: false,
          sameSite: "Lax" as const,
        })),
    }),
});

/** The rows of the connections table. */
export function tableRows(page: Page): Locator {
  return page.getByRole("table", { name: "Connections" }).locator("tbody tr");
}

/** Returns the names of the connections in the table, in its order. */
export async function namesShown(page: Page): Promise<string[]> {
  return page.getByRole("table", { name: "Connections" }).locator("a[data-row-link]").allInnerTexts();
}

/** Opens a page and waits until its scripts run: the stream of changes is the last thing they open. */
export async function openAlive(page: Page, path: string): Promise<void> {
  await Promise.all([page.waitForRequest("**/api/live"), page.goto(path)]);
  await settled(page);
}

/** Waits until React is idle: only then does every component's shortcut work. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise<void>((rest) => requestIdleCallback(() => requestIdleCallback(() => rest()))));
}
