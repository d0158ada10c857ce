import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { bundleCommands } from "./bundle-commands.mjs";
import { ensureBuild, ensureDependencies, ROOT, requireNode, STANDALONE, say } from "./project.mjs";

// `npm run standalone`: everything that a server needs, in one folder for a machine with only Node.
requireNode();
ensureDependencies();
ensureBuild();
removeUnused();
copyRest();
await bundleCommands(STANDALONE);
say(`Standalone build in ${path.relative(ROOT, STANDALONE)}: copy it away, and start it by node start.mjs there.`);

/** Removes the framework's image optimizer, which is unused: a third of the folder's size. */
function removeUnused() {
  for (const name of ["sharp", "@img"])
    rmSync(path.join(STANDALONE, "node_modules", name), { recursive: true, force: true });
}

/** Copies what the build leaves out: browser files, and the start and health scripts. */
function copyRest() {
  const files = path.join(STANDALONE, ".next", "static");
  rmSync(files, { recursive: true, force: true });
  cpSync(path.join(ROOT, ".next", "static"), files, { recursive: true });
  for (const name of ["start.mjs", "healthy.mjs"]) cpSync(path.join(ROOT, "deploy", name), path.join(STANDALONE, name));
}
