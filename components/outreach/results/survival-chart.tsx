import clsx from "clsx";
import { Link } from "@/components/ui/link";
import type { Results } from "@/domain/outreach/outreach-results";
import { type ResultsSearch, resultsHref, showing } from "@/domain/outreach/results-search";
import { formatDuration } from "@/domain/values/duration";

const HOUR_MS = 3_600_000;

type SurvivalChartProps = { readonly survival: Results["survival"]; readonly search: ResultsSearch };

/** How many are still away after so long, each mark with its cases; the same as a table for those who would rather read. */
export function SurvivalChart({ survival, search }: SurvivalChartProps) {
  return (
    <section className="grid gap-2">
      <div>
        <h2 className="font-semibold">Still away after</h2>
        <p className="text-xs text-ink-soft">
          The share that has not come back by then. Cases that are newer, gone or dismissed count for as long as they
          were followed.
        </p>
      </div>
      <ol className="flex h-40 gap-1 rounded-xl border border-line bg-surface px-3 pt-3 pb-2 sm:gap-2">
        {survival.map(({ afterMs, away, atRisk }) => {
          const after = afterMs / HOUR_MS;
          const isShown = search.show === "away" && search.after === after;
          const words = `${percent(away)} still away after ${formatDuration(afterMs, 1)}: ${atRisk.toLocaleString("en")} seen for longer`;
          return (
            <li key={afterMs} className="h-full min-w-0 flex-1">
              <Link
                href={resultsHref(showing(search, isShown ? {} : { show: "away", after }))}
                scroll={false}
                title={words}
                aria-label={words}
                aria-current={isShown ? "true" : undefined}
                className={clsx(
                  "group flex h-full flex-col justify-end gap-1 rounded text-center",
                  isShown ? "bg-accent-soft" : "hover:bg-hover",
                )}
              >
                <span className="text-[0.6875rem] text-ink-soft tabular-nums">{percent(away)}</span>
                <span className="min-h-0.5 rounded-t bg-accent/70" style={{ height: `${away * 65}%` }} />
                <span className="truncate text-[0.6875rem] text-ink-faint">{formatDuration(afterMs, 1)}</span>
              </Link>
            </li>
          );
        })}
      </ol>
      <details>
        <summary className="w-fit text-xs text-ink-soft hover:text-ink">As a table</summary>
        <table className="mt-2 w-full max-w-md text-left tabular-nums">
          <thead className="text-xs text-ink-faint">
            <tr>
              <th scope="col" className="py-1 font-medium">
                After
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                Still away
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                Cases away for longer
              </th>
            </tr>
          </thead>
          <tbody>
            {survival.map(({ afterMs, away, atRisk }) => (
              <tr key={afterMs} className="border-t border-line">
                <th scope="row" className="py-1 font-normal">
                  {formatDuration(afterMs, 1)}
                </th>
                <td className="py-1 text-right">{percent(away)}</td>
                <td className="py-1 text-right">
                  <Link
                    href={resultsHref(showing(search, { show: "away", after: afterMs / HOUR_MS }))}
                    scroll={false}
                    className="hover:text-accent hover:underline"
                  >
                    {atRisk.toLocaleString("en")}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
