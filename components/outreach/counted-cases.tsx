import { X } from "lucide-react";
import { connectionPath } from "@/components/connections/connection-row";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { formatDuration } from "@/domain/duration";
import type { CaseRound } from "@/domain/outreach-results";
import { type ResultsSearch, resultsHref, showing } from "@/domain/results-search";
import { casesWords } from "./figure-words";

type CountedCasesProps = {
  readonly rounds: readonly CaseRound[];
  readonly search: ResultsSearch;
  readonly now: number;
};

/** The cases behind a figure, the newest first. */
export function CountedCases({ rounds, search, now }: CountedCasesProps) {
  return (
    <section className="grid gap-2">
      <h2 className="flex items-center justify-between gap-4 font-semibold">
        {casesWords(search)}: {rounds.length === 0 ? "none" : `the newest ${rounds.length}`}
        <Link href={resultsHref(showing(search, {}))} scroll={false} aria-label="Close" className="icon-button size-8">
          <X aria-hidden className="size-4" />
        </Link>
      </h2>
      {rounds.length === 0 ? null : (
        <ul aria-label="Cases" className="grid divide-y divide-line rounded-xl border border-line bg-surface">
          {rounds.map((round) => (
            <li
              key={`${round.connectionId} ${round.openedAt}`}
              className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2"
            >
              <Link
                href={connectionPath(round.connectionId)}
                className="min-w-0 flex-1 truncate font-mono text-[0.8125rem] hover:text-accent hover:underline"
              >
                {round.connectionId}
              </Link>
              <span className="text-ink-soft">
                expired <Moment at={round.openedAt} now={now} />
              </span>
              <span className="w-40 text-ink-soft">
                {round.closedAt === null
                  ? `away for ${formatDuration((round.dismissedAt ?? now) - round.openedAt)}`
                  : `after ${formatDuration(round.closedAt - round.openedAt)}`}
              </span>
              <span className="w-28 text-right text-xs text-ink-faint">
                {round.contacts === 0 ? "no contact" : `${round.contacts} × contacted`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
