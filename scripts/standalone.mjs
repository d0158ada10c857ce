import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { bundleCommands } from "./bundle-commands.mjs";
import { ensureBuild, ensureDependencies, ROOT, requireNode, STANDALONE, say } from "./project.mjs";

// `npm run standalone`: all that a server needs, in one folder that can be copied to a machine with nothing but Node.
requireNode();
ensureDependencies();
ensureBuild();
removeUnused();
copyRest();
await bundleCommands(STANDALONE);
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
