import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { Provider } from "oidc-provider";
import { expect, test } from "@/e2e/relink";
import { freePort } from "@/testing/servers/free-port";
import { type RunningServer, startServer } from "@/testing/servers/server";
import { ADMIN, ADMIN_ENV } from "@/testing/servers/sign-in";
import { TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";
import { setProvenAt } from "./proofs";

/**
 * A test provider in which everyone exists. Someone who signs in as "x" has the address x, confirmed unless the test says
 * otherwise; "replaced-x" is another account with the address x.
 */
async function startProvider(backTo: string): Promise<{ issuer: string; server: Server }> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "relink",
        client_secret: "a secret of the tests",
        redirect_uris: [backTo],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: id.replace(/^(?:unconfirmed|replaced)-/, ""),
        email_verified: !id.startsWith("unconfirmed-"),
        name: "From Single Sign-on",
      }),
    }),
    pkce: { required: () => true },
    cookies: { keys: ["a key of the tests"] },
  });
  const server = await new Promise<Server>((resolve) => {
    const listening = provider.listen(port, "127.0.0.1", () => resolve(listening));
  });
  return { issuer, server };
}

const deployment = test.extend<{ origin: string; dataDir: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this very pattern.
  dataDir: async ({}, use) => {
    const dataDir = mkdtempSync(path.join(tmpdir(), "relink-openid-"));
    await use(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  },
  origin: async ({ dataDir }, use) => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const provider = await startProvider(`${origin}/api/sign-in/openid`);
    const env = {
      RELINK_DATA_DIR: dataDir,
      OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT,
      RELINK_PUBLIC_URL: origin,
      RELINK_OIDC_ISSUER: provider.issuer,
      RELINK_OIDC_CLIENT_ID: "relink",
      RELINK_OIDC_CLIENT_SECRET: "a secret of the tests",
      RELINK_OIDC_NAME: "Test Sign-on",
      RELINK_OIDC_DOMAINS: "ours.test",
      ...ADMIN_ENV,
    };
    const server: RunningServer = await startServer(env, port);
    await use(origin);
    await server.stop("SIGKILL");
    provider.server.close();
  },
  storageState: undefined,
  baseURL: async ({ origin }, use) => use(origin),
});

/** Goes to the provider and signs in there. */
async function signInAs(page: Page, login: string, from = "/sign-in"): Promise<void> {
  await page.goto(from);
  await page.getByRole("button", { name: "Continue with Test Sign-on" }).click();
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill("anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

deployment(
  "single sign-on lets in people the team knows, and nobody else",
  async ({ page, browser, origin, dataDir }) => {
    await signInAs(page, ADMIN.email, "/sign-in?next=%2Fdeliveries");
    await expect(page).toHaveURL(`${origin}/deliveries`);
    await expect(page.getByRole("link", { name: /Your account: ana, Admin/ })).toBeVisible();

    const colleague = await browser.newPage();
    await signInAs(colleague, "bo@ours.test");
    await expect(colleague.getByRole("link", { name: /Your account: From Single Sign-on, Viewer/ })).toBeVisible();

    const stranger = await browser.newPage();
    await signInAs(stranger, "eve@elsewhere.test", "/sign-in?next=%2Fdeliveries");
    await expect(stranger).toHaveURL(/[?&]next=%2Fdeliveries/);
    await expect(stranger.getByRole("alert").filter({ hasText: "Ask an admin" })).toBeVisible();

    const pretender = await browser.newPage();
    await signInAs(pretender, `unconfirmed-${ADMIN.email}`);
    await expect(pretender.getByRole("alert").filter({ hasText: "hasn't confirmed" })).toBeVisible();
    await pretender.goto("/connections");
    await expect(pretender).toHaveURL(/\/sign-in/);

    const successor = await browser.newPage();
    await signInAs(successor, "replaced-bo@ours.test");
    await expect(successor.getByRole("alert").filter({ hasText: "another account at the provider" })).toBeVisible();

    await page.goto("/audit");
    await expect(page.getByRole("listitem").filter({ hasText: "linked to another account" })).toContainText(
      "bo@ours.test",
    );
    await page.goto("/settings/people");
    const bo = page.getByRole("listitem").filter({ hasText: "bo@ours.test" });
    await bo.getByLabel("More about From Single Sign-on").click();
    setProvenAt(dataDir, Date.now());
    await bo.getByRole("button", { name: "Unlink single sign-on" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Unlink it" }).click();
    await expect(bo.getByText("Unlinked.")).toBeVisible();
    await colleague.goto("/connections");
    await expect(colleague).toHaveURL(/\/sign-in/);
    // The provider knows this browser by now, and doesn't ask.
    await successor.goto("/sign-in");
    await successor.getByRole("button", { name: "Continue with Test Sign-on" }).click();
    await expect(successor.getByRole("link", { name: /Your account: From Single Sign-on, Viewer/ })).toBeVisible();

    await page.getByLabel("E-mail").fill("eve@elsewhere.test");
    await page.getByLabel("Role", { exact: true }).selectOption("operator");
    const inviting = page.locator("section", { has: page.getByRole("heading", { name: "Invite someone" }) });
    await inviting.getByRole("button", { name: "Invite" }).click();
    await expect(page.getByRole("status").locator("code")).toBeVisible();
    const invited = await browser.newPage();
    await signInAs(invited, "eve@elsewhere.test");
    await expect(invited.getByRole("link", { name: /Your account: From Single Sign-on, Operator/ })).toBeVisible();
  },
);

deployment(
  "people with single sign-on only confirm by signing in there again, as themselves",
  async ({ page, origin }) => {
    await signInAs(page, "bo@ours.test");
    // The provider knows the browser by now and lets it in without asking, which proves nothing.
    await page.goto("/account");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Continue with Test Sign-on" }).click();
    await expect(page).toHaveURL(`${origin}/connections`);
    const confirm = async (login: string) => {
      await page.goto("/account");
      await page.getByRole("button", { name: "Set up an authenticator app" }).click();
      await page.getByRole("button", { name: "Continue with Test Sign-on" }).click();
      await page.locator("input[name=login]").fill(login);
      await page.locator("input[name=password]").fill("anything");
      await page.getByRole("button", { name: "Sign-in" }).click();
    };
    await confirm("eve@ours.test");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "as somebody else" })).toBeVisible();
    await page.getByRole("link", { name: "Cancel" }).click();
    await confirm("bo@ours.test");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page).toHaveURL(`${origin}/account`);
    await page.getByRole("button", { name: "Set up an authenticator app" }).click();
    await expect(page.getByRole("img", { name: "QR code" })).toBeVisible();
  },
);

deployment("a response that this browser didn't request signs nobody in", async ({ page, origin }) => {
  const forged = await fetch(`${origin}/api/sign-in/openid?code=stolen&state=made-up`, { redirect: "manual" });
  expect([forged.status, forged.headers.get("location")]).toEqual([303, "/sign-in?problem=expired"]);
  await page.goto("/sign-in?problem=expired");
  await expect(page.getByRole("alert").filter({ hasText: "Start again here" })).toBeVisible();
});

deployment.describe("without scripts", () => {
  deployment.use({ javaScriptEnabled: false });

  deployment("the way there and back works too", async ({ page, origin }) => {
    await signInAs(page, ADMIN.email);
    await expect(page).toHaveURL(`${origin}/connections`);
  });
});
