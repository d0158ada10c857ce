// Starts the standalone build from its own folder, as `npm start` does from a checkout, but without installing or building.
import process from "node:process";
import "./enter-folder.mjs";

process.env.NODE_ENV = "production";
process.env.HOST = process.env.HOST?.trim() || "127.0.0.1";
process.env.PORT = process.env.PORT?.trim() || "3000";
// The framework listens on HOSTNAME, which container engines set to a name of their own.
process.env.HOSTNAME = process.env.HOST;
// Longer than proxies keep a connection open, so that we never close one while a delivery is in transit.
process.env.KEEP_ALIVE_TIMEOUT = "65000";
await import("./commands/check-settings.mjs");
await import("./server.js");
