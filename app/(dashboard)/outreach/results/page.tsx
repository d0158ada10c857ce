import type { Metadata } from "next";
import { clock } from "@/clock";
import { OutreachTabs } from "@/components/outreach/outreach-tabs";
import { CountedCases } from "@/components/outreach/results/counted-cases";
import { ResultsView } from "@/components/outreach/results/results-view";
import { ChipLink } from "@/components/ui/chip-link";
import { QueryProblems } from "@/components/ui/feedback/query-problems";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { mayDo } from "@/domain/access/rights";
import {
  PERIOD_WORDS,
  PERIODS,
  parseResultsSearch,
  resultsHref,
  resultsSearchProblems,
} from "@/domain/outreach/results-search";
import { withoutTracking } from "@/domain/values/query/query-problems";
import { enter } from "@/server/access/enter";
import { listCounted, readResults } from "@/server/outreach/read-results";

export const metadata: Metadata = { title: "Outreach results" };

export default async function ResultsPage({ searchParams }: PageProps<"/outreach/results">) {
  const { store, role } = await enter("read");
  const params = await searchParams;
  const search = parseResultsSearch(params);
  const now = clock.now();
  const { results, listed, at } = await readResults(store, search, now);
  const page = listed && (await listCounted(store, search, { at, total: listed.total }));
  return (
    <>
      <OutreachTabs mayEdit={mayDo(role, "edit_templates")} />
      <div className="grid max-w-5xl grid-cols-1 gap-6 px-4 py-5 sm:px-6">
        <h1 className="sr-only">Outreach results</h1>
        <nav aria-label="Period" className="flex flex-wrap items-center gap-1.5">
          {[...PERIODS].sort(byLength).map((period) => (
            <ChipLink
              key={period}
              href={resultsHref({ ...search, period, older: "", newer: "" })}
              isCurrent={period === search.period}
            >
              {PERIOD_WORDS[period]}
            </ChipLink>
          ))}
          <span className="ml-auto text-xs text-ink-faint">
            Cases that opened in this time, counted <RelativeTime at={at} now={now} />
          </span>
        </nav>
        <QueryProblems problems={resultsSearchProblems(withoutTracking(params))} />
        <ResultsView results={results} search={search} />
        {page && listed ? (
          <CountedCases {...page} count={listed} search={search} mayExport={mayDo(role, "export")} now={now} />
        ) : null}
      </div>
    </>
  );
}

function byLength(a: string, b: string): number {
  const daysOf = (period: string) => (period === "all" ? Number.POSITIVE_INFINITY : Number.parseInt(period, 10));
  return daysOf(a) - daysOf(b);
}
