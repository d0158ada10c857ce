import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { decodeSegment, parseTimelineRequest } from "@/app/(dashboard)/timeline-request";
import { ConnectionHeader } from "@/components/connections/connection-header";
import { connectionPath } from "@/components/connections/connection-row";
import { Timeline } from "@/components/timeline/timeline";
import { BackLink } from "@/components/ui/back-link";
import { LiveUpdates } from "@/components/ui/live-updates";
import { getStore } from "@/db";

type Props = PageProps<"/connections/[connectionId]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeSegment((await params).connectionId) ?? "Connection" };
}

export default async function ConnectionPage({ params, searchParams }: Props) {
  const id = decodeSegment((await params).connectionId);
  if (id === null) notFound();
  const request = parseTimelineRequest(await searchParams);
  const store = getStore();
  const revision = store.changes.revision();
  const [connection, signOfLife, page] = await Promise.all([
    store.connections.find(id),
    store.connections.findSignOfLife(id),
    store.timelines.ofConnection(id, request),
  ]);
  const isKnown = connection !== null || page.steps.length > 0 || request.after !== null;
  if (!isKnown) notFound();
  const now = Date.now();
  return (
    <div className="mx-auto grid max-w-5xl grid-cols-1 gap-8 px-4 py-5 sm:px-6">
      <div className="-mb-4 flex min-h-8 items-center justify-between gap-4">
        <BackLink />
        <LiveUpdates revision={revision} />
      </div>
      {connection ? (
        <ConnectionHeader connection={connection} signOfLife={signOfLife} now={now} />
      ) : (
        <header className="grid grid-cols-1 gap-1">
          <h1 className="font-mono text-xl font-semibold break-all">{id}</h1>
          <p className="text-ink-soft">No event that sets its state has arrived yet.</p>
        </header>
      )}
      <Timeline
        path={connectionPath(id)}
        steps={page.steps}
        next={page.next}
        now={now}
        isContinued={request.after !== null || request.startAt !== null}
        currentId={request.startAt}
        withConnection={false}
      />
    </div>
  );
}
