"use client";

import clsx from "clsx";
import { ListLink, useListNavigation } from "@/components/lists/list-navigation";
import { STATE_STYLES } from "@/components/lists/rows/state-style";
import { useOutreach } from "@/components/outreach/acts/outreach-context";
import { type ConnectionSearch, changeSearch, ME, WHOLE_QUEUE } from "@/domain/lists/connection-search";
import type { Facets } from "@/domain/lists/facets";
import { CLOSED_STATES, type OutreachState, TODO_STATES } from "@/domain/outreach/outreach";
import { type Count, formatBriefly } from "@/domain/values/count";

type TabFacts = { readonly label: string; readonly states: readonly OutreachState[]; readonly title: string };

const TABS: readonly TabFacts[] = [
  { label: "To contact", states: TODO_STATES, title: "Never contacted, and snoozed until now." },
  { label: "Waiting", states: ["waiting"], title: STATE_STYLES.waiting.meaning },
  { label: "Snoozed", states: ["snoozed"], title: STATE_STYLES.snoozed.meaning },
  { label: "Due", states: ["due"], title: STATE_STYLES.due.meaning },
  { label: "Held back", states: ["held"], title: STATE_STYLES.held.meaning },
  { label: "Do not contact", states: ["blocked"], title: STATE_STYLES.blocked.meaning },
  { label: "Done", states: CLOSED_STATES, title: "Reconnected, gone, or dismissed." },
  { label: "All", states: [], title: "Every connection that ever expired." },
];
/** The rarer tabs appear only if they are not empty. */
const RARE = new Set(["Held back", "Do not contact"]);

/** Filters cases by state and assignee. Counts respect all other filters. */
export function QueueTabs({ facets }: { facets: Facets }) {
  const { search } = useListNavigation();
  const counts = new Map(facets.outreach.map(({ value, count }) => [value, count]));
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const countOf = ({ states }: TabFacts): Count => ({
    value: states.length === 0 ? all : states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0),
    precision: facets.precision,
  });
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-4">
      <nav aria-label="Where cases stand" className="-mb-px flex min-w-0 gap-1 overflow-x-auto [scrollbar-width:none]">
        {TABS.filter((tab) => !RARE.has(tab.label) || countOf(tab).value > 0 || isCurrent(tab, search)).map((tab) => (
          <ListLink
            key={tab.label}
            to={changeSearch(search, { outreach: tab.states, ...orderFor(tab) })}
            title={tab.title}
            aria-current={isCurrent(tab, search) ? "page" : undefined}
            className={clsx(
              "flex min-h-9 shrink-0 items-center gap-1.5 border-b-2 px-2.5 whitespace-nowrap -outline-offset-2",
              isCurrent(tab, search)
                ? "border-accent font-medium text-ink"
                : "border-transparent text-ink-soft hover:text-ink",
            )}
          >
            {tab.label}
            <span className={clsx("text-xs tabular-nums", isCurrent(tab, search) ? "text-accent" : "text-ink-faint")}>
              {formatBriefly(countOf(tab))}
            </span>
          </ListLink>
        ))}
      </nav>
      <OwnerTabs facets={facets} />
    </div>
  );
}

function OwnerTabs({ facets }: { facets: Facets }) {
  const { search } = useListNavigation();
  const outreach = useOutreach();
  const countOf = (owner: string) => facets.owner.find(({ value }) => value === owner)?.count ?? 0;
  const all = facets.owner.reduce((sum, { count }) => sum + count, 0);
  const choices = [
    { label: "Everyone’s", owner: [], count: all },
    { label: "Mine", owner: [ME], count: countOf(String(outreach?.me ?? "")) },
    { label: "Nobody’s", owner: ["nobody"], count: countOf("nobody") },
  ];
  return (
    <nav aria-label="Whose cases" className="flex gap-1 py-1.5">
      {choices.map(({ label, owner, count }) => {
        const isCurrent = search.owner.join("\n") === owner.join("\n");
        return (
          <ListLink
            key={label}
            to={changeSearch(search, { owner })}
            aria-current={isCurrent ? "page" : undefined}
            className={clsx(
              "flex min-h-7 items-center gap-1.5 rounded-full border px-2.5 text-xs whitespace-nowrap",
              isCurrent ? "border-accent/40 bg-accent-soft font-medium text-accent" : "border-line hover:bg-hover",
            )}
          >
            {label} <span className="tabular-nums opacity-80">{count.toLocaleString("en")}</span>
          </ListLink>
        );
      })}
    </nav>
  );
}

function isCurrent({ states }: TabFacts, search: ConnectionSearch): boolean {
  return states.join() === search.outreach.join();
}

/** Orders closed cases by when they closed, and the others by urgency. */
function orderFor({ states }: TabFacts): Pick<ConnectionSearch, "sort" | "order"> {
  if (states === CLOSED_STATES) return { sort: "status_since", order: "desc" };
  return { sort: WHOLE_QUEUE.sort, order: WHOLE_QUEUE.order };
}
