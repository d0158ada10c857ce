"use client";

import { useTable } from "@tanstack/react-table";
import clsx from "clsx";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { useMemo } from "react";
import {
  type ConnectionSearch,
  type ConnectionSort,
  changeSearch,
  formatConnectionSearch,
  naturalDirection,
} from "@/domain/connection-search";
import { COLUMN_SORTS, COLUMN_WIDTHS, columnsAt, features } from "./columns";
import type { ConnectionRow } from "./connection-row";
import { ListLink } from "./list-navigation";

type ConnectionsTableProps = {
  readonly rows: readonly ConnectionRow[];
  readonly search: ConnectionSearch;
  readonly now: number;
};

export function ConnectionsTable({ rows, search, now }: ConnectionsTableProps) {
  const columns = useMemo(() => columnsAt(now), [now]);
  const table = useTable({ features, columns, data: rows, getRowId: (row) => row.id });
  return (
    <table className="w-full table-fixed border-collapse text-left">
      <caption className="sr-only">Connections</caption>
      <thead className="sticky top-0 z-10 bg-surface">
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <Heading key={header.id} id={header.column.id} search={search}>
                <table.FlexRender header={header} />
              </Heading>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id} className="border-t border-line hover:bg-hover">
            {row.getAllCells().map((cell) => (
              <td
                key={cell.id}
                className={clsx(
                  "overflow-hidden px-2 py-2.5 align-middle first:pl-4 last:pr-4 sm:px-3 sm:first:pl-6 sm:last:pr-6",
                  COLUMN_WIDTHS[cell.column.id],
                )}
              >
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Heading({ id, search, children }: { id: string; search: ConnectionSearch; children: React.ReactNode }) {
  const sort = COLUMN_SORTS[id];
  const isSorted = sort === search.sort;
  const shape = clsx(
    "border-b border-line px-2 py-0 text-xs first:pl-4 last:pr-4 sm:px-3 sm:first:pl-6 sm:last:pr-6 font-medium text-ink-faint",
    COLUMN_WIDTHS[id],
  );
  if (!sort) {
    return (
      <th scope="col" className={clsx(shape, "h-9")}>
        {children}
      </th>
    );
  }
  const Arrow = isSorted ? (search.order === "asc" ? ArrowUp : ArrowDown) : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (search.order === "asc" ? "ascending" : "descending") : undefined}
      className={shape}
    >
      <ListLink
        href={sortHref(search, sort)}
        className={clsx("flex h-9 items-center gap-1 hover:text-ink", isSorted && "text-ink")}
      >
        {children}
        <Arrow aria-hidden className={clsx("size-3.5", isSorted ? "text-accent" : "opacity-60")} />
      </ListLink>
    </th>
  );
}

/** A new column in its natural direction, the same column the other way round. */
function sortHref(search: ConnectionSearch, sort: ConnectionSort): string {
  const turned = search.order === "asc" ? "desc" : "asc";
  const order = sort === search.sort ? turned : naturalDirection(sort);
  return `/connections${formatConnectionSearch(changeSearch(search, { sort, order }))}`;
}
