import { cpSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { ROOT } from "./project.mjs";

export const COMMANDS = ["check-settings", "admin", "rebuild", "rebuild-part", "backup", "restore", "retention"];

/** Bundles commands, by default those for running a server, into one file each in a folder, since there is no TypeScript there. */
export async function bundleCommands(folder, names = COMMANDS) {
  const { build } = createRequire(createRequire(import.meta.url).resolve("tsx"))("esbuild");
  const outdir = path.join(folder, "commands");
  rmSync(outdir, { recursive: true, force: true });
  cpSync(path.join(ROOT, "deploy", "enter-folder.mjs"), path.join(folder, "enter-folder.mjs"));
  cpSync(path.join(ROOT, "scripts", "env-file.mjs"), path.join(folder, "env-file.mjs"));
  await build({
    entryPoints: names.map((name) => path.join(ROOT, "scripts", "commands", `${name}.ts`)),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    tsconfig: path.join(ROOT, "tsconfig.json"),
    // Has native code, which the build has copied.
    external: ["better-sqlite3"],
    banner: {
      js: [
        'import "../enter-folder.mjs";',
        // Some bundled modules use `require`.
        'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      ].join("\n"),
    },
    logLevel: "error",
  });
}
