import type { Metadata } from "next";
import { cancelWork, startReread } from "@/app/(dashboard)/replay/actions";
import { enter } from "@/app/access/enter";
import { currentJob, jobWords } from "@/app/maintenance-job";
import { clock } from "@/clock";
import { EventLine } from "@/components/logs/event-line";
import { LogPager } from "@/components/logs/log-pager";
import { JobStatus } from "@/components/maintenance/job-status";
import { RereadResult } from "@/components/maintenance/reread-result";
import { shownBody } from "@/components/timeline/shown-body";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { formatCount } from "@/domain/count";
import { WHOLE_LOG } from "@/domain/event-log";
import { mayAct } from "@/domain/role";

export const metadata: Metadata = { title: "Quarantine" };

export default async function QuarantinePage({ searchParams }: PageProps<"/quarantine">) {
  const { store, role } = await enter("viewer");
  const mayReread = mayAct(role, "admin");
  const { busy, nothing, after, before } = await searchParams;
  const job = currentJob();
  const now = clock.now();
  const page = await store.events.search(
    { ...WHOLE_LOG, type: ["unrecognised"], after: textOf(after), before: textOf(before) },
    now,
  );
  const isRunning = job?.state === "running";
  const result = job?.state === "done" && "readable" in job.report ? { ...job, report: job.report } : null;
  const readable = result?.report.isDryRun ? result.report.readable : 0;
  return (
    <div className="grid grid-cols-1 gap-5 py-5">
      <header className="grid max-w-4xl gap-1 px-4 sm:px-6">
        <h1 className="text-xl font-semibold tracking-tight">Quarantine</h1>
        <p className="text-ink-soft">
          Events with a right signature that this version of Relink does not understand. They are kept letter by letter
          and change nothing. After an upgrade, read them again: what would change is shown before it does.
        </p>
      </header>
      {busy && isRunning ? <Hint>Another job runs: wait for it, or cancel it.</Hint> : null}
      {nothing ? <Hint>Choose the events that should be read again, or read all of them.</Hint> : null}
      {isRunning ? (
        <div className="max-w-4xl px-4 sm:px-6">
          <JobStatus words={jobWords(job.task)} progress={job.progress} cancel={cancelWork} />
        </div>
      ) : null}
      {result ? (
        <div className="grid max-w-4xl gap-3 px-4 sm:px-6">
          <RereadResult report={result.report} endedAt={result.endedAt} />
          {mayReread && readable > 0 && result.task.kind === "reread" ? (
            <form action={startReread}>
              <input type="hidden" name="mode" value="correct" />
              <input type="hidden" name="scope" value={result.task.eventIds ? "chosen" : "all"} />
              {(result.task.eventIds ?? []).map((id) => (
                <input key={id} type="hidden" name="event" value={id} />
              ))}
              <Button type="submit" look="primary" className="min-h-9">
                Put {readable === 1 ? "it" : `these ${readable.toLocaleString("en")}`} into place
              </Button>
            </form>
          ) : null}
        </div>
      ) : null}
      {page.rows.length > 0 ? (
        <form action={startReread} className="grid gap-3">
          {mayReread ? (
            <p className="flex flex-wrap gap-2 px-4 sm:px-6">
              <Button type="submit" name="scope" value="all" className="min-h-9" disabled={isRunning}>
                Read all {formatCount(page.total)} again
              </Button>
              <Button type="submit" name="scope" value="chosen" className="min-h-9" disabled={isRunning}>
                Read the chosen ones again
              </Button>
            </p>
          ) : null}
          <div className="border-y border-line bg-surface">
            <ol>
              {page.rows.map((event) => (
                <EventLine
                  key={event.id}
                  event={{ ...event, body: shownBody(event.body) }}
                  repeats={[]}
                  now={now}
                  isOpen={false}
                  isChoosable={mayReread}
                />
              ))}
            </ol>
            <LogPager
              words={`${page.offset + 1}–${page.offset + page.rows.length} of ${formatCount(page.total)}`}
              newer={page.previous && `/quarantine?before=${page.previous}`}
              older={page.next && `/quarantine?after=${page.next}`}
            />
          </div>
        </form>
      ) : (
        <Notice title="Everything is understood" icon="empty" level={2}>
          <p>
            No signed event waits here. All of them are in the{" "}
            <Link href="/events" className="underline">
              event log
            </Link>
            .
          </p>
        </Notice>
      )}
    </div>
  );
}

function Hint({ children }: { children: string }) {
  return (
    <p role="status" className="mx-4 w-fit rounded-md bg-warn-soft px-3 py-1.5 text-warn sm:mx-6">
      {children}
    </p>
  );
}

function textOf(value: string | string[] | undefined): string {
  return typeof value === "string" ? value : "";
}
