import { bin, ensureBuild, ensureDependencies, requireNode, serve } from "./project.mjs";

// `npm run demo`: from a clone to a living dashboard, with data of its own that is gone afterwards.
requireNode();
ensureDependencies();
ensureBuild();
serve(process.execPath, [bin("tsx"), "scripts/demo.ts", ...process.argv.slice(2)]);
