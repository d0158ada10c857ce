"use client";

import clsx from "clsx";
import { ArrowDown, ArrowUp, SlidersHorizontal } from "lucide-react";
import { closeOnEscape, closeWhenLeft } from "@/components/lists/filters/filter-menu";
import { ListLink, useListNavigation } from "@/components/lists/list-navigation";
import { Card } from "@/components/ui/card";
import { changeSearch, toggled } from "@/domain/lists/connection-search";
import {
  COLUMNS,
  type ConnectionColumn,
  type ConnectionSort,
  DENSITIES,
  DIRECTIONS,
  naturalDirection,
  SORTS,
} from "@/domain/lists/list-look";
import { COLUMN_META } from "./columns";

const SORT_WORDS: Record<ConnectionSort, string> = {
  last_event: "Last event",
  status_since: "Time in status",
  name: "Name",
  user: "User",
  expiries: "Number of expiries",
  created: "First event",
  rank: "Most urgent outreach",
};

/** Changes how the list is displayed: order, columns, density. */
export function DisplayMenu() {
  return (
    <details name="filters" className="relative shrink-0" onKeyDown={closeOnEscape} onBlur={closeWhenLeft}>
      <summary className="flex min-h-9 items-center gap-1.5 rounded-md border border-line-strong/50 bg-surface px-3 font-medium hover:bg-hover">
        <SlidersHorizontal aria-hidden className="size-4" />
        <span className="max-sm:sr-only">Display</span>
      </summary>
      <Card className="absolute right-0 z-30 mt-1.5 grid max-h-[min(36rem,75dvh)] w-72 grid-cols-1 gap-3 overflow-y-auto p-3 shadow-xl">
        <Sorts />
        <Densities />
        <Columns />
      </Card>
    </details>
  );
}

function Sorts() {
  const { search } = useListNavigation();
  return (
    <section aria-label="Order" className="grid gap-1">
      <p className="text-xs font-medium text-ink-faint">Order</p>
      <ul className="flex flex-wrap gap-1">
        {SORTS[search.list].map((sort) => (
          <li key={sort}>
            <Pill
              isCurrent={search.sort === sort}
              to={changeSearch(search, { sort, order: sort === search.sort ? search.order : naturalDirection(sort) })}
            >
              {SORT_WORDS[sort]}
            </Pill>
          </li>
        ))}
      </ul>
      <ul className="flex gap-1">
        {DIRECTIONS.map((order) => (
          <li key={order}>
            <Pill isCurrent={search.order === order} to={changeSearch(search, { order })}>
              {order === "asc" ? "Ascending" : "Descending"}
            </Pill>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Densities() {
  const { search } = useListNavigation();
  return (
    <section aria-label="Density" className="grid gap-1">
      <p className="text-xs font-medium text-ink-faint">Density</p>
      <ul className="flex gap-1">
        {DENSITIES.map((density) => (
          <li key={density}>
            <Pill isCurrent={search.density === density} to={{ ...search, density }}>
              {density === "compact" ? "Compact" : "Comfortable"}
            </Pill>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Columns() {
  const { search } = useListNavigation();
  const hidden = COLUMNS[search.list].filter((column) => !search.columns.includes(column));
  return (
    <section aria-label="Columns" className="grid gap-1">
      <p className="text-xs font-medium text-ink-faint">Columns</p>
      <ul className="grid">
        {[...search.columns, ...hidden].map((column) => (
          <ColumnChoice key={column} column={column} />
        ))}
      </ul>
    </section>
  );
}

function ColumnChoice({ column }: { column: ConnectionColumn }) {
  const { search, navigate } = useListNavigation();
  const { columns } = search;
  const place = columns.indexOf(column);
  const { title } = COLUMN_META[column];
  return (
    <li className="flex min-h-8 items-center gap-1 rounded-md pl-2 hover:bg-hover">
      <label className="flex min-w-0 flex-1 items-center gap-2 self-stretch">
        <input
          type="checkbox"
          checked={place >= 0}
          disabled={column === "account"}
          onChange={() => navigate({ ...search, columns: toggled(columns, column) }, { replace: true })}
          className="size-4 accent-(--accent)"
        />
        {title}
      </label>
      {place > 0 ? (
        <Move columns={swapped(columns, place, place - 1)} label={`Move ${title} to the left`} isUp />
      ) : null}
      {place >= 0 && place < columns.length - 1 ? (
        <Move columns={swapped(columns, place, place + 1)} label={`Move ${title} to the right`} isUp={false} />
      ) : (
        <span className="size-7" />
      )}
    </li>
  );
}

function Move({ columns, label, isUp }: { columns: ConnectionColumn[]; label: string; isUp: boolean }) {
  const { search, navigate } = useListNavigation();
  const Arrow = isUp ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => navigate({ ...search, columns }, { replace: true })}
      className="grid size-7 place-items-center rounded text-ink-faint hover:bg-gone-soft hover:text-ink"
    >
      <Arrow aria-hidden className="size-3.5" />
    </button>
  );
}

function Pill({
  isCurrent,
  to,
  children,
}: {
  isCurrent: boolean;
  to: Parameters<typeof ListLink>[0]["to"];
  children: string;
}) {
  return (
    <ListLink
      to={to}
      aria-current={isCurrent ? "true" : undefined}
      className={clsx(
        "block min-h-7 rounded-full border px-2.5 text-xs leading-6.5",
        isCurrent ? "border-accent/40 bg-accent-soft font-medium text-accent" : "border-line hover:bg-hover",
      )}
    >
      {children}
    </ListLink>
  );
}

function swapped(columns: readonly ConnectionColumn[], a: number, b: number): ConnectionColumn[] {
  return columns.map((column, index) => (index === a ? columns[b] : index === b ? columns[a] : undefined) ?? column);
}
