import { readPage } from "@/testing/html";
import { ADMIN, ADMIN_ENV, signIn } from "@/testing/sign-in";
import { expect, test } from "./deployment";

test.describe("unattended", () => {
  test.use({ isSignedIn: false, env: ADMIN_ENV });

  test("the environment makes the first admin, and no link is printed", async ({ relink }) => {
    expect(relink.output()).not.toContain("Set up");
    const cookie = await signIn(relink.origin);
    const page = await relink.read("/connections", { headers: { cookie } });
    expect(page.html).toMatch(/aria-label="Your account: ana, Admin"/);
  });
});

test("failures from elsewhere never keep out whoever has been here before", async ({ relink }) => {
  const address = new URL("/sign-in", relink.origin);
  /** Tries to sign in with a browser that brings these cookies; returns the status, and what the page says. */
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
