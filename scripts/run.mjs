import { bin, ensureDependencies, loadEnvFile, requireNode, serve } from "./project.mjs";

// Runs a TypeScript program of this folder on a fresh clone: `node scripts/run.mjs scripts/commands/send.ts …`
requireNode();
loadEnvFile();
ensureDependencies();
serve(process.execPath, [bin("tsx"), ...process.argv.slice(2)]);
