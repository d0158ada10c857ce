"use client";

import clsx from "clsx";
import { KNOWN_STATUSES } from "@/domain/connection";
import { type ConnectionSearch, changeSearch, formatConnectionSearch } from "@/domain/connection-search";
import type { Facets } from "@/domain/facets";
import { type Count, formatBriefly } from "@/domain/page";
import { ListLink, useListNavigation } from "./list-navigation";
import { statusLook } from "./status-look";

/** Active, expired and disconnected are worth a look even at zero. */
const ALWAYS_SHOWN = 3;

type StatusTabsProps = { readonly search: ConnectionSearch; readonly facets: Facets };

/** One status at a time as links; several at once from the form beside them. Counts follow the search. */
export function StatusTabs({ search, facets }: StatusTabsProps) {
  const statuses = statusesToOffer(search, facets);
  const counts = new Map(facets.status.map(({ value, count }) => [value, count]));
  const all = facets.status.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="flex items-center gap-1">
      <nav aria-label="Status" className="-mb-px flex min-w-0 gap-1 overflow-x-auto [scrollbar-width:none]">
        <Tab search={search} status={[]} label="All" count={{ value: all, precision: facets.precision }} />
        {statuses.map((status) => (
          <Tab
            key={status}
            search={search}
            status={[status]}
            label={statusLook(status).word}
            count={{ value: counts.get(status) ?? 0, precision: facets.precision }}
          />
        ))}
      </nav>
      <SeveralStatuses search={search} statuses={statuses} />
    </div>
  );
}

/** Known statuses in their order, then every other word that the sender uses. The rarer ones only where they occur. */
function statusesToOffer(search: ConnectionSearch, facets: Facets): string[] {
  const occurring = new Set([...occurringIn(facets), ...search.status]);
  const isKnown = (status: string) => KNOWN_STATUSES.some((known) => known === status);
  const known = KNOWN_STATUSES.filter((status, index) => index < ALWAYS_SHOWN || occurring.has(status));
  return [...known, ...[...occurring].filter((status) => !isKnown(status)).sort()];
}

function occurringIn(facets: Facets): string[] {
  return facets.status.flatMap(({ value, count }) => (count > 0 ? value : []));
}

function Tab(props: { search: ConnectionSearch; status: readonly string[]; label: string; count: Count }) {
  const { search, status, label, count } = props;
  const isCurrent = search.status.length === status.length && status.every((one) => search.status.includes(one));
  return (
    <ListLink
      href={`/connections${formatConnectionSearch(changeSearch(search, { status }))}`}
      aria-current={isCurrent ? "page" : undefined}
      className={clsx(
        "flex min-h-9 max-w-52 items-center gap-1.5 border-b-2 px-2.5 whitespace-nowrap",
        isCurrent ? "border-accent font-medium text-ink" : "border-transparent text-ink-soft hover:text-ink",
      )}
    >
      <span className="truncate">{label}</span>
      <span className={clsx("text-xs tabular-nums", isCurrent ? "text-accent" : "text-ink-faint")}>
        {formatBriefly(count)}
      </span>
    </ListLink>
  );
}

function SeveralStatuses({ search, statuses }: { search: ConnectionSearch; statuses: readonly string[] }) {
  const { navigate } = useListNavigation();
  const isSeveral = search.status.length > 1;
  const rest = new URLSearchParams(formatConnectionSearch(changeSearch(search, { status: [] })));
  return (
    <details className="relative shrink-0" onKeyDown={closeOnEscape} onBlur={closeWhenLeft}>
      <summary
        className={clsx(
          "flex min-h-9 items-center rounded-md px-2.5 whitespace-nowrap hover:text-ink",
          isSeveral ? "font-medium text-accent" : "text-ink-faint",
        )}
      >
        {isSeveral ? `${search.status.length} statuses` : "Several…"}
      </summary>
      <form
        key={search.status.join()}
        action="/connections"
        className="absolute right-0 z-20 mt-1 grid w-56 gap-1 rounded-lg border border-line bg-surface p-2 shadow-lg"
        onSubmit={(event) => {
          event.preventDefault();
          event.currentTarget.closest("details")?.removeAttribute("open");
          const chosen = new FormData(event.currentTarget).getAll("status").map(String);
          navigate(`/connections${formatConnectionSearch(changeSearch(search, { status: chosen }))}`);
        }}
      >
        {[...rest].map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {statuses.map((status) => (
          <label key={status} className="flex min-h-8 items-center gap-2 rounded-md px-2 hover:bg-hover">
            <input
              type="checkbox"
              name="status"
              value={status}
              defaultChecked={search.status.includes(status)}
              className="size-4 accent-(--accent)"
            />
            <span className="truncate">{statusLook(status).word}</span>
          </label>
        ))}
        <button
          type="submit"
          className="mt-1 min-h-8 rounded-md bg-accent font-medium text-on-accent hover:bg-accent-strong"
        >
          Show these
        </button>
      </form>
    </details>
  );
}

function closeOnEscape(event: React.KeyboardEvent<HTMLDetailsElement>): void {
  if (event.key !== "Escape" || !event.currentTarget.open) return;
  event.currentTarget.open = false;
  event.currentTarget.querySelector("summary")?.focus();
}

function closeWhenLeft(event: React.FocusEvent<HTMLDetailsElement>): void {
  if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
}
