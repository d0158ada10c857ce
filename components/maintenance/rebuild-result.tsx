import { CircleCheck, TriangleAlert } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Personal } from "@/components/ui/personal/personal";
import { ColumnHeader, Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { type ConnectionDifference, damagedEventsWords, type RebuildReport } from "@/domain/operations/maintenance";
import { formatInstant } from "@/domain/values/duration";
import { connectionPath } from "@/domain/values/query/paths";

const KIND_WORDS: Record<ConnectionDifference["kind"], string> = {
  changed: "",
  missing: "It is missing, although it has events.",
  surplus: "It has no events.",
};

/** Shows what a rebuild found and corrected. */
export function RebuildResult({ report, endedAt }: { report: RebuildReport; endedAt: number }) {
  const { connections, events, corrected, removed, mended, damaged, examples, isDryRun, isCancelled } = report;
  const differing = corrected + removed;
  const isWell = differing + mended + damaged.count === 0 && !isCancelled;
  const Icon = isWell ? CircleCheck : TriangleAlert;
  return (
    <Card as="section" aria-label="Result" className="grid grid-cols-1 gap-3 p-5">
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
          <Table>
            <caption className="pb-2 text-left text-xs text-ink-faint">
              {examples.length < differing ? `The first ${examples.length} of them` : "All of them"}
            </caption>
            <TableHead>
              <TableRow>
                <ColumnHeader className="pr-4">Connection</ColumnHeader>
                <ColumnHeader className="pr-4">Value</ColumnHeader>
                <ColumnHeader className="pr-4">{isDryRun ? "Stored" : "Was stored"}</ColumnHeader>
                <ColumnHeader>As its events say</ColumnHeader>
              </TableRow>
            </TableHead>
            <tbody>{examples.flatMap(rowsOf)}</tbody>
          </Table>
        </div>
      ) : null}
      <p className="text-xs text-ink-faint">
        {isDryRun ? "Checked" : "Put right"} {formatInstant(endedAt)}
      </p>
    </Card>
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
      <TableRow key={connectionId} className="align-top">
        <TableCell className="pr-4">{link}</TableCell>
        <TableCell colSpan={3}>{KIND_WORDS[kind]}</TableCell>
      </TableRow>,
    ];
  }
  return differences.map(({ field, stored, folded }, index) => (
    <TableRow key={`${connectionId} ${field}`} className="align-top">
      <TableCell className="pr-4">{index === 0 ? link : null}</TableCell>
      <TableCell className="pr-4 whitespace-nowrap">{field}</TableCell>
      <TableCell className="pr-4 break-words text-bad">
        <Personal>{stored ?? "none"}</Personal>
      </TableCell>
      <TableCell className="break-words text-ok">
        <Personal>{folded ?? "none"}</Personal>
      </TableCell>
    </TableRow>
  ));
}

function differingWords(differing: number, isDryRun: boolean): string {
  if (isDryRun) return `${nounOf(differing, "connection differs", "connections differ")} from the fold of the events`;
  return `${nounOf(differing, "connection now equals", "connections now equal")} the fold of the events`;
}

function nounOf(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
