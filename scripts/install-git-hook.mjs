import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./project.mjs";

// Runs after an install in a checkout, so that .githooks/pre-commit checks commits from then on.
if (existsSync(path.join(ROOT, ".git"))) {
  spawnSync("git", ["config", "core.hooksPath", ".githooks"], { cwd: ROOT, stdio: "ignore" });
}
