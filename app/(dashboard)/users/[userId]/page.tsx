import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CaseSection, readCaseFacts } from "@/app/(dashboard)/connections/case-section";
import { outreachFacts } from "@/app/(dashboard)/outreach-facts";
import { clock } from "@/clock";
import { ConnectionCard } from "@/components/connections/connection-card";
import { EventLine } from "@/components/logs/event-line";
import { OutreachScope } from "@/components/outreach/acts/outreach-provider";
import { CaseCard } from "@/components/outreach/queue/case-card";
import { LifeStrip } from "@/components/timeline/life-strip";
import { shownBody } from "@/components/timeline/shown-body";
import { Timeline } from "@/components/timeline/timeline";
import { BackLink } from "@/components/ui/back-link";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/form/copy-button";
import { Link } from "@/components/ui/link";
import { LiveUpdates } from "@/components/ui/live/live-updates";
import { Personal } from "@/components/ui/personal/personal";
import type { Store } from "@/db/store";
import { mayDo } from "@/domain/access/rights";
import type { Connection } from "@/domain/connection/connection";
import type { LoggedEvent } from "@/domain/intake/event-log";
import { gapsThatLast } from "@/domain/lists/timeline-lines";
import { parseTimelineSearch, timelineSearchProblems } from "@/domain/lists/timeline-search";
import { idOfSegment } from "@/domain/values/query/path-segment";
import { connectionPath, erasePath, userPath } from "@/domain/values/query/paths";
import { withoutTracking } from "@/domain/values/query/query-problems";
import { enter, type SignedIn } from "@/server/access/enter";
import { readDays } from "@/server/lists/log-params";
import { timelineRequest } from "@/server/lists/timeline-request";

/** The maximum of connections shown for a user: those with the newest events. */
const LIVES_SHOWN = 20;
const CASES_SHOWN = 10;

type Props = PageProps<"/users/[userId]">;

/** Omits the reference: a title stays in the browser's history, and can't be blurred. */
export const metadata: Metadata = { title: "User" };

export default async function UserPage({ params, searchParams }: Props) {
  const entered = await enter("read");
  const { store, role, person } = entered;
  const user = idOfSegment((await params).userId);
  if (user === null) notFound();
  const query = readDays(await searchParams, "occurred");
  const search = parseTimelineSearch(query);
  const revision = store.changes.revision();
  const [connections, naming] = await Promise.all([store.connections.listOfUser(user), store.events.listNaming(user)]);
  if (connections.length === 0 && naming.length === 0) notFound();
  const now = clock.now();
  const [page, lives, team, facts] = await Promise.all([
    store.timelines.ofUser(user, timelineRequest(search, now)),
    store.timelines.lives(connections.slice(0, LIVES_SHOWN).map((connection) => connection.id)),
    store.people.list(),
    mayDo(role, "work_on_cases") ? outreachFacts(store, person.id) : null,
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
          <Personal id="shown-user" className="break-all">
            {user}
          </Personal>
          <CopyButton text={user} label="Copy user" shownId="shown-user" />
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
      <OutreachScope facts={facts}>
        <OpenCases entered={entered} connections={connections} now={now} />
      </OutreachScope>
      <FormerConnections store={store} events={naming} now={now} />
      {connections.length > 0 ? (
        <>
          <LifeStrip lives={lives} now={now} path={userPath(user)} />
          <Timeline
            path={userPath(user)}
            search={search}
            problems={timelineSearchProblems(withoutTracking(query))}
            page={page}
            team={team}
            now={now}
            lasting={gapsThatLast(connections, now)}
            withConnection={connections.length > 1}
          />
        </>
      ) : null}
      {mayDo(role, "erase_users") ? (
        <p className="text-xs text-ink-faint">
          Do they want to be forgotten?{" "}
          <Link href={erasePath({ kind: "user", reference: user })} className="underline hover:text-ink">
            Erase this user
          </Link>
          .
        </p>
      ) : null}
    </div>
  );
}

/** Shows the open case of each expired connection, with what was done about it. */
async function OpenCases(props: { entered: SignedIn; connections: readonly Connection[]; now: number }) {
  const { entered, connections, now } = props;
  const expired = connections.filter(({ downSince, isDisconnected }) => downSince !== null && !isDisconnected);
  const shown = expired.slice(0, CASES_SHOWN);
  const ids = shown.map(({ id }) => id);
  const facts = await readCaseFacts(entered.store, ids, now);
  return (
    <>
      {shown.map((connection) => (
        <CaseSection
          key={connection.id}
          entered={entered}
          connection={connection}
          now={now}
          Card={CaseCard}
          withConnection
          facts={facts}
        />
      ))}
      {expired.length > CASES_SHOWN ? (
        <p className="text-xs text-ink-faint">
          The cases of {CASES_SHOWN} of {expired.length} expired connections are shown. The others are on the pages of
          their connections.
        </p>
      ) : null}
    </>
  );
}

/** Lists connections that were this user's, whose each is now, and the events that named the user. */
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
                <Link href={userPath(connection.user)} className="font-mono text-[0.8125rem] underline">
                  <Personal>{connection.user}</Personal>
                </Link>
              </>
            ) : (
              "has no user now"
            )}
          </li>
        ))}
      </ul>
      <h3 className="text-ink-soft">Events that named this user, newest first</h3>
      <Card as="ol">
        {events.map((event) => (
          <EventLine
            key={event.id}
            event={{ ...event, body: shownBody(event.body) }}
            repeats={[]}
            now={now}
            isOpen={false}
          />
        ))}
      </Card>
    </section>
  );
}

function countWords(connections: number): string {
  if (connections === 0) return "No connection now";
  return connections === 1 ? "One connection" : `${connections} connections`;
}
