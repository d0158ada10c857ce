/** The admin of servers that tests start. */
export const ADMIN = { email: "ana@relink.test", password: "brass otter paints nine kettles" };

/** In the environment of a server, it makes that admin. */
export const ADMIN_ENV = { RELINK_ADMIN_EMAIL: ADMIN.email, RELINK_ADMIN_PASSWORD: ADMIN.password };

/**
 * Fills in the first form of a page and sends it as a browser does that runs no scripts, with the hidden fields that were in it.
 * Answers the response as it is: a redirect is not followed.
 */
async function submitForm(origin: string, path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const page = await fetch(new URL(path, origin), { redirect: "manual" });
  const [form = ""] = /<form[\s\S]*?<\/form>/.exec(await page.text()) ?? [];
  const sent = new FormData();
  for (const [input] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const [, name] = /name="([^"]*)"/.exec(input) ?? [];
    const [, value = ""] = /value="([^"]*)"/.exec(input) ?? [];
    if (name) sent.set(unescapeHtml(name), unescapeHtml(value));
  }
  for (const [name, value] of Object.entries(fields)) sent.set(name, value);
  return fetch(new URL(path, origin), { method: "POST", body: sent, headers: { origin }, redirect: "manual" });
}

/** Signs in with a password; answers what a browser then sends as its cookies. */
export async function signIn(origin: string, person: typeof ADMIN = ADMIN): Promise<string> {
  const response = await submitForm(origin, "/sign-in", person);
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  if (response.status !== 303 || !cookies.some((cookie) => cookie?.includes("relink-session=")))
    throw new Error(`Signing in failed: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return cookies.join("; ");
}

function unescapeHtml(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}
