import type { Instrumentation } from "next";
import { clock } from "@/clock";
import { closeConnectionsWhenStopping } from "@/server/http/close-connections";
import { watchIncoming } from "@/server/http/incoming";
import { cutOffStalledReaders } from "@/server/http/stalled";
import { ignoreUpgrades, refuseTunnels } from "@/server/http/upgrades";
import { WEBHOOK_PATH } from "@/server/intake/path";
import { digestOf, faultName, printFaultsWithoutMessages } from "@/server/process/faults";
import { beginStopping, isStopping } from "@/server/process/lifecycle";
import { log } from "@/server/process/log";
import { processWide } from "@/server/process/process-wide";
import type { Environment } from "./env";
import { environment } from "./env";
import { countCommit, countFault } from "./telemetry/metrics";

/** Longer than any delivery takes. After it, the process exits even if something still hangs. */
const STOP_TIMEOUT_MS = 5_000;

type FaultContext = Pick<Parameters<Instrumentation.onRequestError>[2], "routePath" | "routeType">;

/** Checks the configuration, opens and migrates the database, and prints the address; exits on a problem. */
export async function boot(): Promise<void> {
  try {
    const settings = environment();
    printFaultsWithoutMessages();
    watchIncoming(settings.trustedProxies, () => environment().publicUrl);
    closeConnectionsWhenStopping();
    cutOffStalledReaders();
    refuseTunnels();
    // In development the browser receives updates over a web socket.
    if (process.env.NODE_ENV === "production") ignoreUpgrades();
    if (settings.traces) (await import("./telemetry/tracing")).beginTracing(settings.traces);
    const { close } = await openDeployment();
    stopGracefully(close);
  } catch (problem) {
    process.stderr.write(`\nRelink did not start. ${problem instanceof Error ? problem.message : problem}\n\n`);
    process.exit(1);
  }
}

/** A served data folder, and how to stop, close and reopen it. Tests use this to switch to another folder. */
type Deployment = {
  readonly open: () => Promise<Deployment>;
  readonly stop: () => void;
  readonly close: () => void;
};

/** Opens the configured store, prints the address, and starts the background work. */
async function openDeployment(): Promise<Deployment> {
  const settings = environment();
  // Imported here because the store refuses to be imported outside the server.
  const { getStore } = await import("./db");
  const { ensureSomeone } = await import("@/server/access/first-run");
  const { beginBackups } = await import("@/server/operations/backups");
  const { openWebhookPort } = await import("@/server/operations/webhook-port");
  const { removeOldDataDaily } = await import("@/server/operations/retention-schedule");
  const { checkEventsDaily, keepFolder, leaveFolder, logWhenGone, lookForDamage, openOrAdvise, tidyFolder } =
    await import("@/server/process/data-folder");
  keepFolder(settings, STOP_TIMEOUT_MS);
  const store = openOrAdvise(getStore, settings);
  tidyFolder(settings);
  store.vitals.onCommit(countCommit);
  logWhenGone(store);
  // Starts loading the lists into memory, so that the first page doesn't wait for it.
  store.vitals.isIndexReady();
  removeOldDataDaily(store);
  for (const line of greeting(settings, await ensureSomeone(store, settings))) print(line);
  beginBackups(store);
  lookForDamage(store);
  checkEventsDaily(store);
  const webhookPort = await openWebhookPort(settings);
  const close = () => {
    webhookPort?.close();
    store.close();
    leaveFolder();
  };
  return processWide<Deployment>("deployment", () => ({ open: openDeployment, stop: beginStopping, close }));
}

/** Logs one line for a failed page, action or route: with the digest its page shows, and the route's pattern, not the URL. */
export function reportFault(fault: unknown, { routePath, routeType }: FaultContext): void {
  countFault(routeType);
  log().error({ digest: digestOf(fault), kind: routeType, route: routePath, fault: faultName(fault) }, "fault");
}

/**
 * Stops on SIGTERM or SIGINT. Next stops listening and waits for open responses, which a live stream would keep open forever. So
 * streams are ended, new deliveries get a 503, and what still hangs after five seconds is cut off.
 */
function stopGracefully(close: () => void): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    // `on`, not `once`: a second signal, as when a terminal and a parent both send one, must not cut off work under way.
    process.on(signal, () => {
      if (isStopping()) return;
      beginStopping();
      clock.setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    });
  }
  process.once("exit", close);
}

function greeting(settings: Environment, setUpPath: string | null): string[] {
  const address = settings.publicUrl?.origin ?? `http://${settings.host}:${settings.port}`;
  const port = settings.webhookPort ?? settings.port;
  const webhooks = settings.publicUrl?.origin ?? `http://${settings.host}:${port}`;
  return [
    "",
    `  Relink      ${address}`,
    `  Webhooks    ${webhooks}${WEBHOOK_PATH}${settings.webhookPort === null ? "" : ` (port ${port})`}`,
    `  Data        ${settings.dataDir}`,
    ...(setUpPath
      ? [
          `  Set up      ${address}${setUpPath}`,
          "              Who opens this link first becomes the admin. It is good for a day.",
        ]
      : []),
    ...missing(settings).map((sentence) => `  Missing     ${sentence}`),
    "",
  ];
}

function missing(settings: Environment): string[] {
  if (settings.webhookSecrets.length > 0) return [];
  return ["OFAUTH_WEBHOOK_SECRET is not set: copy it from the OFAuth dashboard into .env, and start again."];
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
