import { ArrowDown, ArrowUp, ChevronRight, Hourglass, RefreshCw } from "lucide-react";
import { QueryProblems } from "@/components/ui/feedback/query-problems";
import { ButtonLink } from "@/components/ui/form/button";
import { Link } from "@/components/ui/link";
import type { ActStep, ConnectionStep, TimelineStep } from "@/domain/lists/timeline";
import {
  eventIdOf,
  foldSteps,
  type Gap,
  occurredAtOfStep,
  type TimelineLine,
  withGaps,
} from "@/domain/lists/timeline-lines";
import {
  changeTimelineSearch,
  formatTimelineSearch,
  isTimelineFiltered,
  type TimelineSearch,
  WHOLE_TIMELINE,
} from "@/domain/lists/timeline-search";
import { formatDuration } from "@/domain/values/duration";
import type { Path } from "@/domain/values/query/paths";
import type { QueryProblem } from "@/domain/values/query/query-problems";
import { ActEntry } from "./act-entry";
import type { Teammate } from "./act-words";
import { UNCHANGED_WORDS } from "./event-style";
import { TimelineEntry } from "./timeline-entry";
import { TimelineFilters } from "./timeline-filters";
import { TimelineShortcuts } from "./timeline-shortcuts";

type TimelineProps = {
  /** The path of the page with this whole timeline. */
  readonly path: Path;
  readonly search: TimelineSearch;
  /** Problems of the page's query string. */
  readonly problems?: readonly QueryProblem[];
  readonly page: {
    readonly steps: readonly TimelineStep[];
    /** Cursors of the newer and the older steps; null if there are none. */
    readonly previous: string | null;
    readonly next: string | null;
    readonly hasStart: boolean;
  };
  /** The team, to show names instead of e-mail addresses. */
  readonly team: readonly Teammate[];
  readonly now: number;
  /** The outages that still last. */
  readonly lasting: readonly Gap[];
  /** True if steps name their connection, for a timeline of several. */
  readonly withConnection: boolean;
  /** True if it shows only the newest steps, without filters, next to a list. */
  readonly isExcerpt?: boolean;
};

/** Lists what happened, newest first, under the day on which it happened. */
export function Timeline(props: TimelineProps) {
  const { path, search, page, team, now, lasting, withConnection, isExcerpt = false } = props;
  const { steps, previous, next, hasStart } = page;
  const address = (change: Partial<TimelineSearch>) =>
    `${path}${formatTimelineSearch(changeTimelineSearch(search, change))}`;
  const isWhole = !isTimelineFiltered(search);
  const lines = isWhole ? withGaps(foldSteps(steps)) : foldSteps(steps);
  return (
    <section aria-labelledby="timeline" className="grid grid-cols-1 gap-5">
      <TimelineShortcuts isBesideList={isExcerpt} />
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <h2 id="timeline" className="font-semibold">
          Timeline
        </h2>
        {isExcerpt ? null : <TimelineFilters path={path} search={search} />}
      </div>
      <QueryProblems problems={props.problems ?? []} />
      {hasStart ? null : (
        <p role="status" className="w-fit rounded-md bg-warn-soft px-3 py-1.5 text-warn">
          There is no event {search.event} here. These are the newest.
        </p>
      )}
      {previous && !isExcerpt ? (
        <p className="flex flex-wrap gap-2">
          <ButtonLink href={address({ before: previous })}>
            <ArrowUp aria-hidden className="size-4" /> Newer events
          </ButtonLink>
          <ButtonLink href={address({})} variant="quiet">
            Newest events
          </ButtonLink>
        </p>
      ) : null}
      {!previous && isWhole
        ? lasting.map((gap) => <GapLine key={gap.connectionId} gap={gap} withConnection={withConnection} />)
        : null}
      {byDay(lines).map(([day, ofDay]) => (
        <div key={day} className="grid grid-cols-1 gap-4">
          <h3 className="w-fit rounded-full bg-gone-soft px-3 py-0.5 text-xs font-medium text-ink-soft">
            {dayTitle(day)}
          </h3>
          <ol>
            {ofDay.map((line) => (
              <Line
                key={keyOf(line)}
                line={line}
                team={team}
                now={now}
                currentId={search.event}
                withConnection={withConnection}
                path={path}
              />
            ))}
          </ol>
        </div>
      ))}
      <End
        path={path}
        search={search}
        isEmpty={steps.length === 0}
        older={next && address({ after: next })}
        isExcerpt={isExcerpt}
      />
    </section>
  );
}

function End(props: {
  path: Path;
  search: TimelineSearch;
  isEmpty: boolean;
  older: string | null;
  isExcerpt: boolean;
}) {
  const { path, search, isEmpty, older, isExcerpt } = props;
  if (older) {
    return (
      <ButtonLink href={isExcerpt ? path : older} className="w-fit">
        <ArrowDown aria-hidden className="size-4" /> {isExcerpt ? "The whole timeline" : "Older events"}
      </ButtonLink>
    );
  }
  if (!isEmpty)
    return (
      <p className="text-xs text-ink-faint">
        {isTimelineFiltered(search) ? "Nothing further matches." : "This is where the history begins."}
      </p>
    );
  return (
    <div className="grid justify-items-center gap-2 rounded-xl border border-dashed border-line-strong/50 px-4 py-10 text-center text-ink-soft">
      <p className="font-medium text-ink">No event matches</p>
      <Link href={`${path}${formatTimelineSearch(WHOLE_TIMELINE)}`} className="underline hover:text-ink">
        Show all events
      </Link>
    </div>
  );
}

type LineProps = {
  readonly line: TimelineLine;
  readonly team: readonly Teammate[];
  readonly now: number;
  readonly currentId: number | null;
  readonly withConnection: boolean;
  readonly path: Path;
};

function Line({ line, team, ...rest }: LineProps) {
  if (line.kind === "gap")
    return (
      <li className="pb-6">
        <GapLine gap={line.gap} withConnection={rest.withConnection} />
      </li>
    );
  if (line.kind === "repeats") return <Repeats steps={line.steps} {...rest} />;
  if (line.kind === "acts") return <ActEntry steps={line.steps} team={team} {...rest} />;
  const { step } = line;
  if (step.kind === "act") return <ActEntry steps={[step]} team={team} {...rest} />;
  return <TimelineEntry step={step} isCurrent={eventIdOf(step) === rest.currentId} {...rest} />;
}

/** Describes an outage: "Expired for 3 d 4 h, then reconnected." */
function GapLine({ gap, withConnection }: { gap: Gap; withConnection: boolean }) {
  const end = gap.end ? `, then ${gap.end}` : " so far";
  return (
    <p className="flex items-center gap-3 text-warn">
      <span className="grid size-8 shrink-0 place-items-center">
        <Hourglass aria-hidden className="size-4" />
      </span>
      <span className="min-w-0 border-l-2 border-dashed border-warn/50 py-1 pl-3">
        Expired for {formatDuration(gap.length)}
        {end}
        {withConnection ? (
          <span className="block font-mono text-xs break-all text-ink-faint">{gap.connectionId}</span>
        ) : null}
      </span>
    </p>
  );
}

function Repeats({
  steps,
  currentId,
  ...rest
}: { steps: readonly ConnectionStep[] } & Omit<LineProps, "line" | "team">) {
  const [first] = steps;
  const hasCurrent = steps.some((step) => eventIdOf(step) === currentId);
  return (
    <li className="pb-6">
      <details open={hasCurrent} className="group/repeats">
        <summary className="flex w-fit items-center gap-3 rounded text-ink-soft hover:text-ink">
          <span className="grid size-8 place-items-center rounded-full bg-gone-soft text-gone">
            <RefreshCw aria-hidden className="size-4" />
          </span>
          {UNCHANGED_WORDS[first?.event.said.change ?? "updated"].repeated} {steps.length} times, nothing changed
          <ChevronRight aria-hidden className="size-4 transition-transform group-open/repeats:rotate-90" />
        </summary>
        <ol className="pt-4 sm:pl-6">
          {steps.map((step) => (
            <TimelineEntry key={step.event.id} step={step} isCurrent={step.event.id === currentId} {...rest} />
          ))}
        </ol>
      </details>
    </li>
  );
}

function byDay(lines: readonly TimelineLine[]): [string, TimelineLine[]][] {
  const days = new Map<string, TimelineLine[]>();
  for (const line of lines) {
    const day = new Date(instantOf(line)).toISOString().slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  return [...days];
}

/** The newest of several steps, so that a line is under the day on which it starts. */
function instantOf(line: TimelineLine): number {
  if (line.kind === "gap") return line.gap.until;
  const [step] = line.kind === "step" ? [line.step] : line.steps;
  return step ? occurredAtOfStep(step) : 0;
}

function keyOf(line: TimelineLine): string {
  if (line.kind === "gap") return `gap ${line.gap.connectionId} ${line.gap.until}`;
  const [step] = line.kind === "step" ? [line.step] : line.steps;
  return step?.kind === "act" ? keyOfAct(step) : `${line.kind} ${step && eventIdOf(step)}`;
}

function keyOfAct({ source, id }: ActStep): string {
  return `${source} ${id}`;
}

/** Formats a day in UTC, as the times below it: "Monday, 15 January 2024". */
function dayTitle(day: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}
