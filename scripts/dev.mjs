import { bin, ensureDependencies, loadEnvFile, requireNode, serve } from "./project.mjs";

// `npm run dev`: the same server with hot reload, on the same data.
requireNode();
loadEnvFile();
ensureDependencies();
const host = process.env.HOST || "127.0.0.1";
const port = process.env.PORT || "3000";
serve(process.execPath, [bin("next"), "dev", "-H", host, "-p", port], { HOST: host, PORT: port });
