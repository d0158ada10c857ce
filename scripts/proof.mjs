import { ensureBrowser } from "./browser.mjs";
import { bin, ensureBuild, ensureDependencies, requireNode, stop } from "./project.mjs";
import { prepareRuntime, RUNTIMES } from "./runtimes.mjs";
import { emptyResults, sayTotals, step } from "./steps.mjs";

// `npm run proof`: everything that `npm test` runs in a short form, in full, and the unit, store and route tests on other
// versions of Node. Takes hours, for a scheduled job. `npm run proof -- PART …` runs some parts.
const NODE = process.execPath;
/** Factor that turns 3,000 commands into 1,000,000. */
const MODEL_RUNS = { RELINK_RUNS: "334" };
const program =
  (...args) =>
  (run) =>
    run(NODE, ["scripts/run.mjs", ...args]);
const PARTS = {
  properties: ["Properties in full", (run) => run(NODE, [bin("vitest"), "run"], { RELINK_RUNS: "full" })],
  bitrot: [
    "Thousands of flipped bits",
    (run) => run(NODE, [bin("vitest"), "run", "bit-rot", "--testTimeout=3600000"], { RELINK_RUNS: "15" }),
  ],
  model: [
    "1,000,000 commands against a model",
    (run) => run(NODE, [bin("vitest"), "run", "db/sqlite/model"], MODEL_RUNS),
  ],
  ...Object.fromEntries(RUNTIMES.map(({ major }) => [`node${major}`, [`Node ${major}`, (run) => testOn(run, major)]])),
  proxies: [
    "Behind nginx and Caddy",
    (run) => run(NODE, [bin("vitest"), "run", "--config", "deploy/vitest.config.mts", "proxies.proof"]),
  ],
  kill: ["Killed 100 times", program("torture/torture.ts", "kill", "--rounds", "100")],
  torture: [
    "Other tortures",
    program("torture/torture.ts", "power-cut", "stop", "locked", "clock", "slow-disk", "disk-full"),
  ],
  fuzz: ["1,000,000 hostile bodies", program("torture/torture.ts", "fuzz")],
  soak: ["An hour of everything", program("torture/torture.ts", "soak")],
};

requireNode();
ensureDependencies();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0)
  stop(`There is no part ${unknown.join(" or ")}. The parts are ${Object.keys(PARTS).join(", ")}.`);
ensureBuild();
emptyResults();
for (const name of asked.length > 0 ? asked : Object.keys(PARTS)) await step(...PARTS[name]);
sayTotals();

/** Runs the tests without a browser on another version of Node. */
async function testOn(run, major) {
  const { node, folder } = await prepareRuntime(run, major);
  const unit = await run(node, [bin("vitest", folder), "run"], {}, folder);
  const chromium = ensureBrowser() ?? "";
  const args = [bin("playwright", folder), "test", "--project=route"];
  const route = await run(node, args, { RELINK_CHROMIUM: chromium }, folder);
  return unit || route;
}
