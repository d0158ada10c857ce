import { CircleCheck, Info } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { KIND_WORDS, RETENTION_KINDS, type RetentionReport, totalOf } from "@/domain/operations/retention";
import { formatBytes } from "@/domain/values/byte-size";
import { formatInstant } from "@/domain/values/duration";

type RetentionResultProps = {
  readonly report: RetentionReport;
  readonly endedAt: number;
  /** What can be done about it. */
  readonly children?: ReactNode;
};

/** Shows by kind what retention rules would remove, or have removed. */
export function RetentionResult({ report, endedAt, children }: RetentionResultProps) {
  const { going, size, isDryRun, isCancelled, clockJump } = report;
  const isRefused = clockJump !== null && !isDryRun;
  const total = totalOf(report);
  const kinds = RETENTION_KINDS.filter((kind) => going[kind].rows > 0);
  const Icon = isDryRun || isRefused ? Info : CircleCheck;
  return (
    <Card as="section" aria-label="Result" className="grid grid-cols-1 gap-3 p-5">
      <p className="flex items-start gap-2 font-medium">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isDryRun || isRefused ? "text-ink-soft" : "text-ok"}`} />
        {isRefused
          ? "Nothing was removed: the server's clock may have jumped ahead"
          : headline(total.rows, total.bytes, isDryRun)}
        {isCancelled ? ", as far as it came before it was cancelled" : ""}
      </p>
      {kinds.length > 0 ? (
        <ul className="grid gap-1">
          {kinds.map((kind) => (
            <li key={kind} className="flex flex-wrap justify-between gap-x-4 border-t border-line pt-1">
              <span className="inline-block first-letter:uppercase">{KIND_WORDS[kind]}</span>
              <span className="text-ink-soft tabular-nums">
                {going[kind].rows.toLocaleString("en")}, about {formatBytes(going[kind].bytes)}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {size && !isCancelled ? <SizeWords {...size} isDryRun={isDryRun} /> : null}
      {children}
      <p className="text-xs text-ink-faint">
        {isRefused ? "Refused" : isDryRun ? "Looked at" : "Removed"} {formatInstant(endedAt)}
      </p>
    </Card>
  );
}

function SizeWords({ limitBytes, usedBytes, isDryRun }: NonNullable<RetentionReport["size"]> & { isDryRun: boolean }) {
  const used = `${isDryRun ? "would use about" : "uses"} ${formatBytes(usedBytes)} of ${formatBytes(limitBytes)}`;
  if (usedBytes <= limitBytes) return <p className="text-ink-soft">The database {used}.</p>;
  return (
    <p className="text-warn">
      The database {used}, and nothing else may go: the rest is needed, or of the last 7 days. Allow it more, or keep
      the other kinds for less long.
    </p>
  );
}

function headline(rows: number, bytes: number, isDryRun: boolean): string {
  if (rows === 0) return isDryRun ? "Nothing would go" : "There was nothing to remove";
  return `${rows.toLocaleString("en")} ${isDryRun ? "would go" : "are gone"}, about ${formatBytes(bytes)} of data`;
}
