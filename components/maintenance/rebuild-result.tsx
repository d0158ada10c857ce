import { CircleCheck, TriangleAlert } from "lucide-react";
import { connectionPath } from "@/components/lists/rows/connection-row";
import { Link } from "@/components/ui/link";
import { Personal } from "@/components/ui/personal";
import { type ConnectionDifference, damagedEventsWords, type RebuildReport } from "@/domain/operations/maintenance";
import { formatInstant } from "@/domain/values/duration";

const KIND_WORDS: Record<ConnectionDifference["kind"], string> = {
  changed: "",
  missing: "It is missing, although it has events.",
  surplus: "It has no events.",
};

/** What folding events again has found, and what of it was put right. */
export function RebuildResult({ report, endedAt }: { report: RebuildReport; endedAt: number }) {
  const { connections, events, corrected, removed, mended, damaged, examples, isDryRun, isCancelled } = report;
  const differing = corrected + removed;
  const isWell = differing + mended + damaged.count === 0 && !isCancelled;
  const Icon = isWell ? CircleCheck : TriangleAlert;
  return (
    <section aria-label="Result" className="grid grid-cols-1 gap-3 rounded-xl border border-line bg-surface p-5">
      <p className={`flex items-start gap-2 font-medium ${isWell ? "text-ok" : "text-warn"}`}>
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        {differing === 0
          ? `${nounOf(connections, "connection equals", "connections equal")} the fold of ${nounOf(events, "event", "events")}`
          : differingWords(differing, isDryRun)}
        {isCancelled ? ", as far as it came before it was cancelled" : ""}
      </p>
      {damaged.count > 0 ? (
        <p role="alert" className="rounded-lg border border-bad/30 bg-bad-soft px-4 py-3 text-bad">
          {damagedEventsWords(damaged)} Nothing was corrected.
        </p>
      ) : null}
      {mended > 0 ? (
        <p className="text-ink-soft">
          {nounOf(mended, "connection", "connections")} had a search row or a checkpoint missing
          {isDryRun ? "." : ", which is mended."}
        </p>
      ) : null}
      {examples.length > 0 ? (
        <div className="overflow-x-auto">
          <table className="w-full text-left">
            <caption className="pb-2 text-left text-xs text-ink-faint">
              {examples.length < differing ? `The first ${examples.length} of them` : "All of them"}
            </caption>
            <thead className="text-xs text-ink-faint">
              <tr className="border-b border-line">
                <th scope="col" className="py-1.5 pr-4 font-medium">
                  Connection
                </th>
                <th scope="col" className="py-1.5 pr-4 font-medium">
                  Value
                </th>
                <th scope="col" className="py-1.5 pr-4 font-medium">
                  {isDryRun ? "Stored" : "Was stored"}
                </th>
                <th scope="col" className="py-1.5 font-medium">
                  As its events say
                </th>
              </tr>
            </thead>
            <tbody>{examples.flatMap(rowsOf)}</tbody>
          </table>
        </div>
      ) : null}
      <p className="text-xs text-ink-faint">
        {isDryRun ? "Checked" : "Put right"} {formatInstant(endedAt)}
      </p>
    </section>
  );
}

function rowsOf({ connectionId, kind, differences }: ConnectionDifference) {
  const link = (
    <Link href={connectionPath(connectionId)} className="font-mono text-[0.8125rem] break-all underline">
      {connectionId}
    </Link>
  );
  if (kind !== "changed") {
    return [
      <tr key={connectionId} className="border-b border-line align-top">
        <td className="py-1.5 pr-4">{link}</td>
        <td colSpan={3} className="py-1.5">
          {KIND_WORDS[kind]}
        </td>
      </tr>,
    ];
  }
  return differences.map(({ field, stored, folded }, index) => (
    <tr key={`${connectionId} ${field}`} className="border-b border-line align-top">
      <td className="py-1.5 pr-4">{index === 0 ? link : null}</td>
      <td className="py-1.5 pr-4 whitespace-nowrap">{field}</td>
      <td className="py-1.5 pr-4 break-words text-bad">
        <Personal>{stored ?? "none"}</Personal>
      </td>
      <td className="py-1.5 break-words text-ok">
        <Personal>{folded ?? "none"}</Personal>
      </td>
    </tr>
  ));
}

function differingWords(differing: number, isDryRun: boolean): string {
  if (isDryRun) return `${nounOf(differing, "connection differs", "connections differ")} from the fold of the events`;
  return `${nounOf(differing, "connection now equals", "connections now equal")} the fold of the events`;
}

function nounOf(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
