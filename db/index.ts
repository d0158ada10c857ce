import "server-only";
import { environment } from "@/env";
import { processWide } from "@/server/process/process-wide";
import { countQuery } from "@/telemetry/metrics";
import { timed } from "@/telemetry/timed-store";
import { openStore } from "./open-store";
import type { Store } from "./store";

/** Returns the process's store, opened on first use: `next build` imports every route and must not touch a database. */
export function getStore(): Store {
  return processWide("store", () => timed(openStore(environment().databaseUrl), countQuery));
}
