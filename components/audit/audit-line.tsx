import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { type AuditEntry, DEED_WORDS } from "@/domain/access/audit";
import { type AuditFact, type AuditValue, auditWords, unknownWords, valueWords } from "@/domain/operations/audit-words";
import { connectionPath, eventPath, eventsPath } from "@/domain/values/query/paths";

const KIND_WORDS = { person: "", token: "API token", console: "on the server", nobody: "" } as const;
/** The most items that fit on one line. */
const CONNECTIONS_SHOWN = 5;

/** One entry: who did what to whom, when, and from where. */
export function AuditLine({ entry, now }: { entry: AuditEntry; now: number }) {
  const { author, deed, at } = entry;
  const kind = KIND_WORDS[author.kind];
  const { subject, facts } = auditWords(entry);
  return (
    <li className="grid grid-cols-1 gap-x-6 gap-y-0.5 border-b border-line px-4 py-2.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:px-6">
      <p className="min-w-0 break-words">
        <span className="font-medium">{author.name}</span>
        {kind ? <span className="text-ink-faint"> ({kind})</span> : null} {DEED_WORDS[deed] ?? deed}
        {subject ? (
          <>
            {": "}
            <span className="font-medium">
              <Value value={subject} />
            </span>
          </>
        ) : null}
      </p>
      <p className="text-ink-soft sm:text-right">
        <RelativeTime at={at} now={now} />
      </p>
      {facts.length > 0 || author.address ? (
        <div className="flex min-w-0 flex-wrap gap-x-4 text-xs text-ink-soft sm:col-span-2">
          {facts.map((fact) => (
            <Fact key={fact.name} fact={fact} />
          ))}
          {author.address ? <span title={author.agent ?? undefined}>from {author.address}</span> : null}
        </div>
      ) : null}
    </li>
  );
}

function Fact({ fact: { name, values } }: { fact: AuditFact }) {
  const [first, second] = values;
  return (
    <span className="min-w-0 break-words">
      {name}{" "}
      <span className="text-ink">
        {first ? <Value value={first} /> : null}
        {second ? (
          <>
            {" "}
            <span aria-hidden>→</span>
            <span className="sr-only">changed to</span> <Value value={second} />
          </>
        ) : null}
      </span>
    </span>
  );
}

function Value({ value }: { value: AuditValue }) {
  if (value.kind === "connection") return <ConnectionLink id={value.id} />;
  if (value.kind === "instant") return <time dateTime={valueWords(value, true)}>{valueWords(value)}</time>;
  if (value.kind === "events") return <EventLinks ids={value.ids} />;
  return value.kind === "connections" ? <Connections value={value} /> : value.text;
}

function Connections({ value }: { value: Extract<AuditValue, { kind: "connections" }> }) {
  const { ids } = value;
  const shown = ids.slice(0, CONNECTIONS_SHOWN);
  const more = ids.slice(CONNECTIONS_SHOWN);
  return (
    <>
      <Listed>{shown.map((id) => [id, <ConnectionLink key={id} id={id} />])}</Listed>
      {more.length > 0 ? (
        <details className="inline-block open:block">
          <summary className="ml-1 inline-block cursor-pointer rounded underline">
            and {more.length.toLocaleString("en")} more
          </summary>{" "}
          <Listed>{more.map((id) => [id, <ConnectionLink key={id} id={id} />])}</Listed>
        </details>
      ) : null}
      {unknownWords(value)}
    </>
  );
}

function EventLinks({ ids }: { ids: readonly number[] }) {
  return (
    <Listed>
      {ids.map((id) => [
        String(id),
        <Link key={id} href={eventPath(eventsPath(), id)} className="text-accent underline">
          {id}
        </Link>,
      ])}
    </Listed>
  );
}

/** Joins items with commas. */
function Listed({ children }: { children: readonly (readonly [key: string, node: ReactNode])[] }) {
  return children.map(([key, node], index) => (
    <span key={key}>
      {index > 0 ? ", " : ""}
      {node}
    </span>
  ));
}

function ConnectionLink({ id }: { id: string }) {
  return (
    <Link href={connectionPath(id)} className="font-mono text-accent break-all underline">
      {id}
    </Link>
  );
}
