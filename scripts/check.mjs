import { bin, ensureDependencies, requireNode, run } from "./project.mjs";

// `npm run check`: lint and types, in seconds. `npm test` includes the tests.
requireNode();
ensureDependencies();
run(process.execPath, [bin("biome"), "check", "--error-on-warnings", "."]);
run(process.execPath, [bin("next"), "typegen"]);
run(process.execPath, [bin("tsc"), "--noEmit"]);
