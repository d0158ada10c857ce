import { ArrowUp } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import type { TimelineStep } from "@/domain/timeline";
import { TimelineEntry } from "./timeline-entry";

type TimelineProps = {
  /** The address of the page that holds this whole timeline. */
  readonly path: string;
  readonly steps: readonly TimelineStep[];
  readonly now: number;
  /** The cursor of the older steps; null where these are the oldest. */
  readonly next: string | null;
  /** Whether newer steps are left out above. */
  readonly isContinued: boolean;
  /** The step that the address points at. */
  readonly currentId: number | null;
  /** Steps of several connections say whose they are. */
  readonly withConnection: boolean;
};

/** What happened, newest first, under the days on which it happened. */
export function Timeline({ path, steps, now, next, isContinued, currentId, withConnection }: TimelineProps) {
  return (
    <section aria-labelledby="timeline" className="grid grid-cols-1 gap-6">
      <div className="flex items-center justify-between gap-4">
        <h2 id="timeline" className="font-semibold">
          Timeline
        </h2>
        {isContinued ? (
          <ButtonLink href={path} look="quiet">
            <ArrowUp aria-hidden className="size-4" /> Newest events
          </ButtonLink>
        ) : null}
      </div>
      {byDay(steps).map(([day, ofDay]) => (
        <div key={day} className="grid grid-cols-1 gap-4">
          <p className="w-fit rounded-full bg-gone-soft px-3 py-0.5 text-xs font-medium text-ink-soft">
            {dayTitle(day)}
          </p>
          <ol>
            {ofDay.map((step) => (
              <TimelineEntry
                key={idOf(step)}
                step={step}
                now={now}
                isCurrent={idOf(step) === currentId}
                withConnection={withConnection}
              />
            ))}
          </ol>
        </div>
      ))}
      {next ? (
        <ButtonLink href={`${path}?after=${next}`} className="w-fit">
          Older events
        </ButtonLink>
      ) : (
        <p className="text-xs text-ink-faint">
          {steps.length > 0 ? "This is where the history begins." : "No further events."}
        </p>
      )}
    </section>
  );
}

function byDay(steps: readonly TimelineStep[]): [string, TimelineStep[]][] {
  const days = new Map<string, TimelineStep[]>();
  for (const step of steps) {
    const at = step.kind === "connection" ? step.event.occurredAt : step.occurredAt;
    const day = new Date(at).toISOString().slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), step]);
  }
  return [...days];
}

/** "Monday, 15 January 2024", in UTC as the times below it. */
function dayTitle(day: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

function idOf(step: TimelineStep): number {
  return step.kind === "connection" ? step.event.id : step.id;
}
