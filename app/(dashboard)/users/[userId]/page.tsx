import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readDays } from "@/app/(dashboard)/log-params";
import { timelineRequest } from "@/app/(dashboard)/timeline-request";
import { enter } from "@/app/access/enter";
import { clock } from "@/clock";
import { ConnectionCard } from "@/components/connections/connection-card";
import { connectionPath, userPath } from "@/components/connections/connection-row";
import { EventLine } from "@/components/logs/event-line";
import { LifeStrip } from "@/components/timeline/life-strip";
import { shownBody } from "@/components/timeline/shown-body";
import { Timeline } from "@/components/timeline/timeline";
import { BackLink } from "@/components/ui/back-link";
import { CopyButton } from "@/components/ui/copy-button";
import { Link } from "@/components/ui/link";
import { LiveUpdates } from "@/components/ui/live-updates";
import type { Store } from "@/db/store";
import type { LoggedEvent } from "@/domain/event-log";
import { idOfSegment } from "@/domain/path-segment";
import { withoutTracking } from "@/domain/query-problems";
import { mayAct } from "@/domain/role";
import { gapsThatLast } from "@/domain/timeline-lines";
import { parseTimelineSearch, timelineSearchProblems } from "@/domain/timeline-search";

/** Of a user with very many connections, the ones with the newest events. */
const LIVES_SHOWN = 20;

type Props = PageProps<"/users/[userId]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: idOfSegment((await params).userId) ?? "User" };
}

export default async function UserPage({ params, searchParams }: Props) {
  const { store, role } = await enter("viewer");
  const user = idOfSegment((await params).userId);
  if (user === null) notFound();
  const query = readDays(await searchParams, "occurred");
  const search = parseTimelineSearch(query);
  const revision = store.changes.revision();
  const [connections, naming] = await Promise.all([store.connections.listOfUser(user), store.events.listNaming(user)]);
  if (connections.length === 0 && naming.length === 0) notFound();
  const now = clock.now();
  const [page, lives] = await Promise.all([
    store.timelines.ofUser(user, timelineRequest(search, now)),
    store.timelines.lives(connections.slice(0, LIVES_SHOWN).map((connection) => connection.id)),
  ]);
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
          {countWords(connections.length)}
        </h2>
        <ul className="grid grid-cols-1 gap-2 md:grid-cols-2">
          {connections.map((connection) => (
            <ConnectionCard key={connection.id} connection={connection} now={now} />
          ))}
        </ul>
      </section>
      <FormerConnections store={store} events={naming} now={now} />
      {connections.length > 0 ? (
        <>
          <LifeStrip lives={lives} now={now} path={userPath(user)} />
          <Timeline
            path={userPath(user)}
            search={search}
            problems={timelineSearchProblems(withoutTracking(query))}
            page={page}
            now={now}
            lasting={gapsThatLast(connections, now)}
            withConnection={connections.length > 1}
          />
        </>
      ) : null}
      {mayAct(role, "admin") ? (
        <p className="text-xs text-ink-faint">
          Do they want to be forgotten?{" "}
          <Link href={`/erase?kind=user&reference=${encodeURIComponent(user)}`} className="underline hover:text-ink">
            Erase this user
          </Link>
          .
        </p>
      ) : null}
    </div>
  );
}

/** Connections that were this user's, where each is now, and the events that named the user. */
async function FormerConnections(props: { store: Store; events: readonly LoggedEvent[]; now: number }) {
  const { store, events, now } = props;
  if (events.length === 0) return null;
  const ids = [...new Set(events.flatMap((event) => event.connectionId ?? []))];
  const found = await Promise.all(ids.map(async (id) => [id, await store.connections.find(id)] as const));
  return (
    <section aria-labelledby="former" className="grid grid-cols-1 gap-3">
      <h2 id="former" className="font-semibold">
        {ids.length === 1 ? "A connection that moved" : `${ids.length} connections that moved`}
      </h2>
      <ul className="grid grid-cols-1 gap-1">
        {found.map(([id, connection]) => (
          <li key={id} className="break-all">
            <Link href={connectionPath(id)} className="font-mono text-[0.8125rem] underline">
              {id}
            </Link>{" "}
            {connection?.user ? (
              <>
                now belongs to{" "}
                <Link href={userPath(connection.user)} dir="auto" className="font-mono text-[0.8125rem] underline">
                  {connection.user}
                </Link>
              </>
            ) : (
              "has no user now"
            )}
          </li>
        ))}
      </ul>
      <h3 className="text-ink-soft">Events that named this user, newest first</h3>
      <ol className="rounded-xl border border-line bg-surface">
        {events.map((event) => (
          <EventLine
            key={event.id}
            event={{ ...event, body: shownBody(event.body) }}
            repeats={[]}
            now={now}
            isOpen={false}
          />
        ))}
      </ol>
    </section>
  );
}

function countWords(connections: number): string {
  if (connections === 0) return "No connection now";
  return connections === 1 ? "One connection" : `${connections} connections`;
}
