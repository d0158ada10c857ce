import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { EMPTY_TALLY, type RebuildReport } from "@/domain/operations/maintenance";
import { beginStopping, isStopping } from "@/server/process/lifecycle";
import { runs } from "@/testing/runs";
import { cancelJob, currentJob, jobFor, startJob } from "./maintenance-job";

const RUNS = runs(300);
const TASK = { kind: "rebuild", connectionId: null, isDryRun: true } as const;

afterEach(() => {
  globalThis.relink?.clear();
  vi.unstubAllEnvs();
});

function reportOf(isCancelled: boolean): RebuildReport {
  return { ...EMPTY_TALLY, damaged: { count: 0, ids: [] }, examples: [], isDryRun: true, isCancelled };
}

/** A job of several slices, between which anything may happen. */
function jobOf(scheduler: fc.Scheduler, slices: number, isFailing: boolean) {
  const seen = { begun: 0, running: 0, runningMax: 0, ended: 0, slicesAfterStop: 0 };
  const start = () =>
    startJob(TASK, async ({ onProgress, signal }) => {
      seen.begun += 1;
      seen.running += 1;
      seen.runningMax = Math.max(seen.runningMax, seen.running);
      try {
        for (let done = 0; done < slices && !signal.aborted; done++) {
          if (isStopping()) seen.slicesAfterStop += 1;
          await scheduler.schedule(Promise.resolve(), "slice");
          onProgress({ done, total: slices });
        }
        if (isFailing) throw new Error("fault");
        return reportOf(signal.aborted);
      } finally {
        seen.running -= 1;
        seen.ended += 1;
      }
    });
  return { seen, start };
}

test("however starts, slices, cancels and the stop interleave, one job runs at a time and each one ends", async () => {
  vi.stubEnv("LOG_LEVEL", "silent");
  const happenings = fc.array(fc.constantFrom("start", "start", "cancel", "stop"), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      happenings,
      fc.nat(4),
      fc.boolean(),
      async (scheduler, names, slices, isFailing) => {
        globalThis.relink?.clear();
        const { seen, start } = jobOf(scheduler, slices, isFailing);
        let accepted = 0;
        for (const name of names) {
          void scheduler.schedule(Promise.resolve(), name).then(() => {
            if (name === "cancel") cancelJob();
            if (name === "stop") beginStopping();
            if (name === "start" && start()) accepted += 1;
          });
        }
        await scheduler.waitIdle();
        await vi.waitUntil(() => currentJob()?.state !== "running");
        expect(seen).toEqual({
          begun: accepted,
          running: 0,
          runningMax: Math.min(1, accepted),
          ended: accepted,
          slicesAfterStop: 0,
        });
        expect(currentJob()?.id ?? 0).toBe(accepted);
      },
    ),
    { numRuns: RUNS },
  );
});

test("no job starts once the process is stopping", () => {
  beginStopping();
  const work = vi.fn(async () => reportOf(false));
  expect(startJob(TASK, work)).toBe(false);
  expect(work).not.toHaveBeenCalled();
});

test("a job and its unmasked report are shown to admins only", async () => {
  startJob(TASK, async () => reportOf(false));
  await vi.waitUntil(() => currentJob()?.state === "done");
  expect(jobFor("admin")).toMatchObject({ state: "done" });
  expect([jobFor("operator"), jobFor("viewer")]).toEqual([null, null]);
});
