import { clock } from "@/clock";
import { mayDo } from "@/domain/access/rights";
import type { Role } from "@/domain/access/role";
import type { BackupOutcome, BackupStep } from "@/domain/operations/backup";
import type { Progress, RebuildReport, RereadReport } from "@/domain/operations/maintenance";
import type { RetentionReport, RetentionRules } from "@/domain/operations/retention";
import { faultName } from "@/server/process/faults";
import { isStopping, onStopping } from "@/server/process/lifecycle";
import { log } from "@/server/process/log";
import { processWide } from "@/server/process/process-wide";

/** What a job does, and on which data. */
export type JobTask =
  | { readonly kind: "rebuild"; readonly connectionId: string | null; readonly isDryRun: boolean }
  | { readonly kind: "reread"; readonly eventIds: readonly number[] | null; readonly isDryRun: boolean }
  | { readonly kind: "backup" }
  | { readonly kind: "retention"; readonly rules: RetentionRules; readonly isDryRun: boolean };

type Report = RebuildReport | RereadReport | BackupOutcome | RetentionReport;
type JobProgress = Progress & { readonly step?: BackupStep };

export type Job = {
  readonly id: number;
  readonly task: JobTask;
  readonly startedAt: number;
  readonly progress: JobProgress;
} & (
  | { readonly state: "running" }
  | { readonly state: "failed"; readonly endedAt: number }
  | { readonly state: "done"; readonly endedAt: number; readonly report: Report }
);

type Work = (options: {
  readonly onProgress: (progress: JobProgress) => void;
  readonly signal: AbortSignal;
}) => Promise<Report>;

type Office = { job: Job | null; controller: AbortController | null; started: number };

const office = () => processWide<Office>("maintenance", () => ({ job: null, controller: null, started: 0 }));

/** Returns the running job or else the last one; null before the first. */
export function currentJob(): Job | null {
  return office().job;
}

/** Returns the job to show to a role. Only admins see one: its report was read without a mask, whoever reads the page. */
export function jobFor(role: Role): Job | null {
  return mayDo(role, "replay_events") ? currentJob() : null;
}

/** Describes a job for people. */
export function jobWords(task: JobTask): string {
  if (task.kind === "backup") return "Backing up";
  if (task.kind === "reread") return "Reading the quarantine";
  if (task.kind === "retention") return task.isDryRun ? "Looking for old data" : "Removing old data";
  return `${task.isDryRun ? "Checking" : "Correcting"} ${task.connectionId ?? "all connections"}`;
}

/** Starts a job in this process, unless one is running or the process is stopping. Returns true if it started. */
export function startJob(task: JobTask, work: Work): boolean {
  const desk = office();
  if (desk.job?.state === "running" || isStopping()) return false;
  const controller = new AbortController();
  const forget = onStopping(() => controller.abort());
  desk.controller = controller;
  desk.started += 1;
  desk.job = { id: desk.started, task, startedAt: clock.now(), progress: { done: 0, total: 0 }, state: "running" };
  const onProgress = (progress: JobProgress) => {
    if (desk.job?.state === "running") desk.job = { ...desk.job, progress };
  };
  work({ onProgress, signal: controller.signal })
    .then(
      (report) => end({ state: "done", report }),
      (fault: unknown) => {
        log().error({ task: task.kind, fault: faultName(fault) }, "maintenance failed");
        end({ state: "failed" });
      },
    )
    .finally(forget);
  return true;
}

/** Cancels the running job after its current slice. Finished slices are kept. */
export function cancelJob(): void {
  office().controller?.abort();
}

function end(outcome: { state: "failed" } | { state: "done"; report: Report }): void {
  const desk = office();
  if (desk.job) desk.job = { ...desk.job, endedAt: clock.now(), ...outcome };
}
