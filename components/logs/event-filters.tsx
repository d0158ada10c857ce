import { ChevronRight, Search } from "lucide-react";
import { ClearLink } from "@/components/lists/filters/clear-link";
import { Choice, DateFields, Field } from "@/components/lists/filters/fields";
import { ENVIRONMENT_WORDS } from "@/components/lists/filters/filter-words";
import { DIALECT_WORDS, EVENT_STYLES } from "@/components/timeline/event-style";
import { Button } from "@/components/ui/form/button";
import { Link } from "@/components/ui/link";
import { TabLink } from "@/components/ui/tab-link";
import {
  changeEventSearch,
  EVENT_TYPES,
  type EventSearch,
  type EventType,
  formatEventSearch,
  isLogFiltered,
  LOG_DIALECTS,
  LOG_SCHEMES,
  WHOLE_LOG,
} from "@/domain/intake/event-log";
import { SCHEME_WORDS } from "@/domain/intake/scheme-words";
import { ENVIRONMENTS } from "@/domain/values/environment";
import { eventsPath, quarantinePath } from "@/domain/values/query/paths";

/** Filters the event log: by kind with tabs, by everything else in one form. */
export function EventFilters({ search }: { search: EventSearch }) {
  return (
    <>
      <nav
        aria-label="Kind of event"
        className="-mb-px flex min-w-0 gap-1 overflow-x-auto border-b border-line px-1.5 [scrollbar-width:none] sm:px-3.5"
      >
        <Tab search={search} type={null} />
        {EVENT_TYPES.map((type) => (
          <Tab key={type} search={search} type={type} />
        ))}
      </nav>
      {search.type.join() === "unrecognised" ? (
        <p className="px-4 pt-3 text-ink-soft sm:px-6">
          A later version may understand them:{" "}
          <Link href={quarantinePath()} className="underline hover:text-ink">
            read them again
          </Link>
          .
        </p>
      ) : null}
      <form action={eventsPath()} className="grid gap-3 px-4 py-3 sm:px-6">
        {search.type.map((type) => (
          <input key={type} type="hidden" name="type" value={type} />
        ))}
        {search.dismissed === "" ? null : <input type="hidden" name="dismissed" value={search.dismissed} />}
        <div className="flex flex-wrap items-end gap-2">
          <div className="min-w-56 flex-1 sm:max-w-xl">
            <Field
              name="value"
              label="Exact value in the body, or message id"
              value={search.value}
              placeholder="of_user_456, messages:read, msg_2…"
            />
          </div>
          <Button type="submit" variant="primary" className="min-h-9">
            <Search aria-hidden className="size-4" /> Search
          </Button>
          {isLogFiltered(search) ? <ClearLink href={eventsPath()} /> : null}
        </div>
        <details open={hasMore(search)} className="group/more">
          <summary className="flex w-fit items-center gap-1 rounded text-ink-soft hover:text-ink">
            <ChevronRight aria-hidden className="size-4 transition-transform group-open/more:rotate-90" />
            More filters
          </summary>
          <div className="flex flex-wrap items-end gap-3 pt-3">
            <div className="w-60 max-w-full">
              <Field name="connection" label="Connection" value={search.connection} placeholder="conn_…" />
            </div>
            <div className="w-60 max-w-full">
              <Field
                name="user"
                label="User, by their connections"
                value={search.user}
                placeholder="Your own reference"
              />
            </div>
            <DateFields name="received" label="Received" value={search.received} zone={search.zone} />
            <Choice
              name="environment"
              label="Environment"
              value={search.environment[0] ?? ""}
              options={ENVIRONMENTS.map((one) => [one, ENVIRONMENT_WORDS[one]])}
            />
            <Choice
              name="dialect"
              label="Dialect"
              value={search.dialect[0] ?? ""}
              options={LOG_DIALECTS.map((one) => [one, DIALECT_WORDS[one]])}
            />
            <Choice
              name="scheme"
              label="Signature"
              value={search.scheme[0] ?? ""}
              options={LOG_SCHEMES.map((one) => [one, SCHEME_WORDS[one]])}
            />
          </div>
        </details>
      </form>
    </>
  );
}

/** Returns whether a filter in the collapsed part is set. */
function hasMore({ connection, user, received, environment, dialect, scheme }: EventSearch): boolean {
  return [connection, user, received, environment, dialect, scheme].some((filter) => filter.length > 0);
}

function Tab({ search, type }: { search: EventSearch; type: EventType | null }) {
  const wanted = type ? [type] : WHOLE_LOG.type;
  const isCurrent = search.type.join() === wanted.join();
  return (
    <TabLink href={eventsPath(formatEventSearch(changeEventSearch(search, { type: wanted })))} isCurrent={isCurrent}>
      {type ? EVENT_STYLES[type].word : "All"}
    </TabLink>
  );
}
