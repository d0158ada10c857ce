import { cpSync, existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { ensureBuild, ensureDependencies, ROOT, requireNode, STANDALONE, say } from "./project.mjs";

// `npm run standalone`: all that a server needs, in one folder that can be copied to a machine with nothing but Node.
requireNode();
ensureDependencies();
ensureBuild();
removeUnused();
copyRest();
await bundleCommands();
say(`Standalone build in ${path.relative(ROOT, STANDALONE)}: copy it away, and start it by node start.mjs there.`);

/** The framework brings its image optimiser along, which is off: a third of all there would be. */
function removeUnused() {
  for (const name of ["sharp", "@img"])
    rmSync(path.join(STANDALONE, "node_modules", name), { recursive: true, force: true });
}

/** What the build leaves out: files for browsers, and how to start and to ask whether it is well. */
function copyRest() {
  const files = path.join(STANDALONE, ".next", "static");
  rmSync(files, { recursive: true, force: true });
  cpSync(path.join(ROOT, ".next", "static"), files, { recursive: true });
  for (const name of ["start.mjs", "healthy.mjs"]) cpSync(path.join(ROOT, "deploy", name), path.join(STANDALONE, name));
}

/** The commands that whoever runs a server needs beside it, each as one file: there is no TypeScript there. */
async function bundleCommands() {
  const commands = ["admin", "rebuild", "rebuild-part", "backup", "restore", "retention"];
  const sources = commands.map((name) => path.join(ROOT, "scripts", `${name}.ts`));
  const { build } = createRequire(createRequire(import.meta.url).resolve("tsx"))("esbuild");
  const outdir = path.join(STANDALONE, "commands");
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: sources.filter((file) => existsSync(file)),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    tsconfig: path.join(ROOT, "tsconfig.json"),
    // Has a part in machine code, which the build has brought along.
    external: ["better-sqlite3"],
    // Some of what is bundled asks for modules the older way.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
}
