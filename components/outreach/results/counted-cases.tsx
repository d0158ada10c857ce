import clsx from "clsx";
import { X } from "lucide-react";
import { Children, type ReactNode } from "react";
import { LogPager } from "@/components/lists/log-pager";
import { ChipLink } from "@/components/ui/chip-link";
import { ExportLink } from "@/components/ui/export-link";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { Personal } from "@/components/ui/personal/personal";
import { TABLE_ROLES } from "@/components/ui/table-roles";
import { accountTitle } from "@/domain/connection/connection";
import type { CountedCase } from "@/domain/lists/results-export";
import { DISMISS_WORDS } from "@/domain/outreach/case-words";
import { FATES, fateOf, LAST_CHANNELS, type PartCount, timeAwayMs } from "@/domain/outreach/outreach-results";
import { formatResultsSearch, type ResultsSearch, resultsHref, showing } from "@/domain/outreach/results-search";
import { formatDuration } from "@/domain/values/duration";
import { connectionPath, userPath } from "@/domain/values/query/paths";
import { casesWords, FIGURE_WORDS, LAST_CHANNEL_WORDS } from "./figure-words";

type CountedCasesProps = {
  readonly rows: readonly CountedCase[];
  /** How many cases come before these. */
  readonly offset: number;
  readonly newer: string | null;
  readonly older: string | null;
  readonly count: PartCount;
  readonly search: ResultsSearch;
  readonly mayExport: boolean;
  readonly now: number;
};

/** The cases behind a figure, the newest first: narrowed, page by page, and as a file. */
export function CountedCases(props: CountedCasesProps) {
  const { rows, offset, newer, older, count, search, mayExport, now } = props;
  const addressOf = (place: { older: string } | { newer: string }) =>
    resultsHref({ ...search, older: "", newer: "", ...place });
  return (
    <section aria-label="Cases" className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="min-w-0 font-semibold">
          {casesWords(search)}: {count.total.toLocaleString("en")}
        </h2>
        <span className="ml-auto flex items-center gap-1">
          {mayExport ? (
            <ExportLink
              href={`/api/outreach/results/export${formatResultsSearch({ ...search, older: "", newer: "" })}`}
            />
          ) : null}
          <Link
            href={resultsHref(showing(search, {}))}
            scroll={false}
            aria-label="Close"
            className="icon-button size-8"
          >
            <X aria-hidden className="size-4" />
          </Link>
        </span>
      </div>
      <Sides count={count} search={search} />
      {rows.length === 0 ? (
        <NoCase total={count.total} newest={resultsHref({ ...search, older: "", newer: "" })} />
      ) : (
        <div className="rounded-xl border border-line bg-surface">
          <CaseTable rows={rows} label={casesWords(search)} now={now} />
          <LogPager
            words={`${range(offset, rows.length)} of ${count.total.toLocaleString("en")}, newest first`}
            newer={newer && addressOf({ newer })}
            older={older && addressOf({ older })}
          />
        </div>
      )}
    </section>
  );
}

/** Filters for the cases, with the count that each would leave. */
function Sides({ count, search }: Pick<CountedCasesProps, "count" | "search">) {
  const changed = (change: Partial<ResultsSearch>) => resultsHref({ ...search, older: "", newer: "", ...change });
  const choices = <Value extends string>(
    counts: Readonly<Record<Value, number>>,
    values: readonly Value[],
    words: (value: Value) => string,
    current: string,
    hrefOf: (value: Value | "") => string,
  ) =>
    values
      .filter((value) => counts[value] > 0 || value === current)
      .map((value) => (
        <ChipLink key={value} href={hrefOf(value === current ? "" : value)} isCurrent={value === current}>
          {words(value)} <span className="tabular-nums opacity-80">{counts[value].toLocaleString("en")}</span>
        </ChipLink>
      ));
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-2">
      <Side label="Outcome">
        {choices(
          count.fates,
          FATES,
          (fate) => FIGURE_WORDS[fate].word,
          search.fate,
          (fate) => changed({ fate }),
        )}
      </Side>
      <Side label="Last contact">
        {choices(
          count.channels,
          LAST_CHANNELS,
          (one) => LAST_CHANNEL_WORDS[one],
          search.channel,
          (channel) => changed({ channel }),
        )}
      </Side>
      {search.template === "" ? null : (
        <Side label="Template">
          <ChipLink href={changed({ template: "" })} isCurrent>
            {search.template}
          </ChipLink>
        </Side>
      )}
    </div>
  );
}

function Side({ label, children }: { label: string; children: ReactNode }) {
  if (Children.count(children) === 0) return null;
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-1.5">
      <span className="text-xs text-ink-faint">{label}</span>
      {children}
    </nav>
  );
}

const HEADINGS = ["Account", "User", "Outcome", "Last contact", "Expired", "Away for"];

function CaseTable({ rows, label, now }: { rows: readonly CountedCase[]; label: string; now: number }) {
  return (
    <table {...TABLE_ROLES.table} className="block w-full text-left md:table md:table-fixed">
      <caption className="sr-only">{label}</caption>
      <thead {...TABLE_ROLES.group} className="sr-only text-xs text-ink-faint md:not-sr-only md:table-header-group">
        <tr {...TABLE_ROLES.row}>
          {HEADINGS.map((heading) => (
            <th key={heading} {...TABLE_ROLES.heading} scope="col" className="px-4 py-2 font-medium">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...TABLE_ROLES.group} className="block md:table-row-group">
        {rows.map((one) => (
          <CaseLine key={`${one.key} ${one.round}`} one={one} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function CaseLine({ one, now }: { one: CountedCase; now: number }) {
  const { connectionId, connection, openedAt } = one;
  const title = (connection && accountTitle(connection.account)) ?? connectionId;
  const fate = fateOf(one);
  return (
    <tr
      {...TABLE_ROLES.row}
      className="grid grid-cols-2 gap-x-4 gap-y-1 border-t border-line px-4 py-3 first:border-t-0 hover:bg-hover md:table-row md:first:border-t"
    >
      <Cell className="col-span-2">
        <Link
          href={connectionPath(connectionId)}
          className="block truncate font-medium hover:text-accent hover:underline"
        >
          {title === connectionId ? title : <Personal>{title}</Personal>}
        </Link>
        {title === connectionId ? null : (
          <span className="block truncate font-mono text-xs text-ink-faint">{connectionId}</span>
        )}
      </Cell>
      <Cell label="User">
        {connection?.user == null ? (
          <span className="text-ink-faint">No user</span>
        ) : (
          <Link
            href={userPath(connection.user)}
            className="block truncate font-mono text-[0.8125rem] hover:text-accent hover:underline"
          >
            <Personal>{connection.user}</Personal>
          </Link>
        )}
      </Cell>
      <Cell label="Outcome">
        {FIGURE_WORDS[fate].word}
        {fate === "dismissed" && one.dismissReason ? (
          <span className="block text-xs text-ink-faint">{DISMISS_WORDS[one.dismissReason]}</span>
        ) : null}
        {one.isRelapse ? <span className="block text-xs text-ink-faint">Relapse</span> : null}
      </Cell>
      <Cell label="Last contact">
        {one.contactedAt === null ? (
          <span className="text-ink-faint">No contact</span>
        ) : (
          <>
            {LAST_CHANNEL_WORDS[one.channel ?? "none"]} <RelativeTime at={one.contactedAt} now={now} />
            {one.template === null ? null : (
              <span className="block truncate text-xs text-ink-faint" title={one.template}>
                {one.template}
              </span>
            )}
          </>
        )}
      </Cell>
      <Cell label="Expired">
        <RelativeTime at={openedAt} now={now} />
      </Cell>
      <Cell label="Away for">{formatDuration(timeAwayMs(one, now))}</Cell>
    </tr>
  );
}

function Cell({ label, className, children }: { label?: string; className?: string; children: ReactNode }) {
  return (
    <td
      {...TABLE_ROLES.cell}
      className={clsx("min-w-0 text-ink-soft first:text-ink md:px-4 md:py-2 md:align-top", className)}
    >
      {label ? (
        <span aria-hidden className="block text-[0.6875rem] text-ink-faint md:hidden">
          {label}
        </span>
      ) : null}
      {children}
    </td>
  );
}

function NoCase({ total, newest }: { total: number; newest: string }) {
  return (
    <p className="py-6 text-center text-ink-soft">
      {total === 0 ? (
        "No case is counted here."
      ) : (
        <>
          There are no further cases.{" "}
          <Link href={newest} scroll={false} className="underline hover:text-ink">
            Go back to the newest
          </Link>
        </>
      )}
    </p>
  );
}

function range(offset: number, rows: number): string {
  return `${(offset + 1).toLocaleString("en")}–${(offset + rows).toLocaleString("en")}`;
}
