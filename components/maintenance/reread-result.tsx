import { CircleCheck, Info } from "lucide-react";
import { changePhrase } from "@/components/timeline/step-words";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Phrased } from "@/components/ui/personal/personal";
import type { ConnectionChange } from "@/domain/intake/event";
import type { Reread, RereadReport } from "@/domain/operations/maintenance";
import { formatInstant } from "@/domain/values/duration";
import type { Phrase } from "@/domain/values/personal";
import { connectionPath } from "@/domain/values/query/paths";

const BECOMES_WORDS: Readonly<Record<Exclude<Reread["becomes"], ConnectionChange>, string>> = {
  rules: "A note on signing rules, kept without its values",
  sign_of_life: "A sign of life, counted and not kept",
};

/** Shows what rereading the quarantine would do, or has done. */
export function RereadResult({ report, endedAt }: { report: RereadReport; endedAt: number }) {
  const { examined, readable, examples, isDryRun, isCancelled } = report;
  const Icon = readable > 0 ? CircleCheck : Info;
  return (
    <Card as="section" aria-label="Result" className="grid grid-cols-1 gap-3 p-5">
      <p className="flex items-start gap-2 font-medium">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${readable > 0 ? "text-ok" : "text-ink-soft"}`} />
        {headline(report)}
        {isCancelled ? ", as far as it came before it was cancelled" : ""}
      </p>
      {examples.length > 0 ? (
        <ul className="grid gap-2">
          {examples.map(({ eventId, becomes, connectionId, occurredAt, changes, anomalies }) => (
            <li key={eventId} className="grid gap-0.5 border-t border-line pt-2">
              <p className="flex flex-wrap gap-x-3">
                <span className="font-medium">Event {eventId}</span>
                <span>{becomesWords(becomes)}</span>
                {connectionId ? (
                  <Link href={connectionPath(connectionId)} className="font-mono text-[0.8125rem] underline">
                    {connectionId}
                  </Link>
                ) : null}
                <span className="text-xs text-ink-faint">{formatInstant(occurredAt)}</span>
              </p>
              <p className="text-ink-soft">
                {changes.length > 0 ? <Phrased phrase={sentencesOf(changes)} /> : "Changes nothing that is known"}
                {anomalies.length > 0 ? ". It contradicts other events, and is marked so" : ""}.
              </p>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="text-xs text-ink-faint">
        {examples.length < readable ? `The first ${examples.length} are shown. ` : ""}
        {isDryRun ? "Read" : "Put into place"} {formatInstant(endedAt)}; {examined.toLocaleString("en")} looked at.
      </p>
    </Card>
  );
}

function headline({ examined, readable, isDryRun }: RereadReport): string {
  if (examined === 0) return "There was nothing to read again";
  if (readable === 0) return "None of them can be read by this version either";
  const count = readable.toLocaleString("en");
  return isDryRun ? `${count} of ${examined.toLocaleString("en")} can be read now` : `${count} were put in their place`;
}

function becomesWords(becomes: Reread["becomes"]): string {
  return becomes === "rules" || becomes === "sign_of_life" ? BECOMES_WORDS[becomes] : `connection.${becomes}`;
}

function sentencesOf(changes: Reread["changes"]): Phrase {
  return changes.flatMap((change, index) => (index === 0 ? changePhrase(change) : [". ", ...changePhrase(change)]));
}
