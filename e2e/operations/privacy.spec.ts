import type { Page } from "@playwright/test";
import { expect, openAlive, tableRows, test } from "@/e2e/relink";
import { signInAs } from "@/testing/servers/team";
import { ALL_CANARIES, CANARIES } from "@/testing/worlds/canaries";
import { isBlurred, personalWords } from "./blurred";
import { EARLIER, NAME, SCREENS, TYPED, tellMoreOfCanary, tellOfCanary, USER } from "./canary";

test("if names are hidden from viewers, so is what the team wrote about a user", async ({ page, relink }) => {
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

test("while names are blurred, no screen, menu, dialog, tooltip or title shows a personal word in the clear", async ({
  page,
  relink,
}) => {
  page.setDefaultTimeout(15_000);
  await tellOfCanary(relink);
  await tellMoreOfCanary(relink);
  const [text = ""] = CANARIES.message;
  await relink.press("/outreach/templates", "Make the template", {
    name: "Reminder",
    subject: text,
    body: `${text} {name}, {username}`,
  });
  await relink.press(`/connections?q=${USER}`, "Save", { name: CANARIES.viewName[0] ?? "" });
  await openAlive(page, "/connections");
  await page.getByRole("button", { name: "Blur names" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Blur names" })).toHaveAttribute("aria-pressed", "true");
  const seen = new Set<string>();
  const leaks: string[] = [];
  const look = async (where: string) => {
    const { clear, blurred } = await personalWords(page);
    for (const word of blurred) seen.add(word);
    leaks.push(...clear.map((place) => `${where}: ${place}`));
  };

  await writeNotes(page, look);
  for (const path of SCREENS) {
    await page.goto(path);
    await expect(page.getByRole("heading").first()).toBeVisible();
    await look(path);
  }
  await openMenus(page, look);
  expect(leaks).toEqual([]);
  expect(ALL_CANARIES.filter((word) => !seen.has(word))).toEqual([]);

  await page.goto("/connections");
  await expect(page.getByText(NAME).first()).toHaveCSS("filter", /blur/);
  await page.getByRole("button", { name: "Blur names" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Blur names" })).toHaveAttribute("aria-pressed", "false");
  expect((await personalWords(page)).clear).not.toEqual([]);
});

test("while names are blurred, harmless text stays readable, and so does a field while someone types into it", async ({
  page,
  relink,
}) => {
  await tellOfCanary(relink);
  await tellMoreOfCanary(relink);
  await relink.tell("created", { connection: "conn_nameless", user: null });
  await openAlive(page, "/connections");
  await page.getByRole("button", { name: "Blur names" }).click();
  await expect(page.getByRole("button", { name: "Blur names" })).toHaveAttribute("aria-pressed", "true");
  await page.goto("/connections/conn_lost");
  for (const words of ["Expired after being active", "Connected", "conn_lost"]) {
    expect([words, await isBlurred(page.getByText(words).first())]).toEqual([words, false]);
  }
  await page.goto("/connections/conn_nameless");
  expect(await isBlurred(page.getByRole("heading", { level: 1 }))).toBe(false);
  await page.goto(`/connections?status=active&sort=${TYPED}`);
  expect(await isBlurred(page.getByText("Parts of this address could not be read"))).toBe(false);
  await page.goto(`/connections?q=${USER}`);
  const box = page.getByRole("searchbox", { name: "Search connections" });
  expect(await isBlurred(box)).toBe(true);
  await box.focus();
  expect(await isBlurred(box)).toBe(false);
});

type Look = (where: string) => Promise<void>;

/** Enters a note, a reason and a snooze in a connection's dialogs, and checks each. */
async function writeNotes(page: Page, look: Look): Promise<void> {
  const [note = "", reason = "", snooze = ""] = CANARIES.note;
  await openAlive(page, "/connections/conn_lost");
  const dialog = page.getByRole("dialog");
  const open = async (button: string) => {
    await page.getByRole("button", { name: button, exact: true }).click();
    await expect(dialog).toBeVisible();
  };
  await open("Contact");
  await dialog.getByRole("combobox", { name: "Message" }).selectOption("Reminder");
  await expect(dialog.getByText(CANARIES.message[0] ?? "").first()).toBeVisible();
  await look("contact dialog");
  await page.keyboard.press("Escape");
  await open("Note");
  await dialog.getByLabel("Note").fill(note);
  await dialog.getByRole("button", { name: "Add the note" }).focus();
  await look("note dialog");
  await dialog.getByRole("button", { name: "Add the note" }).click();
  await expect(page.getByText(note).first()).toBeVisible();
  await open("Snooze");
  await dialog.getByLabel("Why").fill(snooze);
  await dialog.getByRole("button", { name: "Until they open the link" }).focus();
  await look("snooze dialog");
  await dialog
    .getByRole("button", { name: /^Tomorrow/ })
    .first()
    .click();
  await expect(page.getByText(snooze).first()).toBeVisible();
  await look("after a snooze");
  await open("Do not contact");
  await dialog.getByLabel("Why").fill(reason);
  await dialog.getByRole("button", { name: "Do not contact" }).focus();
  await look("do-not-contact dialog");
  await dialog.getByRole("button", { name: "Do not contact" }).click();
  await expect(page.getByText(reason).first()).toBeVisible();
  await look("after a block");
}

/** Checks what opens on demand only: palette, row menus, popovers, dialogs of selected rows. */
async function openMenus(page: Page, look: Look): Promise<void> {
  await openAlive(page, "/connections");
  await page.keyboard.press("Control+k");
  const box = page.getByRole("combobox", { name: "Search or jump to" });
  await box.fill(USER);
  await expect(page.getByRole("option").filter({ hasText: NAME }).first()).toBeVisible();
  await box.evaluate((one) => one.blur());
  await look("palette");
  await box.fill(TYPED);
  await expect(page.getByText(/matches/).first()).toBeVisible();
  await box.evaluate((one) => one.blur());
  await look("palette without a match");
  await page.keyboard.press("Escape");
  await openAlive(page, "/connections");
  await page
    .getByRole("button", { name: /^Actions for/ })
    .first()
    .click();
  await expect(page.getByRole("menu")).toBeVisible();
  await look("menu of a row");
  await page.keyboard.press("Escape");
  await page
    .getByRole("button", { name: /^Permissions of/ })
    .first()
    .click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await look("permissions");
  await page.keyboard.press("Escape");
  await page.getByRole("checkbox", { name: "Select all rows on this page" }).check();
  await look("chosen rows");
  await openAlive(page, "/outreach?outreach=any");
  await page.getByRole("checkbox", { name: "Select all rows on this page" }).check();
  await page.getByRole("button", { name: "Dismiss", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await look("dismiss dialog");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Contact", exact: true }).first().click();
  await expect(page.getByRole("dialog").getByText("Do not contact:")).toBeVisible();
  await look("contact dialog of chosen rows");
}

test("an admin erases a user, after seeing what will go and typing the code shown", async ({ page, relink }) => {
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
