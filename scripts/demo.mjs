import { ensureBuild, ensureDependencies, requireNode, serve } from "./project.mjs";

// `npm run demo`: from a clone to a live dashboard, with its own data that is deleted afterwards.
requireNode();
ensureDependencies();
ensureBuild();
// Not with tsx's own command, which kills a busy program on a signal, and the demo's data would stay.
serve(process.execPath, ["--import", "tsx", "scripts/commands/demo.ts", ...process.argv.slice(2)]);
