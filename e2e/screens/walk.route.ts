import { readFileSync } from "node:fs";
import { expect, test } from "@/e2e/deployment";
import { ROLES, type Role, signInAs } from "@/testing/servers/team";

/** The least role for each route and action; nothing is left out: a new one that stands nowhere here fails the test. */
type Least = Role | "public";

const PAGES: Readonly<Record<string, Least>> = {
  "/": "viewer",
  "/_not-found": "public",
  "/account": "viewer",
  "/audit": "admin",
  "/confirm": "viewer",
  "/connections": "viewer",
  "/connections/[connectionId]": "viewer",
  "/deliveries": "viewer",
  "/doctor": "viewer",
  "/erase": "admin",
  "/events": "viewer",
  "/join/[secret]": "public",
  "/outreach": "viewer",
  "/outreach/results": "viewer",
  "/outreach/templates": "operator",
  "/quarantine": "viewer",
  "/r/[token]": "public",
  "/r/back": "public",
  "/replay": "admin",
  "/settings": "admin",
  "/settings/backup": "admin",
  "/settings/outreach": "admin",
  "/settings/people": "admin",
  "/settings/privacy": "admin",
  "/settings/storage": "admin",
  "/settings/tokens": "admin",
  "/sign-in": "public",
  "/sign-in/code": "public",
  "/users/[userId]": "viewer",
};

const ROUTES: Readonly<Record<string, Least>> = {
  "/api/[...nowhere]": "public",
  "/api/audit/export": "admin",
  "/api/connections/export": "operator",
  "/api/outreach/results/export": "operator",
  "/api/deliveries/export": "operator",
  "/api/find": "viewer",
  "/api/health": "public",
  "/api/health/live": "public",
  "/api/health/ready": "public",
  "/api/live": "viewer",
  "/api/outreach/presence": "operator",
  "/api/sign-in/openid": "public",
  "/api/views": "viewer",
  "/api/webhooks/ofauth": "public",
  "/events/[eventId]/body": "viewer",
  "/icon.svg": "public",
  // To programs on this machine, which the tests are, or to anyone who has the token: see operate.route.ts.
  "/metrics": "public",
};

const ACTIONS: Readonly<Record<string, Least>> = {
  "(access)/confirm/actions.beginPasskeyProof": "viewer",
  "(access)/confirm/actions.confirmByOpenId": "viewer",
  "(access)/confirm/actions.confirmByPassword": "viewer",
  "(access)/confirm/actions.finishPasskeyProof": "viewer",
  "(access)/join/[secret]/actions.join": "public",
  "(access)/sign-in/actions.beginPasskeySignIn": "public",
  "(access)/sign-in/actions.finishPasskeySignIn": "public",
  "(access)/sign-in/actions.giveCode": "public",
  "(access)/sign-in/actions.signIn": "public",
  "(access)/sign-in/actions.signInWithOpenId": "public",
  "(dashboard)/account/actions.beginPasskey": "viewer",
  "(dashboard)/account/actions.changeName": "viewer",
  "(dashboard)/account/actions.changePassword": "viewer",
  "(dashboard)/account/actions.endOtherSessions": "viewer",
  "(dashboard)/account/actions.endSession": "viewer",
  "(dashboard)/account/actions.finishPasskey": "viewer",
  "(dashboard)/account/actions.removePasskey": "viewer",
  "(dashboard)/account/actions.signOut": "viewer",
  "(dashboard)/account/actions.turnOffTwoStep": "viewer",
  "(dashboard)/account/actions.turnOnTwoStep": "viewer",
  "(dashboard)/actions.chooseBlur": "public",
  "(dashboard)/actions.chooseSingleKeys": "public",
  "(dashboard)/actions.chooseTheme": "public",
  "(dashboard)/doctor/actions.examine": "viewer",
  "(dashboard)/erase/actions.eraseForGood": "admin",
  "(dashboard)/outreach/actions.actOnCases": "operator",
  "(dashboard)/outreach/actions.blockContact": "operator",
  "(dashboard)/outreach/actions.composeMessages": "operator",
  "(dashboard)/outreach/actions.handOutMessages": "operator",
  "(dashboard)/outreach/actions.releaseIncident": "operator",
  "(dashboard)/outreach/actions.revokeLink": "operator",
  "(dashboard)/outreach/actions.unblockContact": "operator",
  "(dashboard)/outreach/actions.undoActs": "operator",
  "(dashboard)/outreach/templates/actions.removeTemplate": "operator",
  "(dashboard)/outreach/templates/actions.saveTemplate": "operator",
  "(dashboard)/quarantine/actions.actOnQuarantine": "operator",
  "(dashboard)/replay/actions.cancelWork": "admin",
  "(dashboard)/replay/actions.startRebuild": "admin",
  "(dashboard)/replay/actions.startReread": "admin",
  "(dashboard)/settings/backup/actions.backUpNow": "admin",
  "(dashboard)/settings/backup/actions.cancelBackup": "admin",
  "(dashboard)/settings/outreach/actions.changeOutreachSettings": "admin",
  "(dashboard)/settings/outreach/actions.checkLinks": "admin",
  "(dashboard)/settings/people/actions.changeRole": "admin",
  "(dashboard)/settings/people/actions.endSessions": "admin",
  "(dashboard)/settings/people/actions.invite": "admin",
  "(dashboard)/settings/people/actions.makeAccessLink": "admin",
  "(dashboard)/settings/people/actions.removePerson": "admin",
  "(dashboard)/settings/people/actions.unlinkSingleSignOn": "admin",
  "(dashboard)/settings/people/actions.withdrawInvitation": "admin",
  "(dashboard)/settings/privacy/actions.chooseMasking": "admin",
  "(dashboard)/settings/storage/actions.changeRetention": "admin",
  "(dashboard)/settings/storage/actions.confirmClock": "admin",
  "(dashboard)/settings/storage/actions.measureAgain": "admin",
  "(dashboard)/settings/storage/actions.removeOldData": "admin",
  "(dashboard)/settings/test-event-actions.removeTests": "admin",
  "(dashboard)/settings/test-event-actions.sendTest": "admin",
  "(dashboard)/settings/tokens/actions.makeToken": "admin",
  "(dashboard)/settings/tokens/actions.revokeToken": "admin",
  "(dashboard)/view-actions.addView": "operator",
  "(dashboard)/view-actions.removeView": "operator",
  "(dashboard)/view-actions.renameView": "operator",
  "(dashboard)/view-actions.updateView": "operator",
  "r/[token]/actions.startReconnection": "public",
};

type ServerReferences = {
  readonly node: Readonly<
    Record<string, { readonly filename: string; readonly exportedName: string; readonly workers: object }>
  >;
};

/** What the build says that there is. */
const built = (file: string) => JSON.parse(readFileSync(`.next/server/${file}`, "utf8"));
const builtPaths = Object.keys(built("app-paths-manifest.json"));
/** But for the framework's own last resort, which shows nothing of anyone. */
const builtPages = builtPaths.filter((one) => one.endsWith("/page") && !one.startsWith("/_global-error"));
const builtRoutes = builtPaths.filter((one) => one.endsWith("/route"));
const builtActions = Object.entries((built("server-reference-manifest.json") as ServerReferences).node).map(
  ([id, { filename, exportedName, workers }]) => ({
    id,
    name: `${filename.replace(/^app\//, "").replace(/\.ts$/, "")}.${exportedName}`,
    page: addressOf(Object.keys(workers)[0] ?? ""),
  }),
);

/** An address at which a route of the build is asked for. */
function addressOf(route: string): string {
  const path = route
    .replace(/^app/, "")
    .replace(/\/(page|route)$/, "")
    .replaceAll(/\/\([^)]*\)/g, "");
  return path === "" ? "/" : path;
}

const sample = (path: string) => path.replaceAll(/\[[^\]]*\]/g, "some_1");
const mayEnter = (role: Role | null, least: Least) =>
  least === "public" || (role !== null && ROLES.indexOf(role) >= ROLES.indexOf(least));

test("every page, route and action of the build is in the lists of who may what", () => {
  const pages = builtPages.map((one) => addressOf(one) || "/");
  expect(pages.sort()).toEqual(Object.keys(PAGES).sort());
  expect(builtRoutes.map(addressOf).sort()).toEqual(Object.keys(ROUTES).sort());
  expect(builtActions.map((one) => one.name).sort()).toEqual(Object.keys(ACTIONS).sort());
});

test("only the sign-in, one-time and reconnect links, the webhook, the health and the metrics are open to everyone", () => {
  const open = Object.entries({ ...PAGES, ...ROUTES }).flatMap(([path, least]) => (least === "public" ? [path] : []));
  expect(open.sort()).toEqual([
    "/_not-found",
    "/api/[...nowhere]",
    "/api/health",
    "/api/health/live",
    "/api/health/ready",
    "/api/sign-in/openid",
    "/api/webhooks/ofauth",
    "/icon.svg",
    "/join/[secret]",
    "/metrics",
    "/r/[token]",
    "/r/back",
    "/sign-in",
    "/sign-in/code",
  ]);
});

for (const role of [null, ...ROLES]) {
  test(`as ${role ?? "nobody"}, each page, route and action opens or stays shut as the lists say`, async ({
    relink,
  }) => {
    test.setTimeout(900_000);
    const cookie = role === null ? "" : await signInAs(relink.dataDir, role);
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${relink.origin}${path}`, { ...init, redirect: "manual", headers: { cookie, ...Object(init.headers) } });

    for (const [path, least] of Object.entries(PAGES)) {
      const response = await ask(sample(path));
      await response.body?.cancel();
      const location = response.headers.get("location") ?? "";
      const isLedToSignIn = response.status === 307 && location.includes("/sign-in");
      const seen = response.status === 403 ? "forbidden" : isLedToSignIn ? "sign-in" : "open";
      // The code is asked for after a password only.
      const wanted = mayEnter(role, least)
        ? path === "/sign-in/code"
          ? "sign-in"
          : "open"
        : role
          ? "forbidden"
          : "sign-in";
      // The beginning leads on to the first page, which asks then.
      expect([path, path === "/" ? "open" : seen]).toEqual([path, path === "/" ? "open" : wanted]);
      expect(response.status, path).toBeLessThan(500);
    }

    for (const [path, least] of Object.entries(ROUTES)) {
      const response = await ask(sample(path));
      await response.body?.cancel();
      const seen = response.status === 401 ? "unknown" : response.status === 403 ? "forbidden" : "open";
      expect([path, seen]).toEqual([path, mayEnter(role, least) ? "open" : role ? "forbidden" : "unknown"]);
      expect(response.status, path).toBeLessThan(500);
    }

    for (const { id, name, page } of builtActions) {
      const least = ACTIONS[name] ?? "public";
      if (name.endsWith(".signOut") && role !== null) continue;
      const response = await ask(sample(page), {
        method: "POST",
        body: emptyForms(),
        headers: { "next-action": id, origin: relink.origin },
      });
      await response.body?.cancel();
      const isLedToSignIn = (response.headers.get("x-action-redirect") ?? "").startsWith("/sign-in?next=");
      const seen = response.status === 403 ? "forbidden" : isLedToSignIn ? "sign-in" : "open";
      expect([name, seen]).toEqual([name, mayEnter(role, least) ? "open" : role ? "forbidden" : "sign-in"]);
      expect([name, response.status < 500]).toEqual([name, true]);
    }
  });
}

/** Two arguments for an action, each an empty form, as the framework's own client sends them. */
function emptyForms(): FormData {
  const form = new FormData();
  form.set("0", '["$K1","$K1"]');
  return form;
}
