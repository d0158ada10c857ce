import { bin, ensureDependencies, requireNode, run } from "./project.mjs";

// `npm run check`: what tells in seconds whether a change may be committed.
requireNode();
ensureDependencies();
run(process.execPath, [bin("biome"), "check", "--error-on-warnings", "."]);
run(process.execPath, [bin("next"), "typegen"]);
run(process.execPath, [bin("tsc"), "--noEmit"]);
run(process.execPath, [bin("vitest"), "run"]);
