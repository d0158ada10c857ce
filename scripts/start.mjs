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
await requireFreePort(host, port, "PORT");
const webhookPort = process.env.RELINK_WEBHOOK_PORT?.trim();
if (webhookPort) await requireFreePort(host, webhookPort, "RELINK_WEBHOOK_PORT");

serve(process.execPath, [bin("next"), "start", "-H", host, "-p", port, "--keepAliveTimeout", "65000"], {
  NODE_ENV: "production",
  HOST: host,
  PORT: port,
});

/** Ends with a sentence where the address can't be had, before a framework says it with a stack. */
function requireFreePort(host, port, name) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => {
      if (error.code === "EADDRINUSE") stop(`Port ${port} is taken. Stop what uses it, or set ${name} to another one.`);
      stop(`Cannot listen on ${host}:${port} (${error.code}). Set HOST and ${name} to an address of this machine.`);
    });
    probe.listen(Number(port), host, () => probe.close(resolve));
  });
}
