// Preloaded by a test server (`node --import`) so that many tests can share one process. When its parent asks, it closes the
// deployment as a signal would, then opens another with other settings and an empty memory, as a start would. Only the process
// and the framework stay.
import { subscribe } from "node:diagnostics_channel";

/** Process-wide values that don't depend on the deployment. */
const KEPT = ["log", "tracing", "metrics"];
const POLL_MS = 5;

let underWay = 0;
subscribe("http.server.request.start", ({ response }) => {
  underWay += 1;
  response.once("close", () => {
    underWay -= 1;
  });
});

process.on("message", (order) => {
  const work = order.kind === "close" ? close() : open(order.env);
  work.then(
    () => process.send({ isDone: true }),
    (fault) => process.send({ isDone: false, fault: String(fault?.stack ?? fault) }),
  );
});
// The channel must not keep a stopped server alive.
process.channel?.unref();

let openAgain = null;

async function close() {
  const { open, stop, close } = globalThis.relink.get("deployment");
  openAgain = open;
  stop();
  // Live streams have ended; wait for the other responses.
  while (underWay > 0) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  close();
}

async function open(env) {
  process.stdout.write("Opening another deployment\n");
  globalThis.relink.get("metrics")?.registry.resetMetrics();
  for (const name of globalThis.relink.keys()) if (!KEPT.includes(name)) globalThis.relink.delete(name);
  Object.assign(process.env, env);
  await openAgain();
}
