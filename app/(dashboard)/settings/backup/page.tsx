import type { Metadata } from "next";
import { clock } from "@/clock";
import { JobStatus } from "@/components/maintenance/job-status";
import { BackupList } from "@/components/settings/backup-list";
import { BackupSchedule } from "@/components/settings/backup-schedule";
import { RestoreGuide } from "@/components/settings/restore-guide";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { Section } from "@/components/ui/section";
import { BACKUP_STEP_WORDS } from "@/domain/operations/backup";
import { environment } from "@/env";
import { enter } from "@/server/access/enter";
import { backupStanding, keptBackups } from "@/server/operations/backups";
import { type Job, jobFor } from "@/server/operations/maintenance-job";
import { backUpNow, cancelBackup } from "./actions";

export const metadata: Metadata = { title: "Backup" };

export default async function BackupPage({ searchParams }: PageProps<"/settings/backup">) {
  const { store, role } = await enter("manage_backups");
  const { busy } = await searchParams;
  const now = clock.now();
  const settings = environment().backups;
  const kept = await keptBackups(store);
  const job = jobFor(role);
  const isRunning = job?.state === "running";
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-8 px-4 py-5 sm:px-6">
      <h1 className="sr-only">Backup</h1>
      <Section
        title="Backups"
        lead="A copy of everything as of one moment, made beside the deliveries: read for damage, compared with the events, compressed, and read back before it counts."
      >
        <div className="grid gap-5">
          <BackupSchedule settings={settings} standing={backupStanding(now)} now={now} />
          {isRunning ? (
            <JobStatus {...wordsOf(job)} progress={job.progress} cancel={cancelBackup} />
          ) : (
            <form action={backUpNow}>
              <Button type="submit" variant="primary" className="min-h-10">
                Back up now
              </Button>
            </form>
          )}
          <FormError>{busy && isRunning ? "Another job is running: wait for it, or cancel it." : null}</FormError>
        </div>
      </Section>
      <section className="grid grid-cols-1 gap-3">
        <h2 className="font-semibold">What there is</h2>
        <BackupList backups={kept} now={now} />
      </section>
      <Section title="Restoring" lead="On the server, with Relink stopped. What is replaced is kept beside it.">
        <RestoreGuide newest={kept[0]?.name ?? null} />
      </Section>
    </div>
  );
}

function wordsOf({ task, progress }: Job): { words: string; unit: string } {
  if (task.kind !== "backup") return { words: "Another job is running", unit: "" };
  const { label, unit } = BACKUP_STEP_WORDS[progress.step ?? "copying"];
  return { words: label, unit };
}
