import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { CHANNELS } from "@/domain/case-act";
import { formatDuration } from "@/domain/duration";
import type { Figure, Rate, Results } from "@/domain/outreach-results";
import { type ResultsSearch, resultsHref } from "@/domain/results-search";
import { CHANNEL_WORDS } from "./channel-words";
import { SurvivalChart } from "./survival-chart";

export const FIGURE_WORDS: Record<Figure, string> = {
  in_flight: "In flight",
  reconnected: "Reconnected",
  another_account: "Back as another account",
  disconnected: "Gone",
  dismissed: "Dismissed",
  relapsed: "Relapsed",
};

const FIGURE_MEANINGS: Record<Figure, string> = {
  in_flight: "Neither back, nor gone, nor dismissed. They are in no rate.",
  reconnected: "Active again, with the account that they had; or a new connection of the same account.",
  another_account: "Active again, but with another account. Not counted as won back.",
  disconnected: "Disconnected for good before they came back.",
  dismissed: "Somebody decided that nothing is to be done, and they did not come back.",
  relapsed: "Expired again within 14 days after they had come back.",
};

/** Whether outreach works: each figure says what it means, and opens its cases. */
export function ResultsView({ results, search }: { results: Results; search: ResultsSearch }) {
  const { fates, all, withContact, withoutContact, relapses, medianMs } = results;
  const total = Object.values(fates).reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    return <p className="py-12 text-center text-ink-soft">No case opened in this time. Choose a longer one.</p>;
  }
  const counts: Record<Figure, number> = { ...fates, relapsed: relapses };
  return (
    <>
      <section aria-label="Headlines" className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <Headline
          title="Recovery rate"
          meaning="Reconnected, of all cases that closed: reconnected, gone, dismissed, or back as another account. Cases in flight are apart."
        >
          <Percent rate={all} />
        </Headline>
        <Headline
          title="… with a contact"
          meaning="The same, of cases in which the user was contacted before it closed."
        >
          <Percent rate={withContact} />
        </Headline>
        <Headline
          title="… without"
          meaning="The same, of cases in which nobody had contacted the user before it closed."
        >
          <Percent rate={withoutContact} />
        </Headline>
        <Headline title="Median time to reconnect" meaning="Of those that came back, half came back sooner.">
          {medianMs === null ? "–" : formatDuration(medianMs)}
        </Headline>
      </section>
      <section aria-label="What became of them" className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-6">
        {Object.entries(FIGURE_WORDS).map(([name, words]) => {
          const figure = name as Figure;
          const isShown = search.show === figure;
          return (
            <Link
              key={figure}
              href={resultsHref({ ...search, show: isShown ? "" : figure })}
              scroll={false}
              prefetch={false}
              title={FIGURE_MEANINGS[figure]}
              aria-current={isShown ? "true" : undefined}
              className={clsx(
                "grid gap-0.5 rounded-xl border px-4 py-3",
                isShown ? "border-accent/40 bg-accent-soft" : "border-line bg-surface hover:bg-hover",
              )}
            >
              <span className="text-xl font-semibold tabular-nums">{counts[figure].toLocaleString("en")}</span>
              <span className="text-xs text-ink-soft">{words}</span>
            </Link>
          );
        })}
      </section>
      <SurvivalChart survival={results.survival} />
      <div className="grid gap-6 md:grid-cols-2">
        <Rates
          title="By channel"
          meaning="Of the last contact before it closed."
          rates={results.byChannel.map((rate) => ({ ...rate, name: channelWord(rate.name) }))}
        />
        <Rates title="By template" meaning="Of the last contact before it closed." rates={results.byTemplate} />
      </div>
    </>
  );
}

function Headline({ title, meaning, children }: { title: string; meaning: string; children: ReactNode }) {
  return (
    <div title={meaning} className="grid content-start gap-1 rounded-xl border border-line bg-surface px-4 py-3">
      <h2 className="text-xs font-medium text-ink-soft">{title}</h2>
      <p className="text-2xl font-semibold tracking-tight tabular-nums">{children}</p>
      <p className="text-xs text-ink-faint">{meaning}</p>
    </div>
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

function Rates(props: { title: string; meaning: string; rates: readonly (Rate & { readonly name: string })[] }) {
  return (
    <section className="grid content-start gap-2">
      <h2 className="font-semibold">{props.title}</h2>
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
                  {rate.name}
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
  return `${Math.round((reconnected / closed) * 100)} %`;
}

function channelWord(name: string): string {
  const channel = CHANNELS.find((one) => one === name);
  return channel ? CHANNEL_WORDS[channel] : name;
}
