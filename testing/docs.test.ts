import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { explainedVariables } from "./env-example";

const ROOT = path.dirname(import.meta.dirname);
const DOCUMENTS = [
  "README.md",
  "CONTRIBUTING.md",
  "docs/domain.md",
  "docs/operate.md",
  "docs/performance.md",
  "docs/threats.md",
  "docs/torture.md",
  ...readdirSync(path.join(ROOT, "docs/decisions")).map((name) => `docs/decisions/${name}`),
];
const TOP_LEVEL = readdirSync(ROOT);
/** Missing on a fresh clone. */
const MADE_BY_BUILDS = /^\.next\//;

const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
const scripts = Object.keys(JSON.parse(read("package.json")).scripts);

/** Finds paths of this repository in backticks and links. */
function pathsIn(document: string): string[] {
  const quoted = [...document.matchAll(/`([^`\s]+)`|(?:src|srcset)="([^"]+)"|\]\(([^)#]+)\)/g)];
  const candidates = quoted.map(([, code, source, link]) => code ?? source ?? link ?? "");
  const paths = candidates.filter((one) => one.includes("/") && !one.includes("*"));
  return paths.filter((one) => TOP_LEVEL.includes(one.split("/")[0] ?? ""));
}

test.each(DOCUMENTS)("every path in %s exists", (file) => {
  const written = pathsIn(read(file)).filter((one) => !MADE_BY_BUILDS.test(one));
  expect(written.filter((one) => !existsSync(path.join(ROOT, one)))).toEqual([]);
});

test.each(DOCUMENTS)("every command in %s exists", (file) => {
  const commands = [...read(file).matchAll(/npm run ([a-z:-]+)/g)].map(([, name]) => name);
  expect(commands.filter((name) => !scripts.includes(name ?? ""))).toEqual([]);
});

test("every test that the threat model names exists", () => {
  const proofs = [...read("docs/threats.md").matchAll(/`([\w/.-]+\.(?:spec|route|test|conformance)\.ts)`: ([^|;`]+)/g)];
  expect(proofs.length).toBeGreaterThan(30);
  const missing = proofs.filter(([, file = "", title = ""]) => !read(file).includes(title.trim()));
  expect(missing.map(([proof]) => proof)).toEqual([]);
});

test("the README lists every command", () => {
  const told = scripts.filter(
    (name) => read("README.md").includes(`npm run ${name}\``) || read("README.md").includes(`npm ${name}\``),
  );
  expect(told.sort()).toEqual(scripts.filter((name) => name !== "prepare").sort());
});

test(".env.example explains every variable that is read, and no other", () => {
  const variables = [...read("env.ts").matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
  expect(explainedVariables().sort()).toEqual(variables.sort());
});
