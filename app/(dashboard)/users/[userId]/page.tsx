import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { decodeSegment, parseTimelineRequest } from "@/app/(dashboard)/timeline-request";
import { ConnectionCard } from "@/components/connections/connection-card";
import { userPath } from "@/components/connections/connection-row";
import { Timeline } from "@/components/timeline/timeline";
import { BackLink } from "@/components/ui/back-link";
import { CopyButton } from "@/components/ui/copy-button";
import { LiveUpdates } from "@/components/ui/live-updates";
import { getStore } from "@/db";

type Props = PageProps<"/users/[userId]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeSegment((await params).userId) ?? "User" };
}

export default async function UserPage({ params, searchParams }: Props) {
  const user = decodeSegment((await params).userId);
  if (user === null) notFound();
  const request = parseTimelineRequest(await searchParams);
  const store = getStore();
  const revision = store.changes.revision();
  const connections = await store.connections.listOfUser(user);
  if (connections.length === 0) notFound();
  const page = await store.timelines.ofUser(user, request);
  const now = Date.now();
  return (
    <div className="mx-auto grid max-w-5xl grid-cols-1 gap-8 px-4 py-5 sm:px-6">
      <div className="-mb-4 flex min-h-8 items-center justify-between gap-4">
        <BackLink />
        <LiveUpdates revision={revision} />
      </div>
      <header className="grid grid-cols-1 gap-1">
        <p className="text-xs text-ink-faint">User</p>
        <h1 className="flex items-center gap-1 text-xl font-semibold tracking-tight">
          <span dir="auto" className="break-all">
            {user}
          </span>
          <CopyButton text={user} label={`Copy user ${user}`} />
        </h1>
      </header>
      <section aria-labelledby="connections" className="grid grid-cols-1 gap-3">
        <h2 id="connections" className="font-semibold">
          {connections.length === 1 ? "One connection" : `${connections.length} connections`}
        </h2>
        <ul className="grid grid-cols-1 gap-2 md:grid-cols-2">
          {connections.map((connection) => (
            <ConnectionCard key={connection.id} connection={connection} now={now} />
          ))}
        </ul>
      </section>
      <Timeline
        path={userPath(user)}
        steps={page.steps}
        next={page.next}
        now={now}
        isContinued={request.after !== null || request.startAt !== null}
        currentId={request.startAt}
        withConnection={connections.length > 1}
      />
    </div>
  );
}
