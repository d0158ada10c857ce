import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { bin, ensureBuild, ensureDependencies, ROOT, requireNode, say, stop } from "./project.mjs";
import { emptyResults, RESULTS, sayTotals, step } from "./steps.mjs";
import { count, readPlaywright, readVitest, sayLevels } from "./test-levels.mjs";

// `npm test`: everything that must hold, on a machine with only Node and npm. `npm test -- WORD …` runs the test files whose
// paths contain one of the words. The last line counts the tests.
const startedAt = performance.now();
requireNode();
ensureDependencies();
const words = process.argv.slice(2);
const NODE = process.execPath;
const UNIT = path.join(RESULTS, "unit.json");
const DEPLOYMENT = path.join(RESULTS, "deployment.json");
const END_TO_END = path.join(RESULTS, "end-to-end.json");
const NO_BROWSER =
  "No Chromium to test with: install one, or name its path in RELINK_CHROMIUM, and run npm test again.";
const NOT_SEARCHED = ["node_modules", ".next", ".cache", ".git", "test-results"];

const wanted = {
  unit: filesThat((file) => file.endsWith(".test.ts")),
  deployment: filesThat((file) => file.endsWith(".slow.ts")),
  endToEnd: filesThat((file) => /\.(?:route|spec)\.ts$/.test(file)),
};
if (Object.values(wanted).every((files) => files.length === 0))
  stop(`No test file's path holds ${words.join(" or ")}.`);

emptyResults();
if (words.length === 0) {
  await Promise.all([
    step("Format and lint", (run) => run(NODE, [bin("biome"), "check", "--error-on-warnings", "."])),
    step("Types", async (run) => (await run(NODE, [bin("next"), "typegen"])) || run(NODE, [bin("tsc"), "--noEmit"])),
  ]);
}
if (wanted.unit.length > 0) {
  await step(
    "Unit and store tests",
    (run) => run(NODE, [...vitest(UNIT), ...words]),
    () => count(readVitest(UNIT)),
  );
}
if (wanted.deployment.length + wanted.endToEnd.length > 0) {
  const isBuilt = await step("Production build", async () => {
    ensureBuild();
    return 0;
  });
  // These can run in parallel: one builds and starts deployments in its own folders, the other uses the existing build.
  if (isBuilt) await Promise.all([runDeploymentTests(), runEndToEndTests()]);
}
sayLevels([...readVitest(UNIT), ...readVitest(DEPLOYMENT, "deployment"), ...readPlaywright(END_TO_END)]);
say(
  `\n${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes; logs and results are in ${path.relative(ROOT, RESULTS)}/`,
);
sayTotals();

async function runDeploymentTests() {
  if (wanted.deployment.length === 0) return;
  await step(
    "Deployment tests",
    (run) =>
      run(NODE, [
        ...vitest(DEPLOYMENT),
        "--config",
        "deploy/vitest.config.mts",
        "--exclude",
        "deploy/*.proof.ts",
        ...words,
      ]),
    () => count(readVitest(DEPLOYMENT, "deployment")),
  );
}

async function runEndToEndTests() {
  if (wanted.endToEnd.length === 0) return;
  const chromium = ensureBrowser();
  const env = { RELINK_CHROMIUM: chromium ?? "", PLAYWRIGHT_JSON_OUTPUT_FILE: END_TO_END };
  const isGood = await step(
    "Route and browser tests",
    async (run) => {
      if (!chromium) throw new Error(NO_BROWSER);
      return run(NODE, [bin("playwright"), "test", ...words.map(literally)], env);
    },
    () => count(readPlaywright(END_TO_END)),
  );
  if (!isGood && chromium) await record(env);
}

/** Reruns failed tests with a recording, to help find the fault. The verdict doesn't change. */
async function record(env) {
  const failures = path.join(RESULTS, "playwright", ".last-run.json");
  const traces = path.join(RESULTS, "traces");
  if (!existsSync(failures)) return;
  mkdirSync(traces, { recursive: true });
  copyFileSync(failures, path.join(traces, ".last-run.json"));
  say("Recording what failed, in a second run that does not count …");
  await step("Recording", async (run) => {
    const args = ["test", "--last-failed", "--workers", "1", "--output", traces, "--pass-with-no-tests"];
    const results = path.join(RESULTS, "recording.json");
    await run(NODE, [bin("playwright"), ...args], {
      ...env,
      RELINK_TRACE: "yes",
      PLAYWRIGHT_JSON_OUTPUT_FILE: results,
    });
    return 0;
  });
}

function vitest(results) {
  return [bin("vitest"), "run", "--reporter=dot", "--reporter=json", `--outputFile.json=${results}`];
}

/** Returns the test files of a kind: all, or those whose paths contain one of the words. */
function filesThat(isOfKind) {
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter((one) => one.isDirectory());
  const all = folders
    .filter(({ name }) => !NOT_SEARCHED.includes(name))
    .flatMap(({ name }) => readdirSync(path.join(ROOT, name), { recursive: true }).map((file) => path.join(name, file)))
    .concat(readdirSync(ROOT))
    .filter(isOfKind);
  return words.length === 0 ? all : all.filter((file) => words.some((word) => file.includes(word)));
}

/** Escapes a word, since Playwright reads words as regular expressions. */
function literally(word) {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
