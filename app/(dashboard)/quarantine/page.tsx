import type { Metadata } from "next";
import { actOnQuarantine } from "@/app/(dashboard)/quarantine/actions";
import { cancelWork, startReread } from "@/app/(dashboard)/replay/actions";
import { clock } from "@/clock";
import { LogPager } from "@/components/lists/log-pager";
import { EventLine } from "@/components/logs/event-line";
import { JobStatus } from "@/components/maintenance/job-status";
import { RereadResult } from "@/components/maintenance/reread-result";
import { shownBody } from "@/components/timeline/shown-body";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Button } from "@/components/ui/form/button";
import { Link } from "@/components/ui/link";
import { TabLink } from "@/components/ui/tab-link";
import { mayDo } from "@/domain/access/rights";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import { formatCount } from "@/domain/values/count";
import { eventsPath, quarantinePath } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";
import { jobFor, jobWords } from "@/server/operations/maintenance-job";

export const metadata: Metadata = { title: "Quarantine" };

export default async function QuarantinePage({ searchParams }: PageProps<"/quarantine">) {
  const { store, role } = await enter("read");
  const mayReread = mayDo(role, "replay_events");
  const mayDismiss = mayDo(role, "dismiss_quarantined");
  const { busy, nothing, changed, dismissed, after, before } = await searchParams;
  const isDismissed = dismissed === "yes";
  const job = jobFor(role);
  const now = clock.now();
  const place = { after: textOf(after), before: textOf(before) };
  const [page, counts] = await Promise.all([
    store.events.search({ ...WHOLE_LOG, type: ["unrecognised"], dismissed: isDismissed ? "yes" : "no", ...place }, now),
    store.intake.summary(),
  ]);
  const address = (change: Readonly<Record<string, string>>) =>
    quarantinePath({ ...(isDismissed ? { dismissed: "yes" } : {}), ...change });
  const isRunning = job?.state === "running";
  const result = job?.state === "done" && "readable" in job.report ? { ...job, report: job.report } : null;
  const readable = result?.report.isDryRun ? result.report.readable : 0;
  return (
    <div className="grid grid-cols-1 gap-5 py-5">
      <header className="grid max-w-4xl gap-1 px-4 sm:px-6">
        <h1 className="text-xl font-semibold tracking-tight">Quarantine</h1>
        <p className="text-ink-soft">
          Correctly signed events that this version of Relink does not understand. They are kept byte for byte and
          change nothing. After an upgrade, read them again: you see what would change before it does. Dismissed events
          are kept, and are read again like the others.
        </p>
      </header>
      {busy && isRunning ? <Hint>Another job is running: wait for it, or cancel it.</Hint> : null}
      {nothing ? <Hint>Select the events first.</Hint> : null}
      {typeof changed === "string" && /^\d{1,4}$/.test(changed) ? (
        <Hint>{changedWords(Number(changed), isDismissed)}</Hint>
      ) : null}
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
              <Button type="submit" variant="primary" className="min-h-9">
                Put {readable === 1 ? "it" : `these ${readable.toLocaleString("en")}`} into place
              </Button>
            </form>
          ) : null}
        </div>
      ) : null}
      <nav aria-label="Standing" className="-mb-px flex gap-1 border-b border-line px-1.5 sm:px-3.5">
        <TabLink href={quarantinePath()} isCurrent={!isDismissed}>
          Waiting {counts.unrecognised.toLocaleString("en")}
        </TabLink>
        <TabLink href={quarantinePath({ dismissed: "yes" })} isCurrent={isDismissed}>
          Dismissed {counts.dismissed.toLocaleString("en")}
        </TabLink>
      </nav>
      {page.rows.length > 0 ? (
        <form action={actOnQuarantine} className="grid gap-3">
          {mayDismiss ? (
            <div className="flex flex-wrap gap-2 px-4 sm:px-6">
              {page.rows.map(({ id }) => (
                <input key={id} type="hidden" name="shown" value={id} />
              ))}
              {mayReread ? (
                <>
                  {isDismissed ? null : (
                    <Button type="submit" name="act" value="reread_all" className="min-h-9" disabled={isRunning}>
                      Read all {(counts.unrecognised + counts.dismissed).toLocaleString("en")} again
                    </Button>
                  )}
                  <Button type="submit" name="act" value="reread_selected" className="min-h-9" disabled={isRunning}>
                    Read selected again
                  </Button>
                </>
              ) : null}
              <Button
                type="submit"
                name="act"
                value={isDismissed ? "bring_back_selected" : "dismiss_selected"}
                className="min-h-9"
              >
                {isDismissed ? "Bring back selected" : "Dismiss selected"}
              </Button>
              <Button
                type="submit"
                name="act"
                value={isDismissed ? "bring_back_shown" : "dismiss_shown"}
                className="min-h-9"
              >
                {isDismissed ? "Bring back" : "Dismiss"} all {page.rows.length.toLocaleString("en")} shown
              </Button>
            </div>
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
                  isSelectable={mayDismiss}
                />
              ))}
            </ol>
            <LogPager
              words={`${page.offset + 1}–${page.offset + page.rows.length} of ${formatCount(page.total)}`}
              newer={page.previous && address({ before: page.previous })}
              older={page.next && address({ after: page.next })}
            />
          </div>
        </form>
      ) : (
        <EmptyState title={emptyTitle(counts, isDismissed)} icon="empty" level={2}>
          <p>
            {isDismissed
              ? "Events that you dismiss are listed here, and can be brought back."
              : "No signed events are waiting here."}{" "}
            All events are in the{" "}
            <Link href={eventsPath()} className="underline">
              event log
            </Link>
            .
          </p>
        </EmptyState>
      )}
    </div>
  );
}

function emptyTitle({ dismissed }: { readonly dismissed: number }, isDismissed: boolean): string {
  if (isDismissed) return "No events are dismissed";
  return dismissed > 0 ? "Nothing is waiting" : "Everything is understood";
}

function changedWords(count: number, isDismissed: boolean): string {
  const events = `${count.toLocaleString("en")} ${count === 1 ? "event" : "events"}`;
  return isDismissed ? `Brought ${events} back.` : `Dismissed ${events}.`;
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
