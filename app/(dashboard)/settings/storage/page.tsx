import type { Metadata } from "next";
import { cancelWork } from "@/app/(dashboard)/replay/actions";
import { clock } from "@/clock";
import { ProvenForm } from "@/components/access/proven-form";
import { AutoRefresh } from "@/components/maintenance/auto-refresh";
import { JobStatus } from "@/components/maintenance/job-status";
import { RetentionResult } from "@/components/maintenance/retention-result";
import { RetentionForm } from "@/components/settings/retention-form";
import { StorageTable } from "@/components/settings/storage-table";
import { Button } from "@/components/ui/form/button";
import { Section } from "@/components/ui/section";
import type { Store } from "@/db/store";
import { hasRules, type RetentionRules, retentionRulesSchema, totalOf } from "@/domain/operations/retention";
import type { StorageUse } from "@/domain/operations/storage";
import { formatAge, formatInstant } from "@/domain/values/duration";
import { enter } from "@/server/access/enter";
import { jobFor, jobWords } from "@/server/operations/maintenance-job";
import { readStorage } from "@/server/operations/storage-gauge";
import { changeRetention, measureAgain, removeOldData } from "./actions";

export const metadata: Metadata = { title: "Storage" };

export default async function StoragePage({ searchParams }: PageProps<"/settings/storage">) {
  const { store, role } = await enter("manage_storage");
  const { busy } = await searchParams;
  const [settings, dueAt, { use, isMeasuring }] = await Promise.all([
    store.settings.read(),
    store.maintenance.retentionDueAt(),
    readStorage(store),
  ]);
  const saved = retentionRulesSchema.parse(settings);
  const job = jobFor(role);
  const isRunning = job?.state === "running";
  const looked = job?.task.kind === "retention" && job.task.isDryRun ? job.task.rules : null;
  const result = job?.state === "done" && "going" in job.report ? { ...job, report: job.report } : null;
  const isOfSaved = looked !== null && isSame(looked, saved);
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-8 px-4 py-5 sm:px-6">
      <h1 className="sr-only">Storage</h1>
      <Section title="What uses the disk">
        {use ? <Measured use={use} now={clock.now()} /> : <NotYet isMeasuring={isMeasuring} />}
      </Section>
      <Section title="Event checksums">
        <p className="text-ink-soft">{checkWords(store.damagedEvents(), clock.now())}</p>
      </Section>
      <Section
        title="How long data is kept"
        lead="Leave a field empty to keep that data forever. Whatever is removed, every connection keeps its state, expiries and recoveries, and a replay still finds nothing to correct."
      >
        <RetentionForm rules={looked ?? saved} action={changeRetention} isRunning={isRunning} />
        <p className="mt-4 border-t border-line pt-4 text-ink-soft">{scheduleWords(saved, looked, dueAt)}</p>
      </Section>
      {busy && isRunning ? (
        <p role="status" className="w-fit rounded-md bg-warn-soft px-3 py-1.5 text-warn">
          Another job is running: wait for it, or cancel it.
        </p>
      ) : null}
      {isRunning ? <JobStatus words={jobWords(job.task)} progress={job.progress} cancel={cancelWork} /> : null}
      {job?.state === "failed" && job.task.kind === "retention" ? (
        <p role="alert" className="rounded-lg border border-bad/30 bg-bad-soft px-4 py-3 text-bad">
          The database did not answer, so it ended early. What was removed stays so; try again, and look into the
          server's log.
        </p>
      ) : null}
      {result ? (
        <RetentionResult report={result.report} endedAt={result.endedAt}>
          {isOfSaved && totalOf(result.report).rows > 0 ? (
            <ProvenForm action={removeOldData}>
              <Button type="submit" className="min-h-9">
                Remove it now
              </Button>
            </ProvenForm>
          ) : null}
        </RetentionResult>
      ) : null}
    </div>
  );
}

function Measured({ use, now }: { use: StorageUse; now: number }) {
  return (
    <div className="grid gap-4">
      <StorageTable use={use} />
      {use.givesBack ? null : (
        <p className="text-ink-soft">
          Space freed in the file is reused, not given back to the disk, since an older version created it.
          docs/operate.md says how to compact it once.
        </p>
      )}
      <form action={measureAgain} className="flex flex-wrap items-center gap-3">
        <span className="flex-1 text-xs text-ink-soft">Measured {formatAge(use.measuredAt, now)}.</span>
        <Button type="submit">Measure again</Button>
      </form>
    </div>
  );
}

function NotYet({ isMeasuring }: { isMeasuring: boolean }) {
  if (!isMeasuring) return <p className="text-bad">It could not be measured: look into the server's log.</p>;
  return (
    <p role="status" className="text-ink-soft">
      Measuring; with many gigabytes this takes some minutes.
      <AutoRefresh />
      <noscript>
        <meta httpEquiv="refresh" content="3" />
      </noscript>
    </p>
  );
}

function checkWords(last: ReturnType<Store["damagedEvents"]>, now: number): string {
  if (!last) return "Events are being compared with their checksums for the first time since the start.";
  const found =
    last.count === 0
      ? "Every event matches its checksum."
      : `${last.count === 1 ? "One event doesn't match its checksum" : `${last.count.toLocaleString("en")} events don't match their checksums`}.`;
  return `${found} Checked ${formatAge(last.checkedAt, now)}; the next check is within a day.`;
}

function scheduleWords(saved: RetentionRules, looked: RetentionRules | null, dueAt: number | null): string {
  const isTried = looked !== null && !isSame(looked, saved);
  const tried = isTried ? "These rules aren't saved yet. Save them to apply them. " : "";
  if (!hasRules(saved)) return `${tried}Nothing is removed yet.`;
  const next = dueAt === null ? "within a day" : `not before ${formatInstant(dueAt)}`;
  return `${tried}What the rules no longer keep is removed once a day, next time ${next}.`;
}

function isSame(a: RetentionRules, b: RetentionRules): boolean {
  return retentionRulesSchema.keyof().options.every((rule) => a[rule] === b[rule]);
}
