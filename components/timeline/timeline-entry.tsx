import clsx from "clsx";
import { Clock3, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { TestBadge } from "@/components/lists/rows/test-badge";
import { CopyButton } from "@/components/ui/form/copy-button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { Phrased } from "@/components/ui/personal/personal";
import { misdatedBy } from "@/domain/intake/event-time";
import { isTestConnection } from "@/domain/intake/test-connection";
import type { ConnectionStep, EventStep } from "@/domain/lists/timeline";
import { formatDuration, formatInstant } from "@/domain/values/duration";
import { connectionPath, eventPath, type Path, quarantinePath } from "@/domain/values/query/paths";
import { ExactBody } from "./exact-body";
import { PermissionChips } from "./permission-chips";
import { shownBody } from "./shown-body";
import { stepStyle } from "./step-style";
import { anomalyWords, furtherChanges, headline, misdatedWords, UNRECOGNISED_WORDS } from "./step-words";

/** Below this, the network explains the delay between occurrence and arrival. */
const NOTABLE_DELAY_MS = 60_000;

type StepFacts = {
  readonly id: number;
  readonly connectionId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly deliveries: number;
};

type TimelineEntryProps = {
  readonly step: EventStep;
  readonly now: number;
  readonly isCurrent: boolean;
  readonly withConnection: boolean;
  /** The path of the page with the whole timeline. */
  readonly path: Path;
};

/** One step: what happened, what it changed, its anomalies, when, and the exact body. */
export function TimelineEntry(props: TimelineEntryProps) {
  const { step, now, isCurrent, withConnection, path } = props;
  const facts = factsOf(step);
  const isLate = step.kind === "connection" && step.isLate;
  const { icon: Icon, tone } = stepStyle(step);
  return (
    <li
      id={`event-${facts.id}`}
      className="group/step relative grid scroll-mt-20 grid-cols-[2rem_minmax(0,1fr)] gap-3 pb-6 last:pb-0"
    >
      <span
        aria-hidden
        className="absolute top-8 bottom-0 left-4 w-px -translate-x-1/2 bg-line group-last/step:hidden"
      />
      <span className={clsx("z-1 grid size-8 place-items-center rounded-full", tone)}>
        <Icon aria-hidden className="size-4" />
      </span>
      <article
        data-step
        data-current={isCurrent ? "" : undefined}
        tabIndex={-1}
        aria-label={`Event ${facts.id}`}
        className={clsx(
          "grid min-w-0 grid-cols-1 gap-2 rounded-lg pt-1 outline-offset-4",
          isCurrent && "bg-accent-soft/60 p-3 ring-1 ring-accent/40",
        )}
      >
        <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5">
          <h3 className="min-w-0 font-medium break-words">
            {step.kind === "connection" ? (
              <Phrased phrase={headline(step)} />
            ) : (
              (step.type ?? "A signed delivery that can't be read")
            )}
          </h3>
          <p className="text-xs text-ink-faint">
            <span className="tabular-nums">{formatInstant(facts.occurredAt).slice(11)}</span> ·{" "}
            <RelativeTime at={facts.occurredAt} now={now} />
          </p>
        </header>
        {step.kind === "connection" ? (
          <Effects step={step} />
        ) : (
          <>
            {misdatedBy(step, step.receivedAt) === 0 ? null : (
              <Note>{misdatedWords(misdatedBy(step, step.receivedAt))}</Note>
            )}
            <Note>
              {UNRECOGNISED_WORDS[step.reason]} It is kept, and changed nothing. A later version of Relink may
              understand it: then{" "}
              <Link href={quarantinePath()} className="underline">
                read it again
              </Link>
              .
            </Note>
          </>
        )}
        <footer className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-faint">
          <span className="font-mono break-all">{facts.type}</span>
          {withConnection ? (
            <Link href={connectionPath(facts.connectionId)} className="font-mono break-all underline hover:text-ink">
              {facts.connectionId}
            </Link>
          ) : null}
          {isLate ? null : <span>{arrivalOf(facts)}</span>}
          {facts.deliveries > 1 ? (
            <span className="font-medium text-ink-soft">Delivered {facts.deliveries} times</span>
          ) : null}
          {isTestConnection(facts.connectionId) ? <TestBadge /> : null}
          {step.kind === "connection" && step.event.said.environment === "sandbox" ? (
            <span className="rounded-full bg-gone-soft px-2 py-0.5 font-medium text-gone" title="Not a real account">
              Sandbox
            </span>
          ) : null}
          <span className="flex items-center gap-0.5">
            <a href={eventPath(path, facts.id)} className="underline hover:text-ink">
              Event {facts.id}
            </a>
            <CopyButton
              text={eventPath(path, facts.id)}
              isAddress
              label={`Copy the link to event ${facts.id}`}
              className="noscript:hidden"
            />
          </span>
        </footer>
        <ExactBody eventId={facts.id} body={shownBody(step.body)} />
      </article>
    </li>
  );
}

function Effects({ step }: { step: ConnectionStep }) {
  const { changes, anomalies } = step.effect;
  const { occurredAt, receivedAt, said } = step.event;
  return (
    <>
      {furtherChanges(step).map((line) => (
        <p key={JSON.stringify(line)} className="break-words text-ink-soft">
          <Phrased phrase={line} />
        </p>
      ))}
      {changes.map((change) =>
        change.kind === "permissions" ? (
          <div key={change.kind} className="grid grid-cols-1 gap-1">
            {change.gained.length > 0 ? <PermissionChips permissions={change.gained} change="gained" /> : null}
            {change.lost.length > 0 ? <PermissionChips permissions={change.lost} change="lost" /> : null}
          </div>
        ) : change.kind === "permissions_known" ? (
          <PermissionChips key={change.kind} permissions={change.permissions} />
        ) : null,
      )}
      {step.isLate ? (
        <Note icon="late">
          Arrived late by {formatDuration(receivedAt - occurredAt)}, after a newer event. It took its place in the
          history and changed nothing newer.
        </Note>
      ) : null}
      {anomalies.map((anomaly) => (
        <Note key={anomaly}>{anomalyWords(anomaly, step.event)}</Note>
      ))}
      {said.ignoredFields.length > 0 ? (
        <Note>Some of it had an unexpected form and was passed over: {said.ignoredFields.join(", ")}.</Note>
      ) : null}
    </>
  );
}

function Note({ icon, children }: { icon?: "late"; children: ReactNode }) {
  const Icon = icon === "late" ? Clock3 : TriangleAlert;
  return (
    <p className="flex w-fit items-start gap-1.5 rounded-md bg-warn-soft px-2 py-1 text-xs text-warn">
      <Icon aria-hidden className="mt-px size-3.5 shrink-0" />
      <span>{children}</span>
    </p>
  );
}

function factsOf(step: EventStep): StepFacts {
  if (step.kind === "unrecognised") return { ...step, type: "not understood" };
  const { id, occurredAt, receivedAt, deliveries, said } = step.event;
  const type = said.type ?? `connection.${said.change}`;
  return { id, occurredAt, receivedAt, deliveries, connectionId: said.connectionId, type };
}

function arrivalOf({ occurredAt, receivedAt }: StepFacts): string {
  const delay = receivedAt - occurredAt;
  return delay < NOTABLE_DELAY_MS ? "Arrived at once" : `Arrived ${formatDuration(delay)} later`;
}
