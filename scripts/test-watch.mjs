import { bin, ensureDependencies, requireNode, serve } from "./project.mjs";

// `npm run test:watch`: the unit and store tests, rerun whenever a file they use changes. `npm run test:watch -- WORD …` runs
// some.
requireNode();
ensureDependencies();
serve(process.execPath, [bin("vitest"), "watch", ...process.argv.slice(2)]);
