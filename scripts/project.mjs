// Node's own modules only, here and in env-file.mjs: this runs before node_modules exists.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readEnvFile } from "./env-file.mjs";

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const CACHE = path.join(ROOT, ".cache");
/** What `npm run standalone` makes ready to be copied away. */
export const STANDALONE = path.join(ROOT, ".next", "standalone");
const INSTALLED = path.join(ROOT, "node_modules", ".relink-installed");
const NODE_WANTED = [20, 12];
const BUILD_FOLDERS = ["app", "components", "db", "domain", "server", "telemetry"];
/** What of the standalone folder the build itself makes. */
const BUILT = [".next", "db", "node_modules", "package.json", "server.js"];
/** Next writes the declarations itself; tests, and the settings of other tools, are no part of a build. */
const NOT_BUILT = /\.d\.ts$|\.(?:test|conformance)\.ts$|^(?:biome\.json|(?:drizzle|playwright|vitest)\.config\.m?ts)$/;

/** Ends with a sentence where this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [wantedMajor, wantedMinor] = NODE_WANTED;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  stop(`Relink needs Node ${NODE_WANTED.join(".")} or newer; this is ${process.versions.node}.`);
}

/** Reads `.env` into the environment where there is one; what is set already wins. */
export function loadEnvFile() {
  readEnvFile(path.join(ROOT, ".env"));
}

/** Ends with a sentence where a setting is wrong, before anything is built or served. */
export function checkSettings() {
  run(process.execPath, [bin("tsx"), path.join("scripts", "check-settings.ts")]);
}

/** Where to serve, as `env.ts` reads it. */
export function address() {
  return { host: process.env.HOST?.trim() || "127.0.0.1", port: process.env.PORT?.trim() || "3000" };
}

/** Installs what the lockfile says, unless that is what is there. */
export function ensureDependencies() {
  const wanted = installation();
  if (isMarked(INSTALLED, wanted)) return;
  oneAtATime(() => {
    if (isMarked(INSTALLED, wanted)) return;
    say("Installing dependencies (a minute or two the first time) …");
    runNpm(["ci", "--no-audit", "--no-fund", "--include=dev", "--loglevel=error"]);
    markInstalled();
  });
}

/** Notes that the dependencies are installed for the Node that runs this. */
export function markInstalled() {
  rmSync(INSTALLED, { force: true });
  writeFileSync(INSTALLED, installation());
}

function installation() {
  return digest([readFileSync(path.join(ROOT, "package-lock.json")), process.version, process.arch]);
}

/** Makes the production build, unless it is there for exactly these sources; with other settings in a folder of its own. */
export function ensureBuild(folder = ".next", env = {}) {
  const wanted = digest(buildInputs().flatMap((file) => [file, readFileSync(path.join(ROOT, file))]));
  const mark = path.join(ROOT, folder, "relink-built");
  if (isMarked(mark, wanted)) return;
  oneAtATime(() => {
    if (isMarked(mark, wanted)) return;
    say("Building …");
    rmSync(mark, { force: true });
    const settings = { NODE_ENV: "production", RELINK_STANDALONE: "yes", ...env };
    const code = exitCodeOf(process.execPath, [bin("next"), "build"], settings);
    if (code !== 0) throw new Error("The build failed.");
    removeWhatWasHere();
    writeFileSync(mark, wanted);
  });
}

/** The framework puts a copy of whatever the code may read there. Settings and a database of this place must not travel with a build. */
function removeWhatWasHere() {
  if (!existsSync(STANDALONE)) return;
  for (const name of readdirSync(STANDALONE)) {
    if (!BUILT.includes(name)) rmSync(path.join(STANDALONE, name), { recursive: true, force: true });
  }
}

/** Runs a program to its end, showing what it prints; ends this process where it fails. */
export function run(command, args, env = {}) {
  const code = exitCodeOf(command, args, env);
  if (code !== 0) process.exit(code);
}

/** Runs a program to its end, showing what it prints; answers its exit code. */
export function exitCodeOf(command, args, env = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: "inherit", env: { ...environment(), ...env } });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/**
 * Starts a program that lives as long as this process, and the other way round. npm passes a signal on to its shell
 * only, which dies without telling: so the loss of the parent counts as one.
 */
export function serve(command, args, env = {}) {
  const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", env: { ...environment(), ...env } });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  onOrphaned(() => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGTERM" || signal === "SIGINT" ? 0 : 1)));
  return child;
}

function onOrphaned(callback) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && callback(), 250).unref();
}

/** The script behind a command of a package that is installed in a folder. */
export function bin(name, folder = ROOT) {
  const scripts = {
    next: "next/dist/bin/next",
    biome: "@biomejs/biome/bin/biome",
    tsc: "typescript/bin/tsc",
    tsx: "tsx/dist/cli.mjs",
    vitest: "vitest/vitest.mjs",
    playwright: "@playwright/test/cli.js",
  };
  return path.join(folder, "node_modules", scripts[name]);
}

export function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}

export function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** The environment of every program that is started from here. */
export function environment() {
  return { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
}

function runNpm(args) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith(".js")) run(process.execPath, [npm, ...args]);
  else run("npm", args);
}

/** All that a build is made from: the folders, and whatever configuration and code lies at the top. */
function buildInputs() {
  const top = readdirSync(ROOT).filter((name) => /\.(?:ts|mjs|json)$/.test(name));
  return [...top.sort(), ...BUILD_FOLDERS.flatMap(filesUnder)].filter((file) => !NOT_BUILT.test(file));
}

function filesUnder(folder) {
  const entries = readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((file) => path.relative(ROOT, path.join(file.parentPath, file.name))).sort();
}

function digest(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

/** Two commands on a fresh clone must not install over each other: the second waits for the first. */
function oneAtATime(work) {
  mkdirSync(CACHE, { recursive: true });
  const lock = path.join(CACHE, "setup.lock");
  while (!takeLock(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  const release = () => rmSync(lock, { force: true });
  process.once("exit", release);
  work();
  process.off("exit", release);
  release();
}

function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (!isRunning(Number(readFileSync(lock, "utf8")))) rmSync(lock, { force: true });
    return false;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function isMarked(mark, wanted) {
  return existsSync(mark) && readFileSync(mark, "utf8") === wanted;
}
