import { expect, test } from "@/e2e/deployment";
import { readPage } from "@/testing/servers/html";
import { ADMIN, ADMIN_ENV, signIn } from "@/testing/servers/sign-in";
import { signInAs } from "@/testing/servers/team";
import { setProvenAt } from "./proofs";

test.describe("unattended", () => {
  test.use({ isSignedIn: false, env: ADMIN_ENV });

  test("the environment creates the first admin, and no link is printed", async ({ relink }) => {
    expect(relink.output()).not.toContain("Set up");
    const cookie = await signIn(relink.origin);
    const page = await relink.read("/connections", { headers: { cookie } });
    expect(page.html).toMatch(/aria-label="Your account: ana, Admin"/);
  });
});

test("failures from elsewhere never lock out someone who has been here before", async ({ relink }) => {
  const address = new URL("/sign-in", relink.origin);
  /** Tries to sign in with a browser that has these cookies; returns the status and what the page says. */
  const attempt = async (password: string, cookie = "") => {
    const headers = { cookie, origin: relink.origin };
    const form = (await readPage(await fetch(address, { headers }))).form("Sign in", { email: ADMIN.email, password });
    const response = await fetch(address, { method: "POST", body: form, headers, redirect: "manual" });
    return { status: response.status, said: await response.text() };
  };
  for (let tries = 0; tries < 5; tries++) expect((await attempt(`wrong ${tries}`)).said).toContain("belong together");
  expect((await attempt(ADMIN.password)).said).toContain("Too many attempts");
  const device = relink.cookie
    .split("; ")
    .filter((pair) => !pair.startsWith("relink-session="))
    .join("; ");
  expect(device).not.toBe("");
  expect((await attempt(ADMIN.password, device)).status).toBe(303);
  const audit = (await relink.read("/audit")).texts("main li");
  expect(audit.filter((entry) => entry.includes("was kept from trying again"))).toHaveLength(1);
});

/** Sensitive actions: the page, the button, and what is typed. */
const SENSITIVE: readonly (readonly [path: string, button: string, values?: Readonly<Record<string, string>>])[] = [
  ["/settings/people", "Invite", { email: "bo@relink.test", role: "admin" }],
  ["/settings/people", "Change the role of The viewer", { role: "admin" }],
  ["/settings/people", "Remove the person"],
  ["/settings/people", "Make a link to get back in"],
  ["/settings/tokens", "Make a token", { name: "Nightly" }],
  ["/settings/privacy", "Hide names from viewers"],
  ["/settings/storage", "Keep these rules", { eventsDays: "90" }],
  ["/settings/outreach", "Save", { chatAddress: "https://elsewhere.test/{user}" }],
  ["/erase?kind=user&reference=user_456", "Erase for good"],
  ["/account", "Set up an authenticator app"],
];

test("an old session does nothing sensitive before its person confirms their identity", async ({ relink }) => {
  await relink.tell("created", { connection: "conn_1", user: "user_456" });
  await signInAs(relink.dataDir, "viewer");
  const deedsBefore = (await relink.read("/audit")).texts("main li");
  setProvenAt(relink.dataDir, 0);
  for (const [path, button, values] of SENSITIVE) {
    const response = await relink.press(path, button, values);
    const page = await readPage(response);
    expect([button, page.status]).toEqual([button, 200]);
    expect([button, page.texts("h3").includes("Confirm it's you")]).toEqual([button, true]);
  }
  expect((await relink.read("/audit")).texts("main li")).toHaveLength(deedsBefore.length);
});

test("a confirmed action continues as it was submitted, and the next one within 15 minutes needs no confirmation", async ({
  relink,
}) => {
  setProvenAt(relink.dataDir, 0);
  const path = "/settings/people";
  const send = async (body: FormData) =>
    readPage(await relink.ask(path, { method: "POST", body, headers: { origin: relink.origin }, redirect: "manual" }));
  const asked = await readPage(await relink.press(path, "Invite", { email: "bo@relink.test", role: "operator" }));
  const refused = await send(asked.form("Confirm and continue", { current: "anyone who finds an open laptop" }));
  expect(refused.texts("[role=alert]")).toContain("That is not your current password.");
  const done = await send(refused.form("Confirm and continue", { current: ADMIN.password }));
  expect(done.texts("[role=status]").join()).toContain("Send this to bo@relink.test");
  const next = await readPage(await relink.press(path, "Invite", { email: "cy@relink.test", role: "viewer" }));
  expect(next.texts("[role=status]").join()).toContain("Send this to cy@relink.test");
  const deeds = (await relink.read("/audit")).texts("main li");
  expect(deeds.filter((entry) => entry.includes("confirmed who they are"))).toHaveLength(1);
  expect(deeds.filter((entry) => entry.includes("failed to sign in"))).toHaveLength(1);
  expect(deeds).toContainEqual(expect.stringMatching(/invited.*bo@relink\.test.*Operator/));
});

test("guessing the password of an open session is stopped after ten failures", async ({ relink }) => {
  setProvenAt(relink.dataDir, 0);
  const confirm = async (current: string) =>
    readPage(await relink.press("/confirm?next=/settings/people", "Confirm", { current }));
  for (let tries = 0; tries < 10; tries++) expect((await confirm(`wrong ${tries}`)).html).toContain("not your current");
  expect((await confirm(ADMIN.password)).html).toContain("Too many wrong passwords");
});

test("the confirmation page leads back to where it was requested, and nowhere else", async ({ relink }) => {
  setProvenAt(relink.dataDir, 0);
  const lead = async (next: string) =>
    (await relink.press(`/confirm?next=${next}`, "Confirm", { current: ADMIN.password })).headers.get("location");
  expect(await lead("/settings/tokens")).toMatch(/\/settings\/tokens$/);
  expect(await lead("//elsewhere.test")).toMatch(/^\/$|:\d+\/$/);
});

test("without scripts, an irreversible action asks first, and then happens", async ({ relink }) => {
  await relink.press("/settings/tokens", "Make a token", { name: "Nightly" });
  const page = await relink.read("/settings/tokens");
  expect(page.html).toContain("Revoke the API token “Nightly”?");
  await relink.press("/settings/tokens", "Revoke the token");
  expect((await relink.read("/settings/tokens")).text()).toContain("None yet.");
  expect((await relink.read("/audit")).texts("main li").some((entry) => entry.includes("revoked an API token"))).toBe(
    true,
  );
});
