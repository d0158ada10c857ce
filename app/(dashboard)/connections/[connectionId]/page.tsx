import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CaseSection } from "@/app/(dashboard)/connections/case-section";
import { outreachFacts } from "@/app/(dashboard)/outreach-facts";
import { clock } from "@/clock";
import { ConnectionHeader } from "@/components/connections/connection-header";
import { SameAccount } from "@/components/connections/same-account";
import { OutreachScope } from "@/components/outreach/acts/outreach-provider";
import { CaseCard } from "@/components/outreach/queue/case-card";
import { LifeStrip } from "@/components/timeline/life-strip";
import { Timeline } from "@/components/timeline/timeline";
import { BackLink } from "@/components/ui/back-link";
import { Link } from "@/components/ui/link";
import { LiveUpdates } from "@/components/ui/live/live-updates";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { mayDo } from "@/domain/access/rights";
import { gapsThatLast } from "@/domain/lists/timeline-lines";
import { parseTimelineSearch, timelineSearchProblems } from "@/domain/lists/timeline-search";
import { idOfSegment } from "@/domain/values/query/path-segment";
import { connectionPath, erasePath, replayPath } from "@/domain/values/query/paths";
import { withoutTracking } from "@/domain/values/query/query-problems";
import { enter } from "@/server/access/enter";
import { readDays } from "@/server/lists/log-params";
import { timelineRequest } from "@/server/lists/timeline-request";

type Props = PageProps<"/connections/[connectionId]">;

export const metadata: Metadata = { title: "Connection" };

export default async function ConnectionPage({ params, searchParams }: Props) {
  const entered = await enter("read");
  const { store, role, person } = entered;
  const id = idOfSegment((await params).connectionId);
  if (id === null) notFound();
  const query = readDays(await searchParams, "occurred");
  const search = parseTimelineSearch(query);
  const revision = store.changes.revision();
  const now = clock.now();
  const [connection, signOfLife, page, lives, team] = await Promise.all([
    store.connections.find(id),
    store.connections.findSignOfLife(id),
    store.timelines.ofConnection(id, timelineRequest(search, now)),
    store.timelines.lives([id]),
    store.people.list(),
  ]);
  if (!connection && !signOfLife && (await store.timelines.ofConnection(id, { size: 1 })).steps.length === 0)
    notFound();
  const facts = mayDo(role, "work_on_cases") ? await outreachFacts(store, person.id) : null;
  const relatives = connection ? await store.connections.listOfSameAccount(id) : [];
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
          <p className="text-ink-soft">
            No event that sets its state has arrived yet.
            {signOfLife ? (
              <>
                {" "}
                Last sign of life <RelativeTime at={signOfLife.lastAt} now={now} />.
              </>
            ) : null}
          </p>
        </header>
      )}
      {connection ? <SameAccount connection={connection} others={relatives} now={now} /> : null}
      {connection ? (
        <OutreachScope facts={facts}>
          <CaseSection entered={entered} connection={connection} now={now} Card={CaseCard} />
        </OutreachScope>
      ) : null}
      <LifeStrip lives={lives} now={now} path={connectionPath(id)} />
      <Timeline
        path={connectionPath(id)}
        search={search}
        problems={timelineSearchProblems(withoutTracking(query))}
        page={page}
        team={team}
        now={now}
        lasting={gapsThatLast(connection ? [connection] : [], now)}
        withConnection={false}
      />
      {connection && mayDo(role, "erase_users") ? (
        <p className="text-xs text-ink-faint">
          Does something look wrong?{" "}
          <Link href={replayPath({ connection: id })} className="underline hover:text-ink">
            Check this connection
          </Link>{" "}
          against its events.
          {connection.account.id === null ? null : (
            <>
              {" "}
              Does the creator want to be forgotten?{" "}
              <Link href={erasePath({ kind: "account", connection: id })} className="underline hover:text-ink">
                Erase this account
              </Link>
              .
            </>
          )}
        </p>
      ) : null}
    </div>
  );
}
