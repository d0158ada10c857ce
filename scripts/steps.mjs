import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { environment, ROOT, say } from "./project.mjs";

/** Everything that a run leaves behind: logs, results as JSON, traces of failures. */
export const RESULTS = path.join(ROOT, "test-results");

/** How much of a failed step's output is printed; the rest is in its log. */
const SHOWN_BYTES_MAX = 60_000;

const totals = { passed: 0, failed: 0 };

export function emptyResults() {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
}

/**
 * Runs one step and prints one line with its tests and duration, and its output if it failed. `work` gets a function that runs a
 * program to its end, in the project or another folder, and resolves with its exit code; a step passes if `work` resolves with 0.
 * `countTests` reads the results. A step that fails without a failed test, such as the lint, counts as one failure. Resolves with
 * true if it passed.
 */
export async function step(name, work, countTests = () => null) {
  const log = path.join(RESULTS, `${name.toLowerCase().replaceAll(/\W+/g, "-")}.log`);
  const output = [];
  const file = createWriteStream(log, { flags: "a" });
  const write = (chunk) => {
    output.push(chunk);
    file.write(chunk);
  };
  const startedAt = performance.now();
  const code = await work((command, args, env, folder) => runTo(write, command, args, env, folder)).catch((fault) => {
    write(Buffer.from(`${fault.stack ?? fault}\n`));
    return 1;
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  file.end();
  const counted = countTests();
  const isGood = code === 0;
  totals.passed += counted?.passed ?? 0;
  totals.failed += isGood ? (counted?.failed ?? 0) : Math.max(1, counted?.failed ?? 0);
  const tests = counted ? `${counted.passed} passed${counted.failed ? `, ${counted.failed} failed` : ""}` : "";
  say(`${isGood ? "✓" : "✗"} ${name.padEnd(28)} ${tests.padEnd(24)} ${seconds.toFixed(0).padStart(5)} s`);
  if (!isGood) {
    const text = Buffer.concat(output).toString();
    if (text.length > SHOWN_BYTES_MAX) say(`… the beginning is in ${path.relative(ROOT, log)}`);
    say(text.slice(-SHOWN_BYTES_MAX));
  }
  return isGood;
}

/** Prints the last line, and makes this process exit with 1 if anything failed. */
export function sayTotals() {
  say(`\n${totals.passed} passed, ${totals.failed} failed`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
}

function runTo(write, command, args, env = {}, folder = ROOT) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...environment(), NO_COLOR: "1", ...env },
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", write);
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
