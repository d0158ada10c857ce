import clsx from "clsx";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { CHANNELS } from "@/domain/case-act";
import { formatDuration } from "@/domain/duration";
import { COUNTS, type Figure, type Rate, type Results } from "@/domain/outreach-results";
import { type ResultsSearch, resultsHref, showing } from "@/domain/results-search";
import { CHANNEL_WORDS } from "./channel-words";
import { FIGURE_WORDS } from "./figure-words";
import { SurvivalChart } from "./survival-chart";

/** Whether outreach works: each figure says what it means, and opens its cases. */
export function ResultsView({ results, search }: { results: Results; search: ResultsSearch }) {
  const { fates, all, withContact, withoutContact, relapses, medianMs } = results;
  const total = Object.values(fates).reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    const words =
      search.period === "all" ? "No connection has expired yet." : "No case opened in this time. Choose a longer one.";
    return <p className="py-12 text-center text-ink-soft">{words}</p>;
  }
  const counts = { ...fates, relapsed: relapses };
  return (
    <>
      <section aria-label="Headlines" className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {(
          [
            ["closed", all],
            ["contacted", withContact],
            ["uncontacted", withoutContact],
          ] as const
        ).map(([figure, rate]) => (
          <Headline key={figure} {...FIGURE_WORDS[figure]} figure={figure} search={search}>
            <Percent rate={rate} />
          </Headline>
        ))}
        <Headline
          word="Median time to reconnect"
          meaning="Of those that came back, half came back sooner."
          figure="reconnected"
          search={search}
        >
          {medianMs === null ? "–" : formatDuration(medianMs)}
        </Headline>
      </section>
      <section aria-label="What became of them" className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-6">
        {COUNTS.map((figure) => (
          <FigureLink key={figure} figure={figure} search={search} meaning={FIGURE_WORDS[figure].meaning}>
            <span className="text-xl font-semibold tabular-nums">{counts[figure].toLocaleString("en")}</span>
            <span className="text-xs text-ink-soft">{FIGURE_WORDS[figure].word}</span>
          </FigureLink>
        ))}
      </section>
      <SurvivalChart survival={results.survival} search={search} />
      <div className="grid gap-6 md:grid-cols-2">
        <Rates
          title="By channel"
          meaning="Of the last contact before it closed."
          rates={results.byChannel.map(({ name, ...rate }) => {
            const channel = CHANNELS.find((one) => one === name) ?? "other";
            return { ...rate, name: CHANNEL_WORDS[channel], href: hrefOf(search, { show: "closed", channel }) };
          })}
        />
        <Rates
          title="By template"
          meaning="Of the last contact before it closed."
          rates={results.byTemplate.map((rate) => ({
            ...rate,
            href: hrefOf(search, { show: "closed", template: rate.name }),
          }))}
        />
      </div>
    </>
  );
}

type FigureLinkProps = {
  readonly figure: Figure;
  readonly search: ResultsSearch;
  readonly meaning: string;
  readonly children: ReactNode;
};

/** A figure, which opens its cases, or closes them. */
function FigureLink({ figure, search, meaning, children }: FigureLinkProps) {
  const isShown = search.show === figure && search.channel === "" && search.template === "";
  return (
    <Link
      href={isShown ? hrefOf(search, {}) : hrefOf(search, { show: figure })}
      scroll={false}
      title={meaning}
      aria-current={isShown ? "true" : undefined}
      className={clsx(
        "grid content-start gap-0.5 rounded-xl border px-4 py-3",
        isShown ? "border-accent/40 bg-accent-soft" : "border-line bg-surface hover:bg-hover",
      )}
    >
      {children}
    </Link>
  );
}

function Headline({ word, children, ...props }: FigureLinkProps & { readonly word: string }) {
  return (
    <FigureLink {...props}>
      <h2 className="text-xs font-medium text-ink-soft">{word}</h2>
      <p className="text-2xl font-semibold tracking-tight tabular-nums">{children}</p>
      <p className="text-xs text-ink-faint">{props.meaning}</p>
    </FigureLink>
  );
}

function Percent({ rate }: { rate: Rate }) {
  if (rate.closed === 0) return "–";
  return (
    <>
      {percentOf(rate)}{" "}
      <span className="text-sm font-normal text-ink-faint">
        {rate.reconnected.toLocaleString("en")} of {rate.closed.toLocaleString("en")}
      </span>
    </>
  );
}

type NamedRate = Rate & { readonly name: string; readonly href: string };

function Rates(props: { title: string; meaning: string; rates: readonly NamedRate[] }) {
  return (
    <section className="grid content-start gap-2">
      <h2 title={props.meaning} className="font-semibold">
        {props.title}
      </h2>
      {props.rates.length === 0 ? (
        <p className="text-ink-soft">No contact was noted for a case that has closed.</p>
      ) : (
        <table className="w-full rounded-xl border border-line bg-surface text-left">
          <caption className="sr-only">
            {props.title}: {props.meaning}
          </caption>
          <thead className="text-xs text-ink-faint">
            <tr>
              <th scope="col" className="px-4 py-2 font-medium">
                Last contact
              </th>
              <th scope="col" className="px-4 py-2 text-right font-medium">
                Reconnected
              </th>
              <th scope="col" className="px-4 py-2 text-right font-medium">
                Rate
              </th>
            </tr>
          </thead>
          <tbody>
            {props.rates.map((rate) => (
              <tr key={rate.name} className="border-t border-line tabular-nums">
                <th scope="row" className="px-4 py-2 font-normal">
                  <Link href={rate.href} scroll={false} className="hover:text-accent hover:underline">
                    {rate.name}
                  </Link>
                </th>
                <td className="px-4 py-2 text-right text-ink-soft">
                  {rate.reconnected.toLocaleString("en")} of {rate.closed.toLocaleString("en")}
                </td>
                <td className="px-4 py-2 text-right font-medium">{percentOf(rate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function percentOf({ reconnected, closed }: Rate): string {
  return `${Math.round((reconnected / closed) * 100)}%`;
}

function hrefOf(search: ResultsSearch, shown: Parameters<typeof showing>[1]): string {
  return resultsHref(showing(search, shown));
}
