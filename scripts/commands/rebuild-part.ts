import { constants, setPriority } from "node:os";
import type { WorkPart } from "@/db/store";
import type { Progress, RebuildReport } from "@/domain/operations/maintenance";
import { fail } from "./arguments";
import { openDatabase } from "./open-database";

/** The order to a process that rebuilds a part, and its reports. */
export type PartOrder = { readonly part: WorkPart; readonly isDryRun: boolean };
export type PartNews = { readonly progress: Progress } | { readonly report: RebuildReport };

const PROGRESS_EVERY_MS = 200;

// A separate process, forked by `rebuild-parts.ts`, with lower priority than a running server.
if (!process.send) fail("This is a part of npm run rebuild, which starts it by itself.");
setPriority(constants.priority.PRIORITY_LOW);
process.once("disconnect", () => process.exit(1));
process.once("message", async (message) => {
  // Safe: `rebuild-parts.ts` sends one message of this type.
  const { part, isDryRun } = message as PartOrder;
  const store = openDatabase();
  let toldAt = 0;
  const onProgress = (progress: Progress) => {
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = performance.now();
    process.send?.({ progress } satisfies PartNews);
  };
  const report = await store.maintenance.rebuild({ isDryRun, part, onProgress });
  store.close();
  process.send?.({ report } satisfies PartNews, () => process.exit());
});
