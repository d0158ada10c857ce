import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ROOT, say } from "./project.mjs";

/** The budget of one test per level, in seconds on an idle machine (CONTRIBUTING.md). Tests that take twice as long are listed. */
const LEVELS = [
  { level: "unit", budget: 2 },
  { level: "store", budget: 5 },
  { level: "route", budget: 15 },
  { level: "browser", budget: 20 },
  { level: "deployment", budget: 90 },
];
const FAR = 2;
const SLOWEST = 10;

/** Reads each test of vitest's results, with its level and seconds. */
export function readVitest(file, level = null) {
  const results = readJson(file);
  return (results?.testResults ?? []).flatMap(({ name, assertionResults }) => {
    const where = path.relative(ROOT, name);
    return assertionResults
      .filter(({ status }) => status === "passed" || status === "failed")
      .map(({ fullName, status, duration }) => ({
        level: level ?? (where.startsWith("db/") ? "store" : "unit"),
        name: `${where}: ${fullName.trim()}`,
        isGood: status === "passed",
        seconds: (duration ?? 0) / 1_000,
      }));
  });
}

/** Reads each test of Playwright's results, with its level and seconds. */
export function readPlaywright(file) {
  const testsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(testsOf)];
  return (readJson(file)?.suites ?? []).flatMap(testsOf).flatMap(({ title, file: where, tests }) =>
    tests.map(({ projectName, results, status }) => ({
      level: projectName,
      name: `e2e/${where}: ${title}`,
      isGood: status === "expected",
      seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1_000,
    })),
  );
}

export function count(tests) {
  const passed = tests.filter(({ isGood }) => isGood).length;
  return { passed, failed: tests.length - passed };
}

/** Prints the time of each level, the slowest tests, and those far beyond their level's budget. */
export function sayLevels(tests) {
  if (tests.length === 0) return;
  say("\nLevel        tests   seconds   budget of a test");
  for (const { level, budget } of LEVELS) {
    const own = tests.filter((test) => test.level === level);
    const seconds = own.reduce((sum, test) => sum + test.seconds, 0);
    if (own.length > 0)
      say(
        `${level.padEnd(12)} ${String(own.length).padStart(5)} ${seconds.toFixed(0).padStart(9)} ${`${budget} s`.padStart(10)}`,
      );
  }
  const slowest = tests.toSorted((a, b) => b.seconds - a.seconds);
  say(`\nSlowest tests`);
  for (const test of slowest.slice(0, SLOWEST)) say(lineOf(test));
  const far = slowest.filter(({ level, seconds }) => seconds > FAR * budgetOf(level));
  if (far.length > 0) say(`\nFar beyond their budget: make them faster, or move them to a lower level`);
  for (const test of far) say(lineOf(test));
}

function lineOf({ level, name, seconds }) {
  return `${seconds.toFixed(1).padStart(7)} s  ${level.padEnd(11)} ${name}`;
}

function budgetOf(level) {
  return LEVELS.find((one) => one.level === level)?.budget ?? Number.POSITIVE_INFINITY;
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
