import type { Metadata } from "next";
import { clock } from "@/clock";
import { LogPager } from "@/components/lists/log-pager";
import { EventFilters } from "@/components/logs/event-filters";
import { EventLine } from "@/components/logs/event-line";
import { LiveLog } from "@/components/logs/live-log";
import { shownBody } from "@/components/timeline/shown-body";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { QueryProblems } from "@/components/ui/feedback/query-problems";
import { Link } from "@/components/ui/link";
import {
  changeEventSearch,
  type EventSearch,
  eventSearchProblems,
  formatEventSearch,
  isLogFiltered,
  parseEventSearch,
  searchFromEvent,
} from "@/domain/intake/event-log";
import { formatCount } from "@/domain/values/count";
import { connectionsPath, deliveriesPath, eventsPath, settingsPath } from "@/domain/values/query/paths";
import { withoutTracking } from "@/domain/values/query/query-problems";
import { enter } from "@/server/access/enter";
import { type LogParams, readDays, readEventNumber } from "@/server/lists/log-params";

export const metadata: Metadata = { title: "Events" };

export default async function EventsPage({ searchParams }: PageProps<"/events">) {
  const { store } = await enter("read");
  const params = readDays(await searchParams, "received");
  const eventNumber = readEventNumber(params);
  const search = eventNumber === null ? parseEventSearch(params) : searchFromEvent(eventNumber);
  const revision = store.changes.revision();
  const now = clock.now();
  const page = await store.events.search(search, now);
  const repeats = await store.events.listRepeats(page.rows.flatMap((one) => (one.deliveries > 1 ? one.id : [])));
  const isNewest = !search.after && !search.before;
  const address = (change: Partial<EventSearch>) => eventsPath(formatEventSearch(changeEventSearch(search, change)));
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4 px-4 pt-5 pb-2 sm:px-6">
        <h1 className="text-xl font-semibold tracking-tight">Events</h1>
        <LiveLog revision={revision} counts={["events"]} isNewest={isNewest} />
      </div>
      <EventFilters search={search} />
      <QueryProblems problems={eventSearchProblems(withoutTracking(params))} className="mx-4 mb-3 sm:mx-6" />
      {page.unsearched > 0 ? (
        <p role="status" className="mx-4 mb-3 w-fit rounded-md bg-warn-soft px-3 py-1.5 text-warn sm:mx-6">
          {page.unsearched.toLocaleString("en")} older events are still being taken in and were not searched. Try again
          in a while.
        </p>
      ) : null}
      {page.rows.length > 0 ? (
        <section aria-label="Events, newest first" className="border-t border-line bg-surface">
          <ol>
            {page.rows.map((event) => (
              <EventLine
                key={event.id}
                event={{ ...event, body: shownBody(event.body) }}
                repeats={repeats.get(event.id) ?? []}
                now={now}
                isOpen={event.id === eventNumber}
              />
            ))}
          </ol>
          <LogPager
            words={pageWords(page, eventNumber)}
            newer={
              page.previous && (page.offset <= page.rows.length ? address({}) : address({ before: page.previous }))
            }
            older={page.next && address({ after: page.next })}
          />
        </section>
      ) : (
        <NoEvents params={params} search={search} />
      )}
    </>
  );
}

function NoEvents({ params, search }: { params: LogParams; search: EventSearch }) {
  const isNarrowed = isLogFiltered(search) || search.after !== "" || "event" in params;
  return isNarrowed ? (
    <EmptyState title="No event matches" icon="search" level={2}>
      <p>
        Enter the exact value as it appears in the body. For a part of a name, search the{" "}
        <Link href={connectionsPath()} className="underline">
          connections
        </Link>
        .
      </p>
      <Link href={eventsPath()} className="font-medium underline">
        Show all events
      </Link>
    </EmptyState>
  ) : (
    <EmptyState title="No event yet" icon="empty" level={2}>
      <p>
        What OFAuth reports appears here by itself, each event with its exact body. If nothing comes, the{" "}
        <Link href={deliveriesPath()} className="underline">
          deliveries
        </Link>{" "}
        say why, and the{" "}
        <Link href={settingsPath()} className="underline">
          settings
        </Link>{" "}
        how to connect it.
      </p>
    </EmptyState>
  );
}

function pageWords(
  page: { offset: number; rows: readonly unknown[]; total: Parameters<typeof formatCount>[0] },
  eventNumber: number | null,
): string {
  if (eventNumber !== null) return `From event ${eventNumber.toLocaleString("en")} on`;
  const [first, last] = [page.offset + 1, page.offset + page.rows.length].map((one) => one.toLocaleString("en"));
  return `${first}–${last} of ${formatCount(page.total)}`;
}
