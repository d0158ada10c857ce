// Only Node's own modules, here and in env-file.mjs: this runs before node_modules exists.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readEnvFile } from "./env-file.mjs";

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const CACHE = path.join(ROOT, ".cache");
/** The folder that `npm run standalone` builds for copying elsewhere. */
export const STANDALONE = path.join(ROOT, ".next", "standalone");
const INSTALLED = path.join(ROOT, "node_modules", ".relink-installed");
const NODE_WANTED = [20, 12];
const BUILD_FOLDERS = ["app", "components", "db", "domain", "server", "telemetry"];
/** The parts of the standalone folder that the build itself makes. */
const BUILT = [".next", "db", "node_modules", "package.json", "server.js"];
/** Next writes the declarations itself; tests, and other tools' settings, are not part of a build. */
const NOT_BUILT = /\.d\.ts$|\.(?:test|conformance)\.ts$|^(?:biome\.json|(?:drizzle|playwright|vitest)\.config\.m?ts)$/;

/** Exits with a sentence if this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [wantedMajor, wantedMinor] = NODE_WANTED;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  stop(`Relink needs Node ${NODE_WANTED.join(".")} or newer; this is ${process.versions.node}.`);
}

/** Reads `.env` into the environment if it exists. Existing variables win. */
export function loadEnvFile() {
  readEnvFile(path.join(ROOT, ".env"));
}

/** Exits with a sentence if a setting is invalid, before anything is built or served. */
export function checkSettings() {
  run(process.execPath, [bin("tsx"), path.join("scripts", "commands", "check-settings.ts")]);
}

/** Returns the host and port, as `env.ts` reads them. */
export function address() {
  return { host: process.env.HOST?.trim() || "127.0.0.1", port: process.env.PORT?.trim() || "3000" };
}

/** Installs the lockfile's dependencies, unless they are installed already. */
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

/** Records that the dependencies are installed for this version of Node. */
export function markInstalled() {
  rmSync(INSTALLED, { force: true });
  writeFileSync(INSTALLED, installation());
}

function installation() {
  return digest([readFileSync(path.join(ROOT, "package-lock.json")), process.version, process.arch]);
}

/** Makes the production build, unless it exists for exactly these sources; with other settings in a separate folder. */
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

/** Removes local settings and databases from a build: the framework copies whatever the code may read. */
function removeWhatWasHere() {
  if (!existsSync(STANDALONE)) return;
  for (const name of readdirSync(STANDALONE)) {
    if (!BUILT.includes(name)) rmSync(path.join(STANDALONE, name), { recursive: true, force: true });
  }
}

/** Runs a program to its end with its output shown. Exits if it fails. */
export function run(command, args, env = {}) {
  const code = exitCodeOf(command, args, env);
  if (code !== 0) process.exit(code);
}

/** Runs a program to its end with its output shown. Returns its exit code. */
export function exitCodeOf(command, args, env = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: "inherit", env: { ...environment(), ...env } });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/**
 * Starts a program that ends with this process, and the other way round. npm only passes signals to its shell, which dies
 * silently, so losing the parent counts as a signal.
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

/** Returns the script of an installed package's command. */
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

/** Returns the environment for every program started here. */
export function environment() {
  return { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
}

function runNpm(args) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith(".js")) run(process.execPath, [npm, ...args]);
  else run("npm", args);
}

/** Lists all inputs of a build: the folders, and top-level configuration and code. */
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

/** Makes the second of two commands on a fresh clone wait, so that they don't install over each other. */
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
