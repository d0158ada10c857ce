import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { bin, ensureBuild, ensureDependencies, exitCodeOf, ROOT, requireNode, say } from "./project.mjs";

// `npm test`: everything that must hold, on a machine with Node and npm only. The last line counts the tests; a step
// that fails without a test of its own, such as the lint, counts as one failure.
requireNode();
ensureDependencies();

const RESULTS = path.join(ROOT, "test-results");
const UNIT_RESULTS = path.join(RESULTS, "unit.json");
const DEPLOYMENT_RESULTS = path.join(RESULTS, "deployment.json");
const END_TO_END_RESULTS = path.join(RESULTS, "end-to-end.json");
const NO_BROWSER =
  "No Chromium to run the end-to-end tests with: install one, or name its path in RELINK_CHROMIUM, and run npm test again.";

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });
const totals = { passed: 0, failed: 0 };

step("Format and lint", () => exitCodeOf(process.execPath, [bin("biome"), "check", "--error-on-warnings", "."]));
step("Route types", () => exitCodeOf(process.execPath, [bin("next"), "typegen"]));
step("Types", () => exitCodeOf(process.execPath, [bin("tsc"), "--noEmit"]));
step(
  "Unit and property tests",
  () => runVitest(UNIT_RESULTS),
  () => countUnit(readResults(UNIT_RESULTS)),
);
const isBuilt = step("Production build", build);
if (isBuilt) step("Deployment tests", runDeploymentTests, () => countUnit(readResults(DEPLOYMENT_RESULTS)));
if (isBuilt) step("End-to-end tests", runEndToEndTests, () => countEndToEnd(readResults(END_TO_END_RESULTS)));

say(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 ? 1 : 0;

/** Runs one step, adds its tests to the totals, and answers whether it went well. */
function step(name, work, countTests = () => ({ passed: 0, failed: 0 })) {
  say(`\n— ${name}`);
  const isGood = work() === 0;
  const counted = countTests();
  totals.passed += counted.passed;
  totals.failed += isGood ? counted.failed : Math.max(1, counted.failed);
  return isGood;
}

function runVitest(results, args = []) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  return exitCodeOf(process.execPath, [bin("vitest"), "run", ...args, ...reporters]);
}

/** What is copied to servers: started from empty folders. Alone, since it builds. */
function runDeploymentTests() {
  return runVitest(DEPLOYMENT_RESULTS, ["--config", "deploy/vitest.config.mts"]);
}

function build() {
  try {
    ensureBuild();
    return 0;
  } catch (problem) {
    say(String(problem));
    return 1;
  }
}

function runEndToEndTests() {
  const chromium = ensureBrowser();
  if (!chromium) {
    say(NO_BROWSER);
    return 1;
  }
  const env = { RELINK_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: END_TO_END_RESULTS };
  return exitCodeOf(process.execPath, [bin("playwright"), "test"], env);
}

function readResults(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

function countUnit(results) {
  return { passed: results?.numPassedTests ?? 0, failed: results?.numFailedTests ?? 0 };
}

function countEndToEnd(results) {
  return {
    passed: results?.stats?.expected ?? 0,
    failed: (results?.stats?.unexpected ?? 0) + (results?.stats?.flaky ?? 0),
  };
}
