import "server-only";
import { environment } from "@/env";
import { countQuery } from "@/telemetry/metrics";
import { timed } from "@/telemetry/timed-store";
import { openStore } from "./open-store";
import type { Store } from "./store";

// One per process, not per module: Next instantiates this module several times (instrumentation, routes, pages).
declare global {
  var relinkStore: Store | undefined;
}

/** The process's store, opened on first use: `next build` imports every route and must not touch a database. */
export function getStore(): Store {
  globalThis.relinkStore ??= timed(openStore(environment().databaseUrl), countQuery);
  return globalThis.relinkStore;
}
