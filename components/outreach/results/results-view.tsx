import clsx from "clsx";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { CHANNELS } from "@/domain/outreach/case-act";
import { CHANNEL_WORDS } from "@/domain/outreach/case-words";
import { COUNTS, type Figure, type Recovery, type Results, recoveryRate } from "@/domain/outreach/outreach-results";
import { type ResultsSearch, resultsHref, showing } from "@/domain/outreach/results-search";
import { formatDuration } from "@/domain/values/duration";
import { FIGURE_WORDS } from "./figure-words";
import { SurvivalChart } from "./survival-chart";

/** Shows whether outreach works: each figure says what it means, and opens its cases. */
export function ResultsView({ results, search }: { results: Results; search: ResultsSearch }) {
  const { fates, all, withContact, withoutContact, relapses, medianTimeToReconnectMs } = results;
  const total = Object.values(fates).reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    const words =
      search.period === "all" ? "No connection has expired yet." : "No case opened in this time. Choose a longer one.";
    return <p className="py-12 text-center text-ink-soft">{words}</p>;
  }
  const counts = { ...fates, relapsed: relapses, opened: total };
  return (
    <>
      <section aria-label="Headlines" className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {(
          [
            ["closed", all],
            ["contacted", withContact],
            ["uncontacted", withoutContact],
          ] as const
        ).map(([figure, recovery]) => (
          <Headline key={figure} {...FIGURE_WORDS[figure]} figure={figure} search={search}>
            <Percent recovery={recovery} figure={figure} search={search} />
          </Headline>
        ))}
        <Headline
          word="Median time to reconnect"
          meaning="Of those that came back, half came back sooner."
          figure="reconnected"
          search={search}
        >
          {medianTimeToReconnectMs === null ? "–" : formatDuration(medianTimeToReconnectMs)}
        </Headline>
      </section>
      <section aria-label="What became of them" className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-7">
        {(["opened", ...COUNTS] as const).map((figure) => (
          <FigureLink key={figure} figure={figure} search={search} meaning={FIGURE_WORDS[figure].meaning}>
            <span className="text-xl font-semibold tabular-nums">{counts[figure].toLocaleString("en")}</span>
            <span className="text-xs text-ink-soft">{FIGURE_WORDS[figure].word}</span>
          </FigureLink>
        ))}
      </section>
      <SurvivalChart survival={results.survival} search={search} />
      <div className="grid gap-6 md:grid-cols-2">
        <RecoveryRates
          title="By channel"
          meaning="The channel of the last contact before the case closed."
          search={search}
          rows={results.byChannel.map(({ name, ...recovery }) => {
            const channel = CHANNELS.find((one) => one === name) ?? "other";
            return { ...recovery, name: CHANNEL_WORDS[channel], shown: { show: "closed" as const, channel } };
          })}
        />
        <RecoveryRates
          title="By template"
          meaning="The template of the last contact before the case closed."
          search={search}
          rows={results.byTemplate.map((recovery) => ({
            ...recovery,
            shown: { show: "closed" as const, template: recovery.name },
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
  const { href, isShown } = toggled(search, { show: figure });
  return (
    <Link
      href={href}
      scroll={false}
      title={meaning}
      aria-current={isShown ? "true" : undefined}
      className={clsx("grid content-start gap-0.5 rounded-xl border px-4 py-3", frameOf(isShown))}
    >
      {children}
    </Link>
  );
}

/** A figure with its meaning. All of it opens the cases, but for the links inside. */
function Headline({ word, figure, search, meaning, children }: FigureLinkProps & { readonly word: string }) {
  const { href, isShown } = toggled(search, { show: figure });
  return (
    <div className={clsx("relative grid content-start gap-0.5 rounded-xl border px-4 py-3", frameOf(isShown))}>
      <h2 className="text-xs font-medium text-ink-soft">
        <Link
          href={href}
          scroll={false}
          aria-current={isShown ? "true" : undefined}
          className="after:absolute after:inset-0 after:rounded-xl"
        >
          {word}
        </Link>
      </h2>
      <p className="text-2xl font-semibold tracking-tight tabular-nums">{children}</p>
      <p className="text-xs text-ink-faint">{meaning}</p>
    </div>
  );
}

function frameOf(isShown: boolean): string {
  return isShown ? "border-accent/40 bg-accent-soft" : "border-line bg-surface hover:bg-hover";
}

/** The address that opens the cases of a figure; if they are shown already, the one that closes them. */
function toggled(search: ResultsSearch, shown: Shown): { href: string; isShown: boolean } {
  const opened = hrefOf(search, shown);
  const isShown = opened === resultsHref({ ...search, older: "", newer: "" });
  return { href: isShown ? hrefOf(search, {}) : opened, isShown };
}

type PercentProps = { readonly recovery: Recovery; readonly figure: Figure; readonly search: ResultsSearch };

function Percent({ recovery, figure, search }: PercentProps) {
  if (recovery.closed === 0) return "–";
  return (
    <>
      {percentOf(recovery)}{" "}
      <span className="text-sm font-normal text-ink-faint">
        <OfClosed recovery={recovery} shown={{ show: figure }} search={search} />
      </span>
    </>
  );
}

type OfClosedProps = { readonly recovery: Recovery; readonly shown: Shown; readonly search: ResultsSearch };

/** The two counts behind a recovery rate, each of which opens what it counts. */
function OfClosed({ recovery, shown, search }: OfClosedProps) {
  const look = "relative z-10 rounded hover:text-accent hover:underline";
  return (
    <>
      <Link
        href={hrefOf(search, { ...shown, fate: "reconnected" })}
        scroll={false}
        aria-label={`${recovery.reconnected.toLocaleString("en")} reconnected`}
        className={look}
      >
        {recovery.reconnected.toLocaleString("en")}
      </Link>{" "}
      of{" "}
      <Link
        href={hrefOf(search, shown)}
        scroll={false}
        aria-label={`${recovery.closed.toLocaleString("en")} closed`}
        className={look}
      >
        {recovery.closed.toLocaleString("en")}
      </Link>
    </>
  );
}

type Shown = Parameters<typeof showing>[1];
type NamedRecovery = Recovery & { readonly name: string; readonly shown: Shown };
type RecoveryRatesProps = {
  readonly title: string;
  readonly meaning: string;
  readonly rows: readonly NamedRecovery[];
  readonly search: ResultsSearch;
};

function RecoveryRates(props: RecoveryRatesProps) {
  return (
    <section className="grid content-start gap-2">
      <h2 title={props.meaning} className="font-semibold">
        {props.title}
      </h2>
      {props.rows.length === 0 ? (
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
            {props.rows.map((row) => (
              <tr key={row.name} className="border-t border-line tabular-nums">
                <th scope="row" className="px-4 py-2 font-normal">
                  <Link
                    href={hrefOf(props.search, row.shown)}
                    scroll={false}
                    className="hover:text-accent hover:underline"
                  >
                    {row.name}
                  </Link>
                </th>
                <td className="px-4 py-2 text-right text-ink-soft">
                  <OfClosed recovery={row} shown={row.shown} search={props.search} />
                </td>
                <td className="px-4 py-2 text-right font-medium">{percentOf(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function percentOf(recovery: Recovery): string {
  const rate = recoveryRate(recovery);
  return rate === null ? "–" : `${Math.round(rate * 100)}%`;
}

function hrefOf(search: ResultsSearch, shown: Shown): string {
  return resultsHref(showing(search, shown));
}
