import { fork } from "node:child_process";
import path from "node:path";
import type { Store } from "@/db/store";
import { EXAMPLES_MAX, type Progress, type RebuildReport, sumOfTallies } from "@/domain/operations/maintenance";
import type { PartNews, PartOrder } from "./rebuild-part";

/** Next to this file, and like it either source or bundled. */
const PROGRAM = path.join(import.meta.dirname, `rebuild-part${path.extname(import.meta.filename)}`);

type PartReport = Omit<RebuildReport, "damaged">;

/** Rebuilds everything in several processes at once, each with a part of the connections. */
export async function rebuildInParts(
  store: Store,
  parts: number,
  isDryRun: boolean,
  onProgress: (progress: Progress) => void,
): Promise<RebuildReport> {
  // Parts don't check events, so check first: one damaged event anywhere makes every part a dry run.
  const damaged = await store.maintenance.checkEvents();
  const isOnlyRead = isDryRun || damaged.count > 0;
  const progress: Progress[] = Array.from({ length: parts }, () => ({ done: 0, total: 0 }));
  const reports = await Promise.all(
    progress.map((_, index) =>
      runPart({ part: { index, of: parts }, isDryRun: isOnlyRead }, (told) => {
        progress[index] = told;
        onProgress(progress.reduce((sum, one) => ({ done: sum.done + one.done, total: sum.total + one.total })));
      }),
    ),
  );
  return { ...reports.reduce(together), damaged };
}

function runPart(order: PartOrder, onProgress: (progress: Progress) => void): Promise<PartReport> {
  const child = fork(PROGRAM);
  child.send(order);
  return new Promise((resolve, reject) => {
    child.on("message", (message) => {
      // Safe: `rebuild-part.ts` sends no other messages.
      const news = message as PartNews;
      if ("report" in news) resolve(news.report);
      else onProgress(news.progress);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`A part of the rebuild ended by itself, with ${code}.`)));
  });
}

function together(a: PartReport, b: PartReport): PartReport {
  return {
    ...sumOfTallies(a, b),
    examples: [...a.examples, ...b.examples].slice(0, EXAMPLES_MAX),
    isDryRun: a.isDryRun,
    isCancelled: a.isCancelled || b.isCancelled,
  };
}
