import { constants, setPriority } from "node:os";
import type { WorkPart } from "@/db/store";
import type { Progress, RebuildReport } from "@/domain/operations/maintenance";
import { fail } from "./arguments";
import { openDatabase } from "./open-database";

/** What a process that rebuilds a part is asked for, and what it tells. */
export type PartOrder = { readonly part: WorkPart; readonly isDryRun: boolean };
export type PartNews = { readonly progress: Progress } | { readonly report: RebuildReport };

const PROGRESS_EVERY_MS = 200;

// A process of its own, forked by `rebuild-parts.ts`, behind a server that may be up.
if (!process.send) fail("This is a part of npm run rebuild, which starts it by itself.");
setPriority(constants.priority.PRIORITY_LOW);
process.once("disconnect", () => process.exit(1));
process.once("message", async (message) => {
  // Safe: `rebuild-parts.ts` sends one message, and of this type.
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
