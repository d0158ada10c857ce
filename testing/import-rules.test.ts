import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { withFolder } from "./fresh-store";

const ROOT = path.dirname(import.meta.dirname);
const BIOME = path.join(ROOT, "node_modules", "@biomejs", "biome", "bin", "biome");

/** Modules that identify the caller, and those open to everyone. All others get the store from `enter` or `guarded`, with a role. */
const MAY_OPEN_THE_STORE = [
  "app/(access)/",
  "app/api/sign-in/openid/",
  "app/metrics/",
  "server/access/",
  "server/intake/front-door.ts",
  "server/operations/checks.ts",
  "server/reconnect/public-store.ts",
];

test("a page, action or route reaches the store by naming the role it requires", () => {
  const files = ["app", "server"].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  );
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".test.ts"));
  expect(sources.length).toBeGreaterThan(50);
  const openers = sources.filter((file) => readFileSync(path.join(ROOT, file), "utf8").includes('from "@/db"'));
  expect(openers.filter((file) => !MAY_OPEN_THE_STORE.some((place) => file.startsWith(place)))).toEqual([]);
});

/** Ways to read the time, set timers and draw random values that bypass `clock.ts` and `randomness.ts`. */
const AMBIENT =
  /\bDate\.now\b|\bnew Date\(\)|(?<![\w.])(?:set|clear)(?:Timeout|Interval)\(|timers\/promises|\bMath\.random\(|\brandom(?:Bytes|UUID)\(/;
/** Secrets are made by a pure rule, and only from true randomness. */
const MAY_DRAW_LOTS = ["domain/access/sign-in.ts"];

test("the server reads the time and sets timers only by the clock, and draws random values in one place", () => {
  const folders = ["app", "server", "db", "domain", "telemetry"];
  const inFolders = folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  );
  const files = ["proxy.ts", "env.ts", "instrumentation.ts", "instrumentation-node.ts", ...inFolders];
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !/\.(?:test|conformance|bench)\.tsx?$/.test(file));
  const ambient = sources.filter((file) => {
    const text = readFileSync(path.join(ROOT, file), "utf8");
    return !/^"use client"/m.test(text) && AMBIENT.test(text);
  });
  expect(sources.length).toBeGreaterThan(200);
  expect(ambient).toEqual(MAY_DRAW_LOTS);
});

test.each([
  "Date.now()",
  "Date.now",
  "new Date()",
  "setTimeout(work, 1)",
  "clearInterval(timer)",
  "Math.random()",
  "randomUUID()",
])("%s is found where only the clock may be used", (code) => expect(AMBIENT.test(`const x = ${code};`)).toBe(true));

test.each(["clock.now()", "new Date(at)", "clock.setTimeout(work, 1)", "randomness.bytes(16)"])("%s is right", (code) =>
  expect(AMBIENT.test(`const x = ${code};`)).toBe(false),
);

test.each(["domain", "db/sqlite", "components", "server"])("each folder of %s has its place in the chain", (room) => {
  const config = readFileSync(path.join(ROOT, "biome.json"), "utf8");
  const folders = readdirSync(path.join(ROOT, room), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.length).toBeGreaterThan(6);
  const unnamed = folders.filter(({ name }) => !config.includes(`"${room}/${name}/**"`)).map(({ name }) => name);
  expect(unnamed.filter((name) => name !== "migrations")).toEqual([]);
});

type Case = readonly [file: string, module: string];

const ALLOWED: readonly Case[] = [
  ["domain/intake/a.ts", "./event"],
  ["domain/values/a.ts", "zod"],
  ["domain/access/a.ts", "node:crypto"],
  ["domain/operations/a.ts", "@/domain/access/audit"],
  ["domain/lists/a.ts", "@/domain/outreach/outreach"],
  ["db/index/a.ts", "@/domain/lists/facets"],
  ["db/sqlite/logs/a.ts", "@/domain/intake/event"],
  ["db/sqlite/logs/a.ts", "@/db/store"],
  ["db/sqlite/logs/a.ts", "drizzle-orm"],
  ["db/sqlite/logs/a.ts", "@/db/sqlite/ingest/ingest"],
  ["db/sqlite/lists/a.ts", "@/db/index/bitmap"],
  ["db/sqlite/a.ts", "@/db/sqlite/restore/restore"],
  ["components/ui/a.tsx", "@/components/ui/button"],
  ["components/lists/a.tsx", "@/domain/intake/event"],
  ["components/outreach/a.tsx", "@/components/lists/selection"],
  ["components/connections/a.tsx", "@/components/outreach/queue/outreach-cell"],
  ["app/a.tsx", "@/db"],
  ["app/a.tsx", "@/env"],
  ["app/a.test.ts", "@/testing/worlds/deliveries"],
  ["db/sqlite/file/a.ts", "@/clock"],
  ["app/a.tsx", "@/randomness"],
  ["server/process/a.ts", "@/clock"],
  ["server/process/a.ts", "@/db/open-store"],
  ["server/process/a.ts", "@/domain/operations/backup"],
  ["server/intake/a.ts", "@/db"],
  ["server/intake/a.ts", "@/telemetry/metrics"],
  ["server/outreach/a.ts", "@/server/access/guarded"],
  ["telemetry/a.ts", "@/db/store"],
  ["telemetry/a.ts", "@/server/process/lifecycle"],
  ["scripts/a.ts", "@/db/open-store"],
  ["scripts/a.ts", "@/db/restore-store"],
  ["bench/a.ts", "@/testing/servers/server"],
  ["bench/a.ts", "@/scripts/arguments"],
  ["torture/a.ts", "@/testing/servers/server"],
  ["torture/a.ts", "@/bench/measure"],
  ["testing/a.ts", "@/db/open-store"],
  ["deploy/a.test.ts", "@/scripts/bundle-commands.mjs"],
  ["e2e/a.spec.ts", "@/testing/worlds/fixtures"],
  ["e2e/access/a.spec.ts", "@/e2e/relink"],
];

const FORBIDDEN: readonly Case[] = [
  ["domain/intake/a.ts", "@/db/store"],
  ["domain/intake/a.ts", "@/clock"],
  ["domain/values/a.ts", "node:fs"],
  ["domain/values/a.ts", "react"],
  ["domain/values/a.ts", "../env"],
  ["domain/values/a.ts", "@/domain/intake/event"],
  ["domain/connection/a.ts", "@/domain/outreach/outreach"],
  ["domain/access/a.ts", "@/domain/operations/retention"],
  ["db/index/a.ts", "drizzle-orm"],
  ["db/index/a.ts", "@/db/sqlite/file/open"],
  ["db/sqlite/a.ts", "@/env"],
  ["db/sqlite/logs/a.ts", "@/components/ui/button"],
  ["db/sqlite/logs/a.ts", "next/headers"],
  ["db/sqlite/ingest/a.ts", "@/db/sqlite/logs/event-log"],
  ["db/store.ts", "@/db/index/bitmap"],
  ["db/index.ts", "@/domain/intake/event"],
  ["components/ui/a.tsx", "@/db"],
  ["components/ui/a.tsx", "@/server/preferences/theme"],
  ["components/ui/a.tsx", "@/components/lists/selection"],
  ["components/outreach/a.tsx", "@/components/connections/connections-list"],
  ["components/lists/a.tsx", "@/components/outreach/queue/outreach-cell"],
  ["components/shell/a.tsx", "@/env"],
  ["components/lists/a.tsx", "drizzle-orm"],
  ["app/a.tsx", "@/db/sqlite/file/open"],
  ["app/a.tsx", "@/db/open-store"],
  ["app/a.tsx", "@/testing/worlds/deliveries"],
  ["app/a.tsx", "@/bench/measure"],
  ["app/a.tsx", "better-sqlite3"],
  ["server/process/a.ts", "@/db"],
  ["server/http/a.ts", "@/server/access/enter"],
  ["server/intake/a.ts", "@/server/outreach/compose"],
  ["server/access/a.ts", "@/app/(dashboard)/actions"],
  ["server/outreach/a.ts", "@/components/ui/button"],
  ["telemetry/a.ts", "@/db"],
  ["telemetry/a.ts", "@/server/preferences/theme"],
  ["telemetry/a.ts", "@/server/process/log"],
  ["scripts/a.ts", "@/server/preferences/theme"],
  ["scripts/a.ts", "@/db/sqlite/file/open"],
  ["scripts/a.ts", "@/bench/measure"],
  ["bench/a.ts", "@/db/sqlite/file/open"],
  ["bench/a.ts", "@/server/process/log"],
  ["torture/a.ts", "@/db/sqlite/file/open"],
  ["torture/a.ts", "@/server/preferences/theme"],
  ["torture/a.ts", "@/bench/load"],
  ["testing/a.ts", "@/components/ui/button"],
  ["testing/a.ts", "@/env"],
  ["deploy/a.test.ts", "@/db/open-store"],
  ["e2e/a.spec.ts", "@/db"],
  ["e2e/a.spec.ts", "../db/index"],
];

describe("the lint knows which way imports go", () => {
  let refused: readonly string[];

  beforeAll(async () => {
    refused = await withFolder((folder) => listRefused(folder, [...ALLOWED, ...FORBIDDEN]));
  });

  test.each(ALLOWED)("%s may import %s", (...one) => {
    expect(refused).not.toContain(nameOf(one));
  });

  test.each(FORBIDDEN)("%s may not import %s", (...one) => {
    expect(refused).toContain(nameOf(one));
  });
});

function nameOf([file, module]: Case): string {
  return `${file} imports ${module}`;
}

type Report = {
  readonly summary: { readonly unchanged: number };
  readonly diagnostics: readonly {
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }[];
};

/** Lints all cases in one run, since a process for each takes half a second. Returns the names of refused ones. */
function listRefused(folder: string, cases: readonly Case[]): string[] {
  copyFileSync(path.join(ROOT, "biome.json"), path.join(folder, "biome.json"));
  const files = [...new Set(cases.map(([file]) => file))];
  const casesOf = (file: string) => cases.filter((one) => one[0] === file);
  for (const file of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), casesOf(file).map(importLine).join(""));
  }
  const args = ["lint", "--only=style/noRestrictedImports", "--reporter=json", "--max-diagnostics=none", ...files];
  const { stdout, stderr } = spawnSync(process.execPath, [BIOME, ...args], { cwd: folder, encoding: "utf8" });
  const { summary, diagnostics }: Report = JSON.parse(stdout);
  if (summary.unchanged !== files.length) throw new Error(`${stdout}${stderr}`);
  return diagnostics.map(({ location }) => {
    const found = casesOf(location.path)[location.start.line - 1];
    if (!found) throw new Error(`${stdout}${stderr}`);
    return nameOf(found);
  });
}

/** Each import has its own line, which identifies its case in a diagnostic. */
function importLine([, module]: Case, index: number): string {
  return `import { something as something${index} } from "${module}";\n`;
}
