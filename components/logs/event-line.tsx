"use client";

import clsx from "clsx";
import { ChevronRight, Repeat2, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { ENVIRONMENT_WORDS } from "@/components/lists/filters/filter-words";
import { TestBadge } from "@/components/lists/rows/test-badge";
import { DIALECT_WORDS, EVENT_STYLES } from "@/components/timeline/event-style";
import { ExactBody } from "@/components/timeline/exact-body";
import type { ShownBody } from "@/components/timeline/shown-body";
import { misdatedWords, UNRECOGNISED_WORDS } from "@/components/timeline/step-words";
import { CopyButton } from "@/components/ui/form/copy-button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { Personal } from "@/components/ui/personal/personal";
import type { LoggedEvent, RepeatedDelivery } from "@/domain/intake/event-log";
import { misdatedBy } from "@/domain/intake/event-time";
import { SCHEME_WORDS } from "@/domain/intake/scheme-words";
import { isTestConnection } from "@/domain/intake/test-connection";
import { formatDuration, formatInstant } from "@/domain/values/duration";
import { connectionPath, eventPath, eventsPath, userPath } from "@/domain/values/query/paths";
import { DescriptionItem, DescriptionList, Small } from "./description-list";

/** An event as a line shows it, in plain values, so that little is sent to the browser. */
type EventOfLine = Omit<LoggedEvent, "body"> & { readonly body: ShownBody };

type EventLineProps = {
  readonly event: EventOfLine;
  readonly repeats: readonly RepeatedDelivery[];
  readonly now: number;
  readonly isOpen: boolean;
  /** True if it has a checkbox, for a form around it. */
  readonly isSelectable?: boolean;
};

/** One event of the log: what, whose and when. Opened, it shows everything known about it. */
export function EventLine({ event, repeats, now, isOpen, isSelectable = false }: EventLineProps) {
  const { icon: Icon, word, tone } = EVENT_STYLES[event.type];
  const misdatedMs = misdatedBy(event, event.receivedAt);
  return (
    <li
      id={`event-${event.id}`}
      className={clsx(
        "scroll-mt-4 border-b border-line last:border-b-0",
        isSelectable && "grid grid-cols-[auto_minmax(0,1fr)]",
      )}
    >
      {isSelectable ? (
        <label className="flex h-12 items-center pl-4 sm:pl-6">
          <input
            type="checkbox"
            name="event"
            value={event.id}
            aria-label={`Select event ${event.id}`}
            className="size-4"
          />
        </label>
      ) : null}
      <details data-line open={isOpen} className="group/line">
        <summary className="grid min-h-12 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 px-4 py-2 hover:bg-hover sm:px-6 lg:grid-cols-[10rem_10rem_minmax(0,1.4fr)_minmax(0,1fr)_14rem]">
          <span className="hidden text-ink-soft tabular-nums lg:block">
            {formatInstant(event.receivedAt).slice(0, 19)}
          </span>
          <span className={clsx("flex w-fit items-center gap-1.5 rounded-full px-2.5 py-0.5 font-medium", tone)}>
            <Icon aria-hidden className="size-4 shrink-0" />
            {word}
          </span>
          {event.reason ? (
            <span className="truncate">{UNRECOGNISED_WORDS[event.reason]}</span>
          ) : (
            <span className="truncate font-mono text-[0.8125rem]">
              {event.connectionId ?? event.word ?? "No connection"}
            </span>
          )}
          <span className="hidden truncate font-mono text-[0.8125rem] text-ink-soft lg:block">
            {event.reason ? (event.connectionId ?? event.word) : event.user ? <Personal>{event.user}</Personal> : null}
          </span>
          <span className="flex items-center justify-end gap-2 text-xs text-ink-faint max-lg:col-start-3 max-lg:row-start-1">
            {event.connectionId && isTestConnection(event.connectionId) ? <TestBadge /> : null}
            {event.isDamaged ? (
              <span className="flex items-center gap-1 rounded-full bg-bad-soft px-2 py-0.5 font-medium whitespace-nowrap text-bad">
                <TriangleAlert aria-hidden className="size-3" />
                Damaged
              </span>
            ) : null}
            {event.dismissal ? <Chip>Dismissed</Chip> : null}
            {event.environment === "sandbox" ? <Chip>Sandbox</Chip> : null}
            {event.deliveries > 1 ? (
              <Chip>
                <Repeat2 aria-hidden className="size-3" /> <span className="sr-only">delivered </span>
                {event.deliveries.toLocaleString("en")} times
              </Chip>
            ) : null}
            <span className="whitespace-nowrap max-sm:hidden">
              <RelativeTime at={event.receivedAt} now={now} />
            </span>
            <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform group-open/line:rotate-90" />
          </span>
        </summary>
        <div className="grid grid-cols-1 gap-4 bg-sunken/60 px-4 py-4 sm:px-6">
          <DescriptionList>
            <DescriptionItem name="Type">{event.word ?? "None"}</DescriptionItem>
            <DescriptionItem name="Received">
              {formatInstant(event.receivedAt)}
              <Small>{delayWords(event)}</Small>
            </DescriptionItem>
            <DescriptionItem name="Occurred">
              {formatInstant(event.occurredAt)}
              {misdatedMs === 0 ? null : <Small>{misdatedWords(misdatedMs)}</Small>}
            </DescriptionItem>
            <DescriptionItem name="Environment">{ENVIRONMENT_WORDS[event.environment]}</DescriptionItem>
            <DescriptionItem name="Connection">
              {event.connectionId ? (
                <Link
                  href={eventPath(connectionPath(event.connectionId), event.id)}
                  className="font-mono text-[0.8125rem] break-all text-accent hover:underline"
                >
                  {event.connectionId}
                </Link>
              ) : (
                "None"
              )}
            </DescriptionItem>
            <DescriptionItem name="User">
              {event.user ? (
                <Link
                  href={userPath(event.user)}
                  className="font-mono text-[0.8125rem] break-all text-accent hover:underline"
                >
                  <Personal>{event.user}</Personal>
                </Link>
              ) : (
                "None"
              )}
            </DescriptionItem>
            <DescriptionItem name="Dialect">{DIALECT_WORDS[event.dialect ?? "unknown"]}</DescriptionItem>
            <DescriptionItem name="Signature">{SCHEME_WORDS[event.scheme]}</DescriptionItem>
            {event.messageId ? (
              <DescriptionItem name="Message id">
                <span className="flex items-center gap-1 font-mono text-[0.8125rem]">
                  <span className="break-all">{event.messageId}</span>
                  <CopyButton text={event.messageId} label={`Copy message id ${event.messageId}`} />
                </span>
              </DescriptionItem>
            ) : null}
            <DescriptionItem name="Number">
              <Link href={eventPath(eventsPath(), event.id)} className="underline">
                Event {event.id}
              </Link>
            </DescriptionItem>
          </DescriptionList>
          {event.isDamaged ? (
            <p className="w-fit rounded-md bg-bad-soft px-3 py-1.5 text-bad">
              This event is damaged: what is stored no longer matches its checksum. Don't rely on what is shown here; an
              admin can restore a backup from before the damage.
            </p>
          ) : null}
          {event.reason ? (
            <p className="w-fit rounded-md bg-warn-soft px-3 py-1.5 text-warn">
              {UNRECOGNISED_WORDS[event.reason]} It is kept as it came, and changed nothing.
            </p>
          ) : null}
          {event.dismissal ? (
            <p className="text-ink-soft">
              Dismissed by {event.dismissal.personName} on {formatInstant(event.dismissal.at)}.
            </p>
          ) : null}
          {event.deliveries > 1 ? <Repeats event={event} repeats={repeats} /> : null}
          <ExactBody eventId={event.id} body={event.body} />
        </div>
      </details>
    </li>
  );
}

/** Lists the further deliveries of an event that was stored already. */
function Repeats({ event, repeats }: { event: EventOfLine; repeats: readonly RepeatedDelivery[] }) {
  const notKept = event.deliveries - 1 - repeats.length;
  return (
    <section className="grid gap-1">
      <h3 className="text-xs text-ink-soft">
        Delivered {event.deliveries.toLocaleString("en")} times: it was answered that it is known, and changed nothing
        again
      </h3>
      <ol className="grid gap-0.5 text-ink-soft">
        {repeats.map((repeat, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two deliveries may be alike in everything, and the list only grows
          <li key={index} className="tabular-nums">
            {formatInstant(repeat.receivedAt)}, signed {formatInstant(repeat.sentAt)}, {SCHEME_WORDS[repeat.scheme]}
          </li>
        ))}
        {notKept > 0 ? <li>and {notKept.toLocaleString("en")} more, counted only</li> : null}
      </ol>
    </section>
  );
}

function Chip({ children }: { children: ReactNode }) {
  return (
    <span className="flex items-center gap-1 rounded-full bg-gone-soft px-2 py-0.5 font-medium whitespace-nowrap text-gone">
      {children}
    </span>
  );
}

function delayWords({ occurredAt, receivedAt }: EventOfLine): string {
  const delay = receivedAt - occurredAt;
  if (delay < 0) return `${formatDuration(-delay)} before it occurred, by the sender's clock`;
  return `${formatDuration(delay)} after it occurred`;
}
