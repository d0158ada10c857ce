import { fork } from "node:child_process";
import path from "node:path";
import { EXAMPLES_MAX, type Progress, type RebuildReport, sumOfTallies } from "@/domain/maintenance";
import type { PartNews, PartOrder } from "./rebuild-part";

/** Beside this file, and like it either as it was written or bundled. */
const PROGRAM = path.join(import.meta.dirname, `rebuild-part${path.extname(import.meta.filename)}`);

/** Rebuilds everything in several processes at once, each with a part of the connections. */
export async function rebuildInParts(
  parts: number,
  isDryRun: boolean,
  onProgress: (progress: Progress) => void,
): Promise<RebuildReport> {
  const progress: Progress[] = Array.from({ length: parts }, () => ({ done: 0, total: 0 }));
  const reports = await Promise.all(
    progress.map((_, index) =>
      runPart({ part: { index, of: parts }, isDryRun }, (told) => {
        progress[index] = told;
        onProgress(progress.reduce((sum, one) => ({ done: sum.done + one.done, total: sum.total + one.total })));
      }),
    ),
  );
  return reports.reduce(together);
}

function runPart(order: PartOrder, onProgress: (progress: Progress) => void): Promise<RebuildReport> {
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

function together(a: RebuildReport, b: RebuildReport): RebuildReport {
  return {
    ...sumOfTallies(a, b),
    damaged: a.damaged,
    examples: [...a.examples, ...b.examples].slice(0, EXAMPLES_MAX),
    isDryRun: a.isDryRun,
    isCancelled: a.isCancelled || b.isCancelled,
  };
}
