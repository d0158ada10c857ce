import { expect, test } from "@/e2e/deployment";
import { signInAs } from "@/testing/servers/team";
import { CANARIES } from "@/testing/worlds/canaries";
import { NAME, SCREENS, tellMoreOfCanary, tellOfCanary, USER, USERNAME } from "./canary";

/**
 * What this test writes and viewers must not see. Notes and messages are covered by `server/access/masked-store.test.ts` and
 * `privacy.spec.ts`.
 */
const WRITTEN = (["name", "username", "avatar", "accountId", "body", "viewName"] as const).flatMap(
  (field) => CANARIES[field],
);
const ANSWERS = ["/api/views", `/api/find?q=${USER}`, "/events/1/body", "/events/4/body"];
const EXPORTS = ["csv", "jsonl", "users", "usernames"].map((format) => `/api/connections/export?format=${format}`);

test("if names are hidden from viewers, no page, response or search reveals one", async ({ relink }) => {
  await tellOfCanary(relink);
  await tellMoreOfCanary(relink);
  const viewer = await signInAs(relink.dataDir, "viewer");
  const asViewer = async (path: string, headers: Record<string, string> = {}) =>
    (await fetch(`${relink.origin}${path}`, { headers: { cookie: viewer, ...headers } })).text();
  expect(await asViewer("/connections")).toContain(NAME);
  const saved = await relink.press(`/connections?q=${encodeURIComponent(NAME)}`, "Save", { name: USERNAME });
  expect(saved.headers.get("location")).toMatch(/view=\d+/);
  await relink.press(`/connections?user=${USER}`, "Save", { name: CANARIES.viewName[0] ?? "" });
  expect(await asViewer("/api/views")).toContain(USERNAME);
  const shown = await Promise.all(["/connections", ...ANSWERS].map(async (path) => (await relink.ask(path)).text()));
  expect(WRITTEN.filter((word) => !shown.join().includes(word))).toEqual([]);

  await relink.press("/settings/privacy", "Hide names from viewers");
  expect((await relink.read("/settings/privacy")).text()).toContain("Viewers don't see names.");

  for (const path of [...SCREENS, ...ANSWERS]) {
    // What viewers typed into the URL themselves may be shown to them.
    const asked = decodeURIComponent(path);
    const hidden = WRITTEN.filter((word) => !asked.includes(word));
    const text = `${await asViewer(path)}${await asViewer(path, { rsc: "1" })}`;
    expect([path, hidden.filter((word) => text.includes(word))]).toEqual([path, []]);
  }
  for (const path of EXPORTS) {
    const { status } = await fetch(`${relink.origin}${path}`, { headers: { cookie: viewer } });
    expect([path, status]).toEqual([path, 403]);
  }
  const rows = async (path: string) => (await asViewer(path)).includes("conn_qx7");
  expect(await rows("/connections")).toBe(true);
  expect(await rows(`/connections?q=${USER}`)).toBe(true);
  expect(await rows(`/connections?q=${NAME}`)).toBe(false);
  expect(await rows(`/events?value=${USERNAME}`)).toBe(false);
  expect(await asViewer(`/api/find?q=${NAME}`)).not.toContain("conn_qx7");

  expect((await relink.read("/connections")).texts("tr[data-id]")[0]).toContain(NAME);
});

test("a viewer is offered nothing that they may not do", async ({ relink }) => {
  await tellOfCanary(relink);
  const headers = { cookie: await signInAs(relink.dataDir, "viewer") };
  const list = await relink.read(`/connections?q=${USER}`, { headers });
  expect(list.texts("tr[data-id]")).toHaveLength(2);
  expect(list.texts("summary").filter((text) => /^(Export|Save view)/.test(text))).toEqual([]);
  expect(list.texts("a").filter((text) => /^(Settings|Audit)$/.test(text))).toEqual([]);
  const quarantine = await relink.read("/quarantine", { headers });
  expect(quarantine.texts("button").filter((text) => /^(Read|Dismiss)/.test(text))).toEqual([]);
  const connection = await relink.read("/connections/conn_qx7", { headers });
  expect(connection.texts("a").filter((text) => text.startsWith("Erase"))).toEqual([]);
  // Counted as the admin as well, so that a changed word can't blind this test.
  expect((await relink.read(`/connections?q=${USER}`)).texts("summary").join()).toMatch(
    /Export.*Save view|Save view.*Export/,
  );
});

test("a URL that names no kind of thing to erase offers nothing, and reports what is invalid", async ({ relink }) => {
  await tellOfCanary(relink);
  expect((await relink.read(`/erase?kind=user&reference=${USER}`)).texts("main button").join()).toContain(
    "Erase for good",
  );
  const asked = await relink.read(`/erase?kind=everything&reference=${USER}`);
  expect(asked.text()).toContain("“everything”");
  expect(asked.texts("main button").join()).not.toContain("Erase for good");
});
