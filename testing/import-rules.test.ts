import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { freshFolder } from "./fresh-store";

const ROOT = path.dirname(import.meta.dirname);
const BIOME = path.join(ROOT, "node_modules", "@biomejs", "biome", "bin", "biome");

/** Those that ask who is there, and those that are open to everyone. All others get the store from `enter` or `guarded`, with a role. */
const MAY_OPEN_THE_STORE = [
  "app/(access)/",
  "app/access/",
  "app/api/health/",
  "app/api/sign-in/openid/",
  "app/api/webhooks/ofauth/",
  "app/metrics/",
  "app/reconnect/public-store.ts",
];

test("a page, action or route reaches the store by saying what role it takes", () => {
  const files = readdirSync(path.join(ROOT, "app"), { recursive: true, encoding: "utf8" }).map((file) => `app/${file}`);
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".test.ts"));
  expect(sources.length).toBeGreaterThan(50);
  const openers = sources.filter((file) => readFileSync(path.join(ROOT, file), "utf8").includes('from "@/db"'));
  expect(openers.filter((file) => !MAY_OPEN_THE_STORE.some((place) => file.startsWith(place)))).toEqual([]);
});

/** Whether the project's lint lets a file at this path import that module, tried in a folder of its own. */
function isAllowed(file: string, module: string): boolean {
  const folder = freshFolder();
  copyFileSync(path.join(ROOT, "biome.json"), path.join(folder, "biome.json"));
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), `import { something } from "${module}";\nexport const kept = something;\n`);
  const args = ["lint", "--only=style/noRestrictedImports", file];
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIOME, ...args], { cwd: folder, encoding: "utf8" });
  if (!`${stdout}${stderr}`.includes("Checked 1 file")) throw new Error(`${stdout}${stderr}`);
  return status === 0;
}

test.each([
  ["domain/a.ts", "./event"],
  ["domain/a.ts", "zod"],
  ["domain/a.ts", "node:crypto"],
  ["db/sqlite/a.ts", "@/domain/event"],
  ["db/sqlite/a.ts", "@/db/store"],
  ["db/sqlite/a.ts", "drizzle-orm"],
  ["components/a.tsx", "@/components/ui/button"],
  ["components/a.tsx", "@/domain/event"],
  ["app/a.tsx", "@/db"],
  ["app/a.tsx", "@/env"],
  ["app/a.test.ts", "@/testing/deliveries"],
  ["server/a.ts", "@/db/open-store"],
  ["server/a.ts", "@/domain/backup"],
  ["telemetry/a.ts", "@/db/store"],
  ["telemetry/a.ts", "@/server/lifecycle"],
  ["scripts/a.ts", "@/db/open-store"],
  ["scripts/a.ts", "@/db/restore-store"],
  ["bench/a.ts", "@/testing/server"],
  ["bench/a.ts", "@/scripts/arguments"],
  ["torture/a.ts", "@/testing/server"],
  ["torture/a.ts", "@/bench/measure"],
  ["testing/a.ts", "@/db/open-store"],
  ["deploy/a.test.ts", "@/scripts/bundle-commands.mjs"],
  ["e2e/a.spec.ts", "@/testing/fixtures"],
])("%s may import %s", (file, module) => {
  expect(isAllowed(file, module)).toBe(true);
});

test.each([
  ["domain/a.ts", "@/db/store"],
  ["domain/a.ts", "node:fs"],
  ["domain/a.ts", "react"],
  ["domain/a.ts", "../env"],
  ["db/sqlite/a.ts", "@/env"],
  ["db/sqlite/a.ts", "@/components/ui/button"],
  ["db/sqlite/a.ts", "next/headers"],
  ["db/index.ts", "@/domain/event"],
  ["components/a.tsx", "@/db"],
  ["components/a.tsx", "@/app/theme"],
  ["components/a.tsx", "@/env"],
  ["components/a.tsx", "drizzle-orm"],
  ["app/a.tsx", "@/db/sqlite/open"],
  ["app/a.tsx", "@/db/open-store"],
  ["app/a.tsx", "@/testing/deliveries"],
  ["app/a.tsx", "@/bench/measure"],
  ["app/a.tsx", "better-sqlite3"],
  ["server/a.ts", "@/db"],
  ["server/a.ts", "@/app/theme"],
  ["telemetry/a.ts", "@/db"],
  ["telemetry/a.ts", "@/app/theme"],
  ["telemetry/a.ts", "@/server/log"],
  ["scripts/a.ts", "@/app/theme"],
  ["scripts/a.ts", "@/db/sqlite/open"],
  ["scripts/a.ts", "@/bench/measure"],
  ["bench/a.ts", "@/db/sqlite/open"],
  ["bench/a.ts", "@/server/log"],
  ["torture/a.ts", "@/db/sqlite/open"],
  ["torture/a.ts", "@/app/theme"],
  ["torture/a.ts", "@/bench/load"],
  ["testing/a.ts", "@/components/ui/button"],
  ["testing/a.ts", "@/env"],
  ["deploy/a.test.ts", "@/db/open-store"],
  ["e2e/a.spec.ts", "@/db"],
  ["e2e/a.spec.ts", "../db/index"],
])("%s may not import %s", (file, module) => {
  expect(isAllowed(file, module)).toBe(false);
});
