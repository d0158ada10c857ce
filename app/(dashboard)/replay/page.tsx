import type { Metadata } from "next";
import { Field } from "@/components/lists/filters/fields";
import { JobStatus } from "@/components/maintenance/job-status";
import { RebuildResult } from "@/components/maintenance/rebuild-result";
import { Card } from "@/components/ui/card";
import { Button } from "@/components/ui/form/button";
import { enter } from "@/server/access/enter";
import { jobFor, jobWords } from "@/server/operations/maintenance-job";
import { cancelWork, startRebuild } from "./actions";

export const metadata: Metadata = { title: "Replay" };

export default async function ReplayPage({ searchParams }: PageProps<"/replay">) {
  const { role } = await enter("replay_events");
  const { busy, connection } = await searchParams;
  const job = jobFor(role);
  const isRunning = job?.state === "running";
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-5 px-4 py-5 sm:px-6">
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">Replay</h1>
        <p className="text-ink-soft">
          A connection's state is what its events say, one after the other. Replaying folds them again: a check lists
          what differs from what is stored, and correcting makes the state what the events say. If something differs and
          you didn't just upgrade, events may be damaged: restore a backup before you correct anything. Deliveries go on
          meanwhile.
        </p>
      </header>
      {busy && isRunning ? (
        <p role="status" className="w-fit rounded-md bg-warn-soft px-3 py-1.5 text-warn">
          Another job is running: wait for it, or cancel it.
        </p>
      ) : null}
      {isRunning ? (
        <JobStatus words={jobWords(job.task)} progress={job.progress} cancel={cancelWork} />
      ) : (
        <Card as="form" action={startRebuild} className="grid gap-4 p-5">
          <div className="max-w-md">
            <Field
              name="connection"
              label="Connection; leave it empty for all"
              value={typeof connection === "string" ? connection : ""}
              placeholder="conn_…"
            />
          </div>
          <p className="flex flex-wrap gap-2">
            <Button type="submit" name="mode" value="check" variant="primary" className="min-h-9">
              Check
            </Button>
            <Button type="submit" name="mode" value="correct" className="min-h-9">
              Correct what differs
            </Button>
          </p>
        </Card>
      )}
      {job?.state === "failed" && job.task.kind === "rebuild" ? <Failed /> : null}
      {job?.state === "done" && job.task.kind === "rebuild" && "corrected" in job.report ? (
        <RebuildResult report={job.report} endedAt={job.endedAt} />
      ) : null}
    </div>
  );
}

function Failed() {
  return (
    <p role="alert" className="rounded-lg border border-bad/30 bg-bad-soft px-4 py-3 text-bad">
      The database did not answer, so it ended early. What was corrected stays; try again, and look into the server's
      log.
    </p>
  );
}
