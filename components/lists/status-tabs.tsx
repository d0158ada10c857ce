"use client";

import clsx from "clsx";
import { statusStyle } from "@/components/lists/rows/status-style";
import { KNOWN_STATUSES } from "@/domain/connection/connection";
import { type ConnectionSearch, changeSearch } from "@/domain/lists/connection-search";
import type { Facets } from "@/domain/lists/facets";
import { type Count, formatBriefly } from "@/domain/values/count";
import { ListLink, useListNavigation } from "./list-navigation";

/** Active, expired and disconnected are worth a look even at zero. */
const ALWAYS_SHOWN = 3;

/** Filters by one status; the filters below take several. Counts respect all other filters. */
export function StatusTabs({ facets }: { facets: Facets }) {
  const { search } = useListNavigation();
  const counts = new Map(facets.status.map(({ value, count }) => [value, count]));
  const { precision, withAnyStatus } = facets;
  return (
    <nav
      aria-label="Status"
      className="-mb-px flex min-w-0 gap-1 overflow-x-auto [mask-image:linear-gradient(to_right,black_calc(100%-1.5rem),transparent)] pr-6 [scrollbar-width:none]"
    >
      <Tab status={[]} label="All" count={{ value: withAnyStatus, precision }} />
      {statusesToOffer(search, facets).map((status) => (
        <Tab
          key={status}
          status={[status]}
          label={statusStyle(status).word}
          count={{ value: counts.get(status) ?? 0, precision }}
        />
      ))}
    </nav>
  );
}

/** Lists the known statuses in order, then any other word that the sender uses. The rarer ones appear only if they occur. */
export function statusesToOffer(search: ConnectionSearch, facets: Facets): string[] {
  const counted = facets.status.flatMap(({ value, count }) => (count > 0 ? value : []));
  const occurring = new Set([...counted, ...search.status, ...search.notStatus]);
  const isKnown = (status: string) => KNOWN_STATUSES.some((known) => known === status);
  const known = KNOWN_STATUSES.filter((status, index) => index < ALWAYS_SHOWN || occurring.has(status));
  return [...known, ...[...occurring].filter((status) => !isKnown(status)).sort()];
}

function Tab({ status, label, count }: { status: readonly string[]; label: string; count: Count }) {
  const { search } = useListNavigation();
  const isCurrent = search.notStatus.length === 0 && search.status.join("\n") === status.join("\n");
  // Each of several selected statuses is marked, so that the tabs never seem to say "none".
  const isPart = status.length > 0 && search.status.length > 1 && status.every((one) => search.status.includes(one));
  return (
    <ListLink
      to={changeSearch(search, { status, notStatus: [] })}
      aria-current={isCurrent ? "page" : undefined}
      className={clsx(
        "flex min-h-9 max-w-52 shrink-0 items-center gap-1.5 border-b-2 px-2.5 whitespace-nowrap -outline-offset-2",
        isCurrent || isPart ? "border-accent font-medium text-ink" : "border-transparent text-ink-soft hover:text-ink",
      )}
    >
      <span className="truncate">{label}</span>
      <span className={clsx("text-xs tabular-nums", isCurrent ? "text-accent" : "text-ink-faint")}>
        {formatBriefly(count)}
      </span>
    </ListLink>
  );
}
