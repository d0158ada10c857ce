import { address, bin, checkSettings, ensureDependencies, loadEnvFile, requireNode, serve } from "./project.mjs";

// `npm run dev`: the same server with hot reload, on the same data.
requireNode();
loadEnvFile();
ensureDependencies();
checkSettings();
const { host, port } = address();
serve(process.execPath, [bin("next"), "dev", "-H", host, "-p", port], { HOST: host, PORT: port });
