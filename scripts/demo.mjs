import { ensureBuild, ensureDependencies, requireNode, serve } from "./project.mjs";

// `npm run demo`: from a clone to a living dashboard, with data of its own that is gone afterwards.
requireNode();
ensureDependencies();
ensureBuild();
// Not by tsx's own command: that kills a program which is busy when a signal comes, and the demo's data would stay.
serve(process.execPath, ["--import", "tsx", "scripts/demo.ts", ...process.argv.slice(2)]);
