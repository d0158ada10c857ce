import { readPage } from "./html";

/** The admin of servers that tests start. */
export const ADMIN = { email: "ana@relink.test", password: "brass otter paints nine kettles" };

/** Environment variables that make a server create that admin. */
export const ADMIN_ENV = { RELINK_ADMIN_EMAIL: ADMIN.email, RELINK_ADMIN_PASSWORD: ADMIN.password };

/** Signs in with a password. Returns the cookies that a browser then sends. */
export async function signIn(origin: string, person: typeof ADMIN = ADMIN): Promise<string> {
  const address = new URL("/sign-in", origin);
  const body = (await readPage(await fetch(address))).form("Sign in", person);
  // Like a browser without scripts.
  const response = await fetch(address, { method: "POST", body, headers: { origin }, redirect: "manual" });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  if (response.status !== 303 || !cookies.some((cookie) => cookie?.includes("relink-session=")))
    throw new Error(`Signing in failed: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return cookies.join("; ");
}
