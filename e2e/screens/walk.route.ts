import { readFileSync } from "node:fs";
import { expect, test } from "@/e2e/deployment";
import { RIGHTS, type Right, ROLES, type Role, signInAs } from "@/testing/servers/team";

/** The right that each page, route and action takes. A new one missing from these lists fails the test. */
type Taken = Right | "public";

const PAGES: Readonly<Record<string, Taken>> = {
  "/": "read",
  "/_not-found": "public",
  "/account": "manage_own_account",
  "/audit": "read_audit_log",
  "/confirm": "manage_own_account",
  "/connections": "read",
  "/connections/[connectionId]": "read",
  "/deliveries": "read",
  "/doctor": "read",
  "/erase": "erase_users",
  "/events": "read",
  "/join/[secret]": "public",
  "/outreach": "read",
  "/outreach/results": "read",
  "/outreach/templates": "edit_templates",
  "/quarantine": "read",
  "/r/[token]": "public",
  "/r/back": "public",
  "/replay": "replay_events",
  "/settings": "read_settings",
  "/settings/backup": "manage_backups",
  "/settings/outreach": "manage_outreach",
  "/settings/people": "manage_people",
  "/settings/privacy": "manage_privacy",
  "/settings/storage": "manage_storage",
  "/settings/tokens": "manage_tokens",
  "/sign-in": "public",
  "/sign-in/code": "public",
  "/users/[userId]": "read",
};

const ROUTES: Readonly<Record<string, Taken>> = {
  "/api/[...nowhere]": "public",
  "/api/audit/export": "read_audit_log",
  "/api/connections/export": "export",
  "/api/outreach/results/export": "export",
  "/api/deliveries/export": "export",
  "/api/find": "read",
  "/api/health": "public",
  "/api/health/live": "public",
  "/api/health/ready": "public",
  "/api/live": "read",
  "/api/outreach/presence": "work_on_cases",
  "/api/sign-in/openid": "public",
  "/api/views": "read",
  "/api/webhooks/ofauth": "public",
  "/events/[eventId]/body": "read",
  "/icon.svg": "public",
  // Open to programs on this machine, which the tests are, or to anyone with the token: see operate.route.ts.
  "/metrics": "public",
};

const ACTIONS: Readonly<Record<string, Taken>> = {
  "(access)/confirm/actions.beginPasskeyProof": "manage_own_account",
  "(access)/confirm/actions.confirmByOpenId": "manage_own_account",
  "(access)/confirm/actions.confirmByPassword": "manage_own_account",
  "(access)/confirm/actions.finishPasskeyProof": "manage_own_account",
  "(access)/join/[secret]/actions.join": "public",
  "(access)/sign-in/actions.beginPasskeySignIn": "public",
  "(access)/sign-in/actions.finishPasskeySignIn": "public",
  "(access)/sign-in/actions.giveCode": "public",
  "(access)/sign-in/actions.signIn": "public",
  "(access)/sign-in/actions.signInWithOpenId": "public",
  "(dashboard)/account/actions.beginPasskey": "manage_own_account",
  "(dashboard)/account/actions.changeName": "manage_own_account",
  "(dashboard)/account/actions.changePassword": "manage_own_account",
  "(dashboard)/account/actions.endOtherSessions": "manage_own_account",
  "(dashboard)/account/actions.endSession": "manage_own_account",
  "(dashboard)/account/actions.finishPasskey": "manage_own_account",
  "(dashboard)/account/actions.removePasskey": "manage_own_account",
  "(dashboard)/account/actions.signOut": "manage_own_account",
  "(dashboard)/account/actions.turnOffTwoStep": "manage_own_account",
  "(dashboard)/account/actions.turnOnTwoStep": "manage_own_account",
  "(dashboard)/actions.chooseBlur": "public",
  "(dashboard)/actions.chooseSingleKeys": "public",
  "(dashboard)/actions.chooseTheme": "public",
  "(dashboard)/doctor/actions.examine": "read",
  "(dashboard)/erase/actions.eraseForGood": "erase_users",
  "(dashboard)/outreach/actions.actOnCases": "work_on_cases",
  "(dashboard)/outreach/actions.blockContact": "work_on_cases",
  "(dashboard)/outreach/actions.composeMessages": "work_on_cases",
  "(dashboard)/outreach/actions.handOutMessages": "work_on_cases",
  "(dashboard)/outreach/actions.releaseIncident": "work_on_cases",
  "(dashboard)/outreach/actions.revokeLink": "work_on_cases",
  "(dashboard)/outreach/actions.unblockContact": "work_on_cases",
  "(dashboard)/outreach/actions.undoActs": "work_on_cases",
  "(dashboard)/outreach/templates/actions.removeTemplate": "edit_templates",
  "(dashboard)/outreach/templates/actions.saveTemplate": "edit_templates",
  "(dashboard)/quarantine/actions.actOnQuarantine": "dismiss_quarantined",
  "(dashboard)/replay/actions.cancelWork": "replay_events",
  "(dashboard)/replay/actions.startRebuild": "replay_events",
  "(dashboard)/replay/actions.startReread": "replay_events",
  "(dashboard)/settings/backup/actions.backUpNow": "manage_backups",
  "(dashboard)/settings/backup/actions.cancelBackup": "manage_backups",
  "(dashboard)/settings/outreach/actions.changeOutreachSettings": "manage_outreach",
  "(dashboard)/settings/outreach/actions.checkLinks": "manage_outreach",
  "(dashboard)/settings/people/actions.changeRole": "manage_people",
  "(dashboard)/settings/people/actions.endSessions": "manage_people",
  "(dashboard)/settings/people/actions.invite": "manage_people",
  "(dashboard)/settings/people/actions.makeAccessLink": "manage_people",
  "(dashboard)/settings/people/actions.removePerson": "manage_people",
  "(dashboard)/settings/people/actions.unlinkSingleSignOn": "manage_people",
  "(dashboard)/settings/people/actions.withdrawInvitation": "manage_people",
  "(dashboard)/settings/privacy/actions.chooseMasking": "manage_privacy",
  "(dashboard)/settings/storage/actions.changeRetention": "manage_storage",
  "(dashboard)/settings/storage/actions.confirmClock": "manage_storage",
  "(dashboard)/settings/storage/actions.measureAgain": "manage_storage",
  "(dashboard)/settings/storage/actions.removeOldData": "manage_storage",
  "(dashboard)/settings/test-event-actions.removeTests": "send_test_events",
  "(dashboard)/settings/test-event-actions.sendTest": "send_test_events",
  "(dashboard)/settings/tokens/actions.makeToken": "manage_tokens",
  "(dashboard)/settings/tokens/actions.revokeToken": "manage_tokens",
  "(dashboard)/view-actions.addView": "keep_views",
  "(dashboard)/view-actions.removeView": "keep_views",
  "(dashboard)/view-actions.renameView": "keep_views",
  "(dashboard)/view-actions.updateView": "keep_views",
  "r/[token]/actions.startReconnection": "public",
};

type ServerReferences = {
  readonly node: Readonly<
    Record<string, { readonly filename: string; readonly exportedName: string; readonly workers: object }>
  >;
};

/** The pages, routes and actions in the build. */
const built = (file: string) => JSON.parse(readFileSync(`.next/server/${file}`, "utf8"));
const builtPaths = Object.keys(built("app-paths-manifest.json"));
/** Except the framework's own last resort, which shows nothing about anyone. */
const builtPages = builtPaths.filter((one) => one.endsWith("/page") && !one.startsWith("/_global-error"));
const builtRoutes = builtPaths.filter((one) => one.endsWith("/route"));
const builtActions = Object.entries((built("server-reference-manifest.json") as ServerReferences).node).map(
  ([id, { filename, exportedName, workers }]) => ({
    id,
    name: `${filename.replace(/^app\//, "").replace(/\.ts$/, "")}.${exportedName}`,
    page: addressOf(Object.keys(workers)[0] ?? ""),
  }),
);

/** Returns a URL for a route of the build. */
function addressOf(route: string): string {
  const path = route
    .replace(/^app/, "")
    .replace(/\/(page|route)$/, "")
    .replaceAll(/\/\([^)]*\)/g, "");
  return path === "" ? "/" : path;
}

const sample = (path: string) => path.replaceAll(/\[[^\]]*\]/g, "some_1");
const mayEnter = (role: Role | null, right: Taken) =>
  right === "public" || (role !== null && ROLES.indexOf(role) >= ROLES.indexOf(RIGHTS[right]));

test("every page, route and action of the build is in the lists of who may do what", () => {
  const pages = builtPages.map((one) => addressOf(one) || "/");
  expect(pages.sort()).toEqual(Object.keys(PAGES).sort());
  expect(builtRoutes.map(addressOf).sort()).toEqual(Object.keys(ROUTES).sort());
  expect(builtActions.map((one) => one.name).sort()).toEqual(Object.keys(ACTIONS).sort());
});

test("only the sign-in, one-time and reconnect links, the webhook, the health and the metrics are open to everyone", () => {
  const open = Object.entries({ ...PAGES, ...ROUTES }).flatMap(([path, right]) => (right === "public" ? [path] : []));
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

    for (const [path, right] of Object.entries(PAGES)) {
      const response = await ask(sample(path));
      await response.body?.cancel();
      const location = response.headers.get("location") ?? "";
      const isLedToSignIn = response.status === 307 && location.includes("/sign-in");
      const seen = response.status === 403 ? "forbidden" : isLedToSignIn ? "sign-in" : "open";
      // The code is asked for only after a password.
      const wanted = mayEnter(role, right)
        ? path === "/sign-in/code"
          ? "sign-in"
          : "open"
        : role
          ? "forbidden"
          : "sign-in";
      // The root redirects to the first page, which checks then.
      expect([path, path === "/" ? "open" : seen]).toEqual([path, path === "/" ? "open" : wanted]);
      expect(response.status, path).toBeLessThan(500);
    }

    for (const [path, right] of Object.entries(ROUTES)) {
      const response = await ask(sample(path));
      await response.body?.cancel();
      const seen = response.status === 401 ? "unknown" : response.status === 403 ? "forbidden" : "open";
      expect([path, seen]).toEqual([path, mayEnter(role, right) ? "open" : role ? "forbidden" : "unknown"]);
      expect(response.status, path).toBeLessThan(500);
    }

    for (const { id, name, page } of builtActions) {
      const right = ACTIONS[name] ?? "public";
      if (name.endsWith(".signOut") && role !== null) continue;
      const response = await ask(sample(page), {
        method: "POST",
        body: emptyForms(),
        headers: { "next-action": id, origin: relink.origin },
      });
      await response.body?.cancel();
      const isLedToSignIn = (response.headers.get("x-action-redirect") ?? "").startsWith("/sign-in?next=");
      const seen = response.status === 403 ? "forbidden" : isLedToSignIn ? "sign-in" : "open";
      expect([name, seen]).toEqual([name, mayEnter(role, right) ? "open" : role ? "forbidden" : "sign-in"]);
      expect([name, response.status < 500]).toEqual([name, true]);
    }
  });
}

/** Two arguments for an action, each an empty form, as the framework's client sends them. */
function emptyForms(): FormData {
  const form = new FormData();
  form.set("0", '["$K1","$K1"]');
  return form;
}
