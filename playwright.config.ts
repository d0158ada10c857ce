import { availableParallelism } from "node:os";
import { defineConfig, devices } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/bundle.ts",
  outputDir: "test-results/playwright",
  fullyParallel: true,
  // On two cores, a third worker slows each test more than it speeds up the run: the same tests take a sixth more processor time.
  workers: Math.max(2, availableParallelism()),
  // A flaky test has found a race: fix it, never retry.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // For hangs only: durations mean nothing on a machine that does other things too.
  timeout: 240_000,
  expect: { timeout: 40_000 },
  reporter: [
    [process.stdout.isTTY ? "line" : "dot"],
    ["json", { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? "test-results/end-to-end.json" }],
  ],
  projects: [
    // Over HTTP, without a browser.
    { name: "route", testMatch: "**/*.route.ts" },
    { name: "browser", testMatch: "**/*.spec.ts" },
  ],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: "reduce" },
    // Recording costs a fifth of the time, so failed tests are recorded in a second run, whose verdict doesn't count
    // (scripts/test.mjs).
    trace: process.env.RELINK_TRACE ? "on" : "off",
    launchOptions: {
      executablePath: process.env.RELINK_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"],
    },
  },
});
