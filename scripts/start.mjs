import { createServer } from "node:net";
import {
  address,
  bin,
  checkSettings,
  ensureBuild,
  ensureDependencies,
  loadEnvFile,
  requireNode,
  serve,
  stop,
} from "./project.mjs";

// `npm start`: installs what is missing, builds if needed, then serves. The server migrates and prints its greeting itself.
requireNode();
loadEnvFile();
ensureDependencies();
checkSettings();
ensureBuild();

const { host, port } = address();
await requireFreePort(host, Number(port));

serve(process.execPath, [bin("next"), "start", "-H", host, "-p", port, "--keepAliveTimeout", "65000"], {
  NODE_ENV: "production",
  HOST: host,
  PORT: port,
});

/** Exits with a sentence if the address is unavailable, before a framework fails with a stack trace. */
function requireFreePort(host, port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => {
      if (error.code === "EADDRINUSE") stop(`Port ${port} is taken. Stop what uses it, or set PORT to another one.`);
      stop(`Cannot listen on ${host}:${port} (${error.code}). Set HOST and PORT to an address of this machine.`);
    });
    probe.listen(port, host, () => probe.close(resolve));
  });
}
