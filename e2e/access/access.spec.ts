import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { expectAccessible } from "@/e2e/accessible";
import { run } from "@/e2e/programs";
import { expect, openAlive, type Relink, settled, test } from "@/e2e/relink";
import { ADMIN } from "@/testing/servers/sign-in";
import { signInAs } from "@/testing/servers/team";
import { removePasswords, setProvenAt } from "./proofs";

const ANA = { name: "Ana Rivera", email: "ana@relink.test", password: "brass otter paints nine kettles" };

/** The set-up link that the server printed at its start. */
function setUpPath(relink: Relink): string {
  return new URL(/Set up +(\S+)/.exec(relink.output())?.[1] ?? "").pathname;
}

async function setUp(page: Page, relink: Relink): Promise<void> {
  await page.goto(setUpPath(relink));
  await page.getByLabel("Name").fill(ANA.name);
  await page.getByLabel("E-mail").fill(ANA.email);
  await page.getByLabel("Password").fill(ANA.password);
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page).toHaveURL(/\/connections$/);
}

async function signIn(page: Page, { email, password }: { email: string; password: string } = ANA): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test.describe("the first run", () => {
  test.use({ isSignedIn: false });

  test("the console prints a link, and the first to open it becomes the admin, once", async ({
    page,
    relink,
    browser,
  }) => {
    await page.goto("/connections");
    await expect(page.getByRole("heading", { name: "Almost there" })).toBeVisible();
    const path = setUpPath(relink);
    await setUp(page, relink);
    await expect(page.getByRole("link", { name: `Your account: ${ANA.name}, Admin` })).toBeVisible();
    const elsewhere = await browser.newPage();
    await elsewhere.goto(path);
    await expect(elsewhere.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
    await relink.whileClosed(() => {});
    expect(relink.output()).not.toContain("Set up");
    expect(relink.isStored(ANA.password)).toBe(false);
    expect(relink.isStored(path.slice("/join/".length))).toBe(false);
  });

  test("opening the link doesn't use it up, and a weak password is refused with advice", async ({ page, relink }) => {
    const path = setUpPath(relink);
    for (let look = 0; look < 3; look++) await fetch(`${relink.origin}${path}`);
    await page.goto(path);
    await page.getByLabel("Name").fill(ANA.name);
    await page.getByLabel("E-mail").fill(ANA.email);
    await page.getByLabel("Password").fill("password1234");
    await page.getByRole("button", { name: "Set up" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "easy to guess" })).toBeVisible();
    await expect(page.getByLabel("Name")).toHaveValue(ANA.name);
  });
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false, isSignedIn: false });

  test("the first admin is set up, signs out and in again, and returns to the page they wanted", async ({
    page,
    relink,
  }) => {
    await setUp(page, relink);
    await page.goto("/account");
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in$/);
    await page.goto("/deliveries?outcome=refused");
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await page.getByLabel("E-mail").fill(ANA.email.toUpperCase());
    await page.getByLabel("Password").fill(ANA.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(/\/deliveries\?outcome=refused$/);
  });
});

test("a second step: turned on with an app, asked for, each code good once, and recovered with a recovery code", async ({
  page,
  relink,
}) => {
  await page.goto("/account");
  const section = page.locator("section", { has: page.getByRole("heading", { name: "Second step" }) });
  await section.getByRole("button", { name: "Set up an authenticator app" }).click();
  await expect(section.getByRole("img", { name: "QR code" })).toBeVisible();
  const secret = (await section.locator("code").innerText()).replaceAll(" ", "");
  const codeAt = (timestamp: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
  await section.getByLabel("Code", { exact: true }).fill("000000");
  await section.getByRole("button", { name: "Turn it on" }).click();
  await expect(section.getByRole("alert")).toContainText("isn't right");
  const first = codeAt(Date.now());
  await section.getByLabel("Code", { exact: true }).fill(first);
  await section.getByRole("button", { name: "Turn it on" }).click();
  await expect(section.getByText("The second step is on.")).toBeVisible();
  const recovery = await section.getByRole("listitem").first().innerText();
  expect(relink.isStored(secret)).toBe(false);
  expect(relink.isStored(recovery)).toBe(false);

  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, ADMIN);
  await expect(page).toHaveURL(/\/sign-in\/code$/);
  await page.goto("/connections");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/sign-in/code");
  await page.getByLabel("Code").fill(first);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "was used already" })).toBeVisible();
  await page.getByLabel("Code").fill(codeAt(Date.now() + 30_000));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL(/\/connections$/);

  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, ADMIN);
  await page.getByLabel("Code").fill(recovery.toUpperCase());
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL(/\/connections$/);
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, ADMIN);
  await page.getByLabel("Code").fill(recovery);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "not right" })).toBeVisible();
});

test.describe("with a passkey", () => {
  test.use({ isSignedIn: false });

  test("a passkey signs in without a password, and no longer works once it is removed", async ({ page, relink }) => {
    const origin = relink.origin.replace("127.0.0.1", "localhost");
    const client = await page.context().newCDPSession(page);
    await client.send("WebAuthn.enable");
    await client.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.goto(`${origin}${setUpPath(relink)}`);
    await page.getByLabel("Name").fill(ANA.name);
    await page.getByLabel("E-mail").fill(ANA.email);
    await page.getByLabel("Password").fill(ANA.password);
    await page.getByRole("button", { name: "Set up" }).click();
    await expect(page).toHaveURL(/\/connections$/);
    await page.goto(`${origin}/account`);
    const section = page.locator("section", { has: page.getByRole("heading", { name: "Passkeys" }) });
    await section.getByLabel("Name of the new passkey").fill("Test laptop");
    await section.getByRole("button", { name: "Add a passkey" }).click();
    await expect(section.getByText("Test laptop")).toBeVisible();

    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in$/);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await expect(page).toHaveURL(/\/connections$/);
    setProvenAt(relink.dataDir, 0);
    await page.goto(`${origin}/settings/tokens`);
    await page.getByRole("textbox", { name: "Name" }).fill("Made by a passkey");
    await page.getByRole("button", { name: "Make a token" }).click();
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Made by a passkey" })).toBeVisible();
    await page.goto(`${origin}/account`);
    await expect(page.getByText("passkey · used")).toBeVisible();
    setProvenAt(relink.dataDir, 0);
    removePasswords(relink.dataDir);
    await page.reload();
    await page.getByLabel("New password").fill(ANA.password);
    await page.getByRole("button", { name: "Set a password" }).click();
    await expect(page.getByText("Confirm, then enter the new password again.")).toBeVisible();
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await expect(
      page.getByRole("status").filter({ hasText: "Confirmed: enter the new password again." }),
    ).toBeVisible();
    await page.getByLabel("New password").fill(ANA.password);
    await page.getByRole("button", { name: "Set a password" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Changed." })).toBeVisible();
    await section.getByRole("button", { name: "Remove the passkey Test laptop" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove the passkey" }).click();
    await expect(section.getByText("Test laptop")).toBeHidden();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "not known here" })).toBeVisible();
  });
});

test("by keyboard, an old session confirms its person's identity and continues with what was typed", async ({
  page,
  relink,
}) => {
  setProvenAt(relink.dataDir, 0);
  await openAlive(page, "/settings/tokens");
  await page.getByRole("textbox", { name: "Name" }).fill("Nightly report");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("region", { name: "Confirm it's you" });
  await expect(panel.getByLabel("Your password")).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type("anyone who finds an open laptop");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("alert")).toContainText("not your current password");
  await panel.getByLabel("Your password").fill(ADMIN.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Nightly report" })).toBeVisible();
  await page.goto("/confirm?next=/settings/tokens");
  await expectAccessible(page);
});

test("a role change awaiting confirmation is shown on its person, and can be cancelled", async ({ page, relink }) => {
  await signInAs(relink.dataDir, "viewer");
  setProvenAt(relink.dataDir, 0);
  await openAlive(page, "/settings/people");
  const row = page.getByRole("listitem").filter({ hasText: "viewer@relink.test" });
  await row.getByLabel("Role of The viewer", { exact: true }).selectOption("admin");
  await row.getByRole("button", { name: "Change the role of The viewer" }).click();
  const panel = row.getByRole("region", { name: "Confirm it's you" });
  await expect(panel).toContainText("Confirm to change the role of The viewer.");
  await expect(row.getByLabel("More about The viewer")).toHaveCount(0);
  await row.getByRole("link", { name: "Cancel" }).click();
  await expect(panel).toHaveCount(0);
  await expect(row.getByLabel("Role of The viewer", { exact: true })).toHaveValue("viewer");
  await settled(page);
  await row.getByLabel("More about The viewer").click();
  await row.getByRole("button", { name: "Make a link to get back in" }).click();
  await row.getByLabel("Your password").fill(ADMIN.password);
  await row.getByRole("button", { name: "Confirm and continue" }).click();
  await expect(row.getByRole("status").locator("code")).toBeVisible();
});

test("people are invited, change roles, lose their sessions, get back in and are removed", async ({
  page,
  browser,
}) => {
  await page.goto("/settings/people");
  await page.getByLabel("E-mail").fill("bo@relink.test");
  await page.getByLabel("Role", { exact: true }).selectOption("operator");
  const inviting = page.locator("section", { has: page.getByRole("heading", { name: "Invite someone" }) });
  await inviting.getByRole("button", { name: "Invite" }).click();
  const link = await page.getByRole("status").locator("code").innerText();
  const bo = await browser.newPage();
  await bo.goto(link);
  await expect(bo.getByText("invited you as operator")).toBeVisible();
  await expect(bo.getByLabel("E-mail")).toHaveValue("bo@relink.test");
  await bo.getByLabel("Name").fill("Bo");
  await bo.getByLabel("Password").fill("seven lamps under the green harbour");
  await bo.getByRole("button", { name: "Join" }).click();
  await expect(bo).toHaveURL(/\/connections$/);
  await expect(bo.getByRole("link", { name: "Settings" })).toBeHidden();
  expect((await bo.goto("/settings/people"))?.status()).toBe(403);
  await expect(bo.getByRole("heading", { name: "You need another role" })).toBeVisible();

  await page.reload();
  const row = page.getByRole("listitem").filter({ hasText: "bo@relink.test" });
  await row.getByLabel("Role of Bo", { exact: true }).selectOption("admin");
  await row.getByRole("button", { name: "Change the role of Bo" }).click();
  await expect(row.getByLabel("Role of Bo", { exact: true })).toHaveValue("admin");
  expect((await bo.goto("/settings/people"))?.status()).toBe(200);

  await row.getByLabel("More about Bo").click();
  await row.getByRole("button", { name: "End all sessions" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End the sessions" }).click();
  await expect(row.getByText("One session ended.")).toBeVisible();
  await bo.goto("/connections");
  await expect(bo).toHaveURL(/\/sign-in/);

  await row.getByRole("button", { name: "Make a link to get back in" }).click();
  await bo.goto(await row.getByRole("status").locator("code").innerText());
  await bo.getByLabel("Password").fill("eight lamps under the green harbour");
  await bo.getByRole("button", { name: "Set the password and sign in" }).click();
  await expect(bo).toHaveURL(/\/connections$/);

  await row.getByRole("button", { name: "Remove Bo" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove the person" }).click();
  await expect(page.getByText("bo@relink.test")).toHaveCount(0);
  await bo.goto("/connections");
  await expect(bo).toHaveURL(/\/sign-in/);
  const own = page.getByRole("listitem").filter({ hasText: ADMIN.email });
  await own.getByLabel("More about ana").click();
  await own.getByRole("button", { name: "Remove ana" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove the person" }).click();
  await expect(own.getByRole("alert")).toContainText("the last admin");
  await page.goto("/audit");
  for (const deed of [
    "removed a person",
    "got back in by a link",
    "ended a session",
    "changed a role",
    "joined",
    "invited",
  ])
    await expect(page.getByRole("listitem").filter({ hasText: deed })).toHaveCount(1);
});

test("lost access is restored on the server: by a link, and by another role", async ({ page, relink }) => {
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  const admin = (...args: string[]) => {
    const { code, said } = run(relink, "admin", ...args);
    return { status: code, text: said };
  };
  expect(admin().text).toContain(`${ADMIN.email}  ana  admin  here`);
  expect(admin("role", ADMIN.email, "viewer")).toMatchObject({
    status: 1,
    text: expect.stringContaining("the last admin"),
  });
  expect(admin("role", "nobody@relink.test", "admin").text).toContain("There is nobody with the address");
  const [link = ""] = /http\S+/.exec(admin("link", ADMIN.email).text) ?? [];
  await page.goto(link);
  await expect(page.getByText("server console made this link for you")).toBeVisible();
  await page.getByLabel("Password").fill("eleven quiet harbours of glass");
  await page.getByRole("button", { name: "Set the password and sign in" }).click();
  await expect(page).toHaveURL(/\/connections$/);
  await page.goto("/audit?deed=access_link_made");
  await expect(page.getByRole("listitem").filter({ hasText: "server console" })).toHaveCount(1);

  const [invitation = ""] = /http\S+/.exec(admin("link", "second@relink.test").text) ?? [];
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto(invitation);
  await expect(page.getByText("invited you as admin")).toBeVisible();
});

test("an API token reads and exports as its role allows, until it is revoked", async ({ page, relink }) => {
  await relink.tell("created", { connection: "conn_t", user: "user_t" });
  const make = async (name: string, role: string) => {
    await page.getByRole("textbox", { name: "Name" }).fill(name);
    await page.getByLabel("Role").selectOption(role);
    await page.getByRole("button", { name: "Make a token" }).click();
    const made = page.getByRole("status").filter({ hasText: name });
    return made.locator("code").innerText();
  };
  await page.goto("/settings/tokens");
  const operator = await make("Nightly", "operator");
  const viewer = await make("Screen", "viewer");
  const ask = (token: string, path: string) =>
    fetch(`${relink.origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const exported = await ask(operator, "/api/connections/export?format=users&q=user_t&user=user_t");
  expect([exported.status, await exported.text()]).toEqual([200, "user_t\n"]);
  const refused = await ask(viewer, "/api/connections/export?format=users");
  expect([refused.status, await refused.json()]).toMatchObject([403, { error: "not_allowed" }]);
  expect((await ask(viewer, "/api/find?q=user_t")).status).toBe(200);
  expect((await ask(`${viewer}x`, "/api/find?q=user_t")).status).toBe(401);
  const asPage = await fetch(`${relink.origin}/connections`, {
    headers: { authorization: `Bearer ${operator}` },
    redirect: "manual",
  });
  expect(asPage.status).toBe(307);
  expect(relink.isStored(operator)).toBe(false);

  await page.goto("/audit?deed=connections_exported");
  const entry = page.getByRole("listitem").filter({ hasText: "exported connections" });
  await expect(entry).toContainText("Nightly (API token)");
  await expect(entry).toContainText("Rows 1");
  await expect(entry).not.toContainText("user_t");
  await page.goto("/settings/tokens");
  await settled(page);
  const revoke = page.getByRole("button", { name: "Revoke Nightly" });
  await revoke.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog", { name: "Revoke the API token “Nightly”?" });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expect(dialog).toContainText("are refused at once");
  await expectAccessible(page, "[role=alertdialog]");
  await page.keyboard.press("Escape");
  await expect(revoke).toBeFocused();
  expect((await ask(operator, "/api/find?q=user_t")).status).toBe(200);
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Revoke the token" }).click();
  await expect(page.getByText("Nightly")).toHaveCount(0);
  expect((await ask(operator, "/api/find?q=user_t")).status).toBe(401);
});

test("the audit log is searched, narrowed and exported", async ({ page }) => {
  await page.goto("/audit");
  await expect(page.getByRole("listitem").filter({ hasText: "set up the deployment" })).toHaveCount(1);
  await page.getByLabel("Deed", { exact: true }).selectOption("set_up");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "signed in" })).toHaveCount(0);
  await page.getByLabel("Who, what or from where").fill("nobody of that name");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByRole("heading", { name: "No entry matches" })).toBeVisible();
  await page.goto("/audit");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export CSV" }).click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  expect(text).toContain("set_up");
  expect(text).toContain(ADMIN.email);
});
