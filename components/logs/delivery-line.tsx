import clsx from "clsx";
import { ChevronRight, CircleCheck, CircleX, Repeat2 } from "lucide-react";
import { DiagnosisView } from "@/components/intake/diagnosis-view";
import { REFUSAL_WORDS } from "@/components/intake/refusal-words";
import { DIALECT_WORDS } from "@/components/timeline/event-style";
import { CopyButton } from "@/components/ui/form/copy-button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { Personal } from "@/components/ui/personal/personal";
import type { AcceptedDelivery, LoggedDelivery, RefusedDelivery } from "@/domain/intake/delivery-log";
import { SCHEME_WORDS } from "@/domain/intake/scheme-words";
import { formatDuration, formatInstant } from "@/domain/values/duration";
import { connectionPath, DOCTOR_PATH, eventPath, eventsPath, userPath } from "@/domain/values/query/paths";
import { DescriptionItem, DescriptionList, Small } from "./description-list";

const STYLES = {
  stored: { word: "Accepted", icon: CircleCheck, tone: "bg-ok-soft text-ok" },
  duplicate: { word: "Duplicate", icon: Repeat2, tone: "bg-wait-soft text-wait" },
  refused: { word: "Refused", icon: CircleX, tone: "bg-bad-soft text-bad" },
};

/** Shared by a line's summary and the links that overlay it. */
const COLUMNS = "lg:grid-cols-[10rem_8rem_minmax(0,1fr)_minmax(0,2fr)_6rem]";

/** One delivery of the log: whose it was, its outcome and why. Opened, it shows everything known about it. */
export function DeliveryLine({ delivery, now }: { delivery: LoggedDelivery; now: number }) {
  const { icon: Icon, word, tone } = STYLES[delivery.outcome];
  return (
    <li className="relative border-b border-line last:border-b-0">
      {delivery.outcome === "refused" ? null : <Whose delivery={delivery} />}
      <details data-line className="group/line">
        <summary
          className={clsx(
            "grid min-h-12 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2 hover:bg-hover sm:px-6",
            COLUMNS,
          )}
        >
          <span className="hidden text-ink-soft tabular-nums lg:block">
            {formatInstant(delivery.receivedAt).slice(0, 19)}
          </span>
          <span className={clsx("flex w-fit items-center gap-1.5 rounded-full px-2.5 py-0.5 font-medium", tone)}>
            <Icon aria-hidden className="size-4 shrink-0" />
            {word}
          </span>
          <span className="min-w-0 truncate">
            {delivery.outcome === "refused" ? (
              <span className="font-medium">{REFUSAL_WORDS[delivery.cause].title}</span>
            ) : (
              <span className="font-mono text-[0.8125rem]">{delivery.word ?? "No type"}</span>
            )}
          </span>
          <span className="hidden min-w-0 truncate text-ink-soft lg:block">{wordsInPlaceOfLinks(delivery)}</span>
          <span className="flex items-center justify-end gap-2 text-xs text-ink-faint">
            <span className="whitespace-nowrap">
              <RelativeTime at={delivery.receivedAt} now={now} />
            </span>
            <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform group-open/line:rotate-90" />
          </span>
        </summary>
        <div className="grid grid-cols-1 gap-4 bg-sunken/60 px-4 py-4 sm:px-6">
          {delivery.outcome === "refused" ? <Refused delivery={delivery} /> : <Accepted delivery={delivery} />}
        </div>
      </details>
    </li>
  );
}

/** Text for lines that have no links. */
function wordsInPlaceOfLinks(delivery: LoggedDelivery): string {
  if (delivery.outcome === "refused") return delivery.headers["user-agent"] ?? "";
  return delivery.connectionId === null && delivery.user === null ? "No connection" : "";
}

/** Links to the connection and the user. A summary can't contain links, so they overlay it, or precede it on narrow screens. */
function Whose({ delivery: { connectionId, user } }: { delivery: AcceptedDelivery }) {
  if (connectionId === null && user === null) return null;
  return (
    <p
      className={clsx(
        "px-4 pt-2 font-mono text-[0.8125rem] sm:px-6",
        "lg:pointer-events-none lg:absolute lg:inset-x-0 lg:top-0 lg:grid lg:h-12 lg:items-center lg:gap-x-3 lg:pt-0",
        COLUMNS,
      )}
    >
      <span className="flex min-w-0 flex-wrap gap-x-4 lg:col-start-4 lg:grid lg:grid-cols-2">
        {connectionId === null ? null : (
          <Link
            href={connectionPath(connectionId)}
            className="max-w-full min-w-0 truncate leading-6 text-accent hover:underline lg:pointer-events-auto lg:justify-self-start"
          >
            {connectionId}
          </Link>
        )}
        {user === null ? null : (
          <Link
            href={userPath(user)}
            className="max-w-full min-w-0 truncate leading-6 text-accent hover:underline lg:pointer-events-auto lg:justify-self-start"
          >
            <Personal>{user}</Personal>
          </Link>
        )}
      </span>
    </p>
  );
}

function Accepted({ delivery }: { delivery: AcceptedDelivery }) {
  const { eventId, connectionId, messageId, receivedAt, sentAt, bytes, tookMs, scheme, dialect, outcome } = delivery;
  const path = connectionId === null ? eventsPath() : connectionPath(connectionId);
  return (
    <>
      <p className="text-ink-soft">
        {outcome === "stored"
          ? "The signature fits. It was answered after the commit with 200."
          : "The signature fits. This event was there already, so it was answered with 200 and changed nothing."}
      </p>
      <DescriptionList>
        <DescriptionItem name="Received">{formatInstant(receivedAt)}</DescriptionItem>
        <DescriptionItem name="Signed">
          {formatInstant(sentAt)}
          <Small>{clockWords(receivedAt - sentAt)}</Small>
        </DescriptionItem>
        <DescriptionItem name="Signature">{SCHEME_WORDS[scheme]}</DescriptionItem>
        <DescriptionItem name="Dialect">{DIALECT_WORDS[dialect ?? "unknown"]}</DescriptionItem>
        <DescriptionItem name="Size">{bytes.toLocaleString("en")} bytes</DescriptionItem>
        <DescriptionItem name="Written after">
          {tookMs === null ? "Not known" : `${tookMs.toLocaleString("en")} ms`}
        </DescriptionItem>
        <DescriptionItem name="Event">
          <Link href={eventPath(path, eventId)} className="text-accent hover:underline">
            Event {eventId}
          </Link>
        </DescriptionItem>
        {messageId === null ? null : (
          <DescriptionItem name="Message id">
            <span className="flex items-center gap-1 font-mono text-[0.8125rem]">
              <span className="break-all">{messageId}</span>
              <CopyButton text={messageId} label={`Copy message id ${messageId}`} />
            </span>
          </DescriptionItem>
        )}
      </DescriptionList>
    </>
  );
}

function Refused({ delivery }: { delivery: RefusedDelivery }) {
  const { cause, receivedAt, bytes, tookMs, headers, diagnosis } = delivery;
  const sentAt = diagnosis?.sentAt ?? null;
  return (
    <>
      {diagnosis ? (
        <div className="max-w-3xl">
          <DiagnosisView diagnosis={diagnosis} />
        </div>
      ) : (
        <p className="text-ink-soft">{REFUSAL_WORDS[cause].advice}</p>
      )}
      <DescriptionList>
        <DescriptionItem name="Received">{formatInstant(receivedAt)}</DescriptionItem>
        <DescriptionItem name="Size">
          {bytes === null ? "Not known" : `${bytes.toLocaleString("en")} bytes`}
        </DescriptionItem>
        {sentAt === null ? null : (
          <DescriptionItem name="Says that it was signed">
            {formatInstant(sentAt)}
            <Small>{clockWords(receivedAt - sentAt)}</Small>
          </DescriptionItem>
        )}
        {diagnosis && diagnosis.schemes.length > 0 ? (
          <DescriptionItem name="Signature">
            {diagnosis.schemes.map((scheme) => SCHEME_WORDS[scheme]).join(", ")}
          </DescriptionItem>
        ) : null}
        <DescriptionItem name="Refused after">
          {tookMs === null ? "Not known" : `${tookMs.toLocaleString("en")} ms`}
        </DescriptionItem>
        {Object.entries(headers).map(([name, value]) => (
          <DescriptionItem key={name} name={name}>
            <span className="font-mono text-[0.8125rem] break-all">{value}</span>
          </DescriptionItem>
        ))}
      </DescriptionList>
      <p className="text-xs text-ink-soft">
        With the body at hand, the{" "}
        <Link href={DOCTOR_PATH} className="underline hover:text-ink">
          signature doctor
        </Link>{" "}
        tells more.
      </p>
    </>
  );
}

/** Describes the difference between the two clocks, including the transit time. */
function clockWords(difference: number): string {
  if (Math.abs(difference) < 1_000) return "under a second before it arrived";
  return difference > 0
    ? `${formatDuration(difference)} before it arrived`
    : `${formatDuration(-difference)} after it arrived, by the sender's clock`;
}
