import { Moment } from "@/components/ui/moment";
import { type AuditEntry, DEED_WORDS } from "@/domain/audit";

const KIND_WORDS = { person: "", token: "API token", console: "on the server", nobody: "" } as const;

/** One deed: who did what to what, when, from where. */
export function AuditLine({ entry, now }: { entry: AuditEntry; now: number }) {
  const { author, deed, subject, details, at } = entry;
  const kind = KIND_WORDS[author.kind];
  const facts = Object.entries(details);
  return (
    <li className="grid grid-cols-1 gap-x-6 gap-y-0.5 border-b border-line px-4 py-2.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:px-6">
      <p className="min-w-0 break-words">
        <span className="font-medium">{author.name}</span>
        {kind ? <span className="text-ink-faint"> ({kind})</span> : null} {DEED_WORDS[deed] ?? deed}
        {subject ? (
          <>
            {": "}
            <span className="font-medium">{subject}</span>
          </>
        ) : null}
      </p>
      <p className="text-ink-soft sm:text-right">
        <Moment at={at} now={now} />
      </p>
      {facts.length > 0 || author.address ? (
        <p className="flex min-w-0 flex-wrap gap-x-4 text-xs text-ink-soft sm:col-span-2">
          {facts.map(([name, value]) => (
            <span key={name} className="min-w-0 break-all">
              {name} <span className="text-ink">{String(value)}</span>
            </span>
          ))}
          {author.address ? <span title={author.agent ?? undefined}>from {author.address}</span> : null}
        </p>
      ) : null}
    </li>
  );
}
