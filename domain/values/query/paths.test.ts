import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import * as paths from "./paths";

/** What each builder makes. A builder that is missing here does not compile. */
const MADE: { readonly [Name in Exclude<keyof typeof paths, "USERS_PREFIX">]: string | readonly string[] } = {
  HOME_PATH: paths.HOME_PATH,
  ACCOUNT_PATH: paths.ACCOUNT_PATH,
  DOCTOR_PATH: paths.DOCTOR_PATH,
  SIGN_IN_CODE_PATH: paths.SIGN_IN_CODE_PATH,
  TEMPLATES_PATH: paths.TEMPLATES_PATH,
  CONNECTIONS_EXPORT_PATH: paths.CONNECTIONS_EXPORT_PATH,
  LIVE_PATH: paths.LIVE_PATH,
  VIEWS_PATH: paths.VIEWS_PATH,
  connectionsPath: [paths.connectionsPath(), paths.connectionsPath("?q=jane")],
  queuePath: [paths.queuePath(), paths.queuePath("?owner=nobody")],
  listPath: [paths.listPath("connections"), paths.listPath("outreach")],
  connectionPath: [paths.connectionPath("conn_1"), paths.connectionPath("a/b")],
  userPath: paths.userPath("ana@example.com"),
  resultsPath: paths.resultsPath("?period=30d"),
  eventsPath: paths.eventsPath("?type=expired"),
  eventPath: [paths.eventPath(paths.eventsPath(), 7), paths.eventPath(paths.connectionPath("conn_1"), 7)],
  eventBodyPath: paths.eventBodyPath(7),
  deliveriesPath: paths.deliveriesPath({ outcome: "refused" }),
  quarantinePath: [paths.quarantinePath({}), paths.quarantinePath({ dismissed: "yes" })],
  replayPath: paths.replayPath({ connection: "conn 1&2" }),
  erasePath: paths.erasePath({ kind: "user", reference: "user_1" }),
  auditPath: paths.auditPath(),
  settingsPath: [
    paths.settingsPath(),
    ...(["people", "tokens", "outreach", "privacy", "backup", "storage"] as const).map((tab) =>
      paths.settingsPath(tab),
    ),
    paths.settingsPath("backup", { busy: "1" }),
  ],
  signInPath: paths.signInPath({ problem: "refused", next: "/events" }),
  confirmPath: paths.confirmPath({ next: "/erase" }),
  joinPath: paths.joinPath("secret"),
  reconnectPath: paths.reconnectPath("token"),
  reconnectReturnPath: paths.reconnectReturnPath({ connection_id: "conn_1" }),
  findPath: paths.findPath({ q: "jane doe" }),
  presencePath: paths.presencePath("conn_1"),
  resultsExportPath: paths.resultsExportPath("?period=30d"),
  deliveriesExportPath: paths.deliveriesExportPath(),
  auditExportPath: paths.auditExportPath(),
};

test("paths keep their addresses: people have bookmarked and sent them", () => {
  expect(MADE).toMatchInlineSnapshot(`
    {
      "ACCOUNT_PATH": "/account",
      "CONNECTIONS_EXPORT_PATH": "/api/connections/export",
      "DOCTOR_PATH": "/doctor",
      "HOME_PATH": "/",
      "LIVE_PATH": "/api/live",
      "SIGN_IN_CODE_PATH": "/sign-in/code",
      "TEMPLATES_PATH": "/outreach/templates",
      "VIEWS_PATH": "/api/views",
      "auditExportPath": "/api/audit/export",
      "auditPath": "/audit",
      "confirmPath": "/confirm?next=%2Ferase",
      "connectionPath": [
        "/connections/conn_1",
        "/connections/~a~002fb",
      ],
      "connectionsPath": [
        "/connections",
        "/connections?q=jane",
      ],
      "deliveriesExportPath": "/api/deliveries/export",
      "deliveriesPath": "/deliveries?outcome=refused",
      "erasePath": "/erase?kind=user&reference=user_1",
      "eventBodyPath": "/events/7/body",
      "eventPath": [
        "/events?event=7#event-7",
        "/connections/conn_1?event=7#event-7",
      ],
      "eventsPath": "/events?type=expired",
      "findPath": "/api/find?q=jane+doe",
      "joinPath": "/join/secret",
      "listPath": [
        "/connections",
        "/outreach",
      ],
      "presencePath": "/api/outreach/presence?id=conn_1",
      "quarantinePath": [
        "/quarantine",
        "/quarantine?dismissed=yes",
      ],
      "queuePath": [
        "/outreach",
        "/outreach?owner=nobody",
      ],
      "reconnectPath": "/r/token",
      "reconnectReturnPath": "/r/back?connection_id=conn_1",
      "replayPath": "/replay?connection=conn+1%262",
      "resultsExportPath": "/api/outreach/results/export?period=30d",
      "resultsPath": "/outreach/results?period=30d",
      "settingsPath": [
        "/settings",
        "/settings/people",
        "/settings/tokens",
        "/settings/outreach",
        "/settings/privacy",
        "/settings/backup",
        "/settings/storage",
        "/settings/backup?busy=1",
      ],
      "signInPath": "/sign-in?problem=refused&next=%2Fevents",
      "userPath": "/users/ana%40example.com",
    }
  `);
});

test("each path that can be built leads to a page or a route", () => {
  const routes = [...filesOf("page.tsx"), ...filesOf("route.ts")].map(patternOf);
  const built = Object.values(MADE).flat();
  const nowhere = built.filter((one) => !routes.some((route) => route.test(pathnameOf(one))));
  expect(nowhere).toEqual([]);
});

test("each page has a path that can be built", () => {
  const built = Object.values(MADE).flat().map(pathnameOf);
  const unnamed = filesOf("page.tsx").filter((file) => !built.some((one) => patternOf(file).test(one)));
  expect(unnamed).toEqual([]);
});

function filesOf(name: string): string[] {
  const app = path.join(import.meta.dirname, "../../../app");
  const files = readdirSync(app, { recursive: true, encoding: "utf8" });
  return files.filter((file) => path.basename(file) === name && !file.includes("[..."));
}

/** Groups are no part of a path, and a parameter is any one segment. */
function patternOf(file: string): RegExp {
  const segments = path.dirname(file).split(path.sep);
  const visible = segments.filter((segment) => segment !== "." && !segment.startsWith("("));
  const pattern = visible.map((segment) => (segment.startsWith("[") ? "[^/]+" : segment)).join("/");
  return new RegExp(`^/${pattern}$`);
}

function pathnameOf(address: string): string {
  return new URL(address, "http://localhost").pathname;
}
