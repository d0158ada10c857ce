import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { bin, exitCodeOf, ROOT, say } from "./project.mjs";

/** The first is the headless build of the same engine, which starts faster. */
const PLACES = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Returns the path of a working Chromium: an installed one, Debian's package, or Playwright's own; null if there is none. */
export function ensureBrowser() {
  return found() ?? (installFromDebian() ? found() : null) ?? (installFromPlaywright() ? found() : null);
}

function found() {
  return (
    [process.env.RELINK_CHROMIUM, ...PLACES, playwrightsOwn()].find(
      (path) => path && existsSync(path) && starts(path),
    ) ?? null
  );
}

function starts(path) {
  return spawnSync(path, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}

function playwrightsOwn() {
  const ask = 'import("playwright-core").then((playwright) => console.log(playwright.chromium.executablePath()))';
  return spawnSync(process.execPath, ["-e", ask], { cwd: ROOT, encoding: "utf8" }).stdout.trim();
}

function installFromDebian() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  say("Installing Chromium from Debian's packages for the end-to-end tests …");
  const aptGet = (...args) => exitCodeOf("apt-get", args, { DEBIAN_FRONTEND: "noninteractive" }) === 0;
  const install = (name) => aptGet("install", "-y", "-qq", "--no-install-recommends", name);
  // Older releases only have one package for the browser.
  return aptGet("update", "-qq") && (install("chromium-headless-shell") || install("chromium"));
}

function installFromPlaywright() {
  say("Downloading Playwright's Chromium for the end-to-end tests …");
  return exitCodeOf(process.execPath, [bin("playwright"), "install", "chromium"]) === 0;
}
