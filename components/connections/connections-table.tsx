"use client";

import { useTable } from "@tanstack/react-table";
import clsx from "clsx";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { type MouseEvent, type ReactNode, useMemo } from "react";
import { ListLink, useListNavigation } from "@/components/lists/list-navigation";
import { useListSlots } from "@/components/lists/list-slots";
import { PageCheckbox, RowCheckbox } from "@/components/lists/row-checkboxes";
import { type ConnectionRow, titleIdOf } from "@/components/lists/rows/connection-row";
import { useSelection } from "@/components/lists/selection";
import { TABLE_ROLES } from "@/components/ui/table-roles";
import { type ConnectionSearch, changeSearch } from "@/domain/lists/connection-search";
import { type ConnectionColumn, type ConnectionSort, naturalDirection, SORTS } from "@/domain/lists/list-look";
import { COLUMN_META, columnsAt, features } from "./columns";
import { RowMenu } from "./row-menu";

type ConnectionsTableProps = {
  readonly rows: readonly ConnectionRow[];
  readonly columns: readonly ConnectionColumn[];
  readonly now: number;
};

/** A table if its columns fit, otherwise cards with the same cells. */
export function ConnectionsTable({ rows, columns, now }: ConnectionsTableProps) {
  const { list } = useListNavigation().search;
  const definitions = useMemo(() => columnsAt(columns, now), [columns, now]);
  const table = useTable({ features, columns: definitions, data: rows, getRowId: (row) => row.id });
  return (
    <table
      {...TABLE_ROLES.table}
      className="block w-full border-separate border-spacing-0 text-left wide:table wide:table-fixed"
    >
      <caption className="sr-only">{list === "outreach" ? "Outreach cases" : "Connections"}</caption>
      <colgroup>
        <col className="w-11 sm:w-13" />
        {columns.map((column) => {
          const { width, grow } = COLUMN_META[column];
          return <col key={column} style={grow ? undefined : { width: `${width}rem` }} />;
        })}
        {list === "outreach" ? <col className="w-40" /> : null}
        <col className="w-13 sm:w-14" />
      </colgroup>
      <thead
        {...TABLE_ROLES.group}
        className="sr-only z-10 bg-surface wide:not-sr-only wide:sticky wide:top-0 wide:table-header-group"
      >
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id} {...TABLE_ROLES.row}>
            <th {...TABLE_ROLES.heading} scope="col" className="border-b border-line pl-4 sm:pl-6">
              <PageCheckbox ids={rows.map((row) => row.id)} />
            </th>
            {group.headers.map((header) => (
              <Heading key={header.id} sort={COLUMN_META[columnOf(header.column.id)].sort}>
                <table.FlexRender header={header} />
              </Heading>
            ))}
            {list === "outreach" ? (
              <th {...TABLE_ROLES.heading} scope="col" className="border-b border-line">
                <span className="sr-only">Next step</span>
              </th>
            ) : null}
            <th {...TABLE_ROLES.heading} scope="col" className="border-b border-line">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        ))}
      </thead>
      <tbody {...TABLE_ROLES.group} className="block wide:table-row-group">
        {table.getRowModel().rows.map((row) => (
          <Row key={row.id} row={row.original}>
            {row.getAllCells().map((cell) => (
              <td key={cell.id} {...TABLE_ROLES.cell} className="list-cell">
                <CardLabel column={columnOf(cell.column.id)} />
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </Row>
        ))}
      </tbody>
    </table>
  );
}

/** One connection. A click anywhere but on its controls opens it in the side panel. */
function Row({ row, children }: { row: ConnectionRow; children: ReactNode }) {
  const { search, navigate } = useListNavigation();
  const slots = useListSlots();
  const { isSelected } = useSelection();
  const isOpen = search.open === row.id;
  const peek = () => navigate({ ...search, open: row.id }, { replace: search.open !== "" });
  const onClick = (event: MouseEvent) => {
    if (!isControl(event.target) && !getSelection()?.toString()) peek();
  };
  return (
    <tr
      {...TABLE_ROLES.row}
      tabIndex={-1}
      data-id={row.id}
      aria-selected={isSelected(row.id)}
      aria-labelledby={titleIdOf(row)}
      onClick={onClick}
      className={clsx(
        "list-row",
        isOpen ? "bg-accent-soft" : isSelected(row.id) ? "bg-accent-soft/50" : "hover:bg-hover",
      )}
    >
      <td
        {...TABLE_ROLES.cell}
        className="col-start-1 row-start-1 wide:table-cell wide:border-b wide:border-line wide:pl-4 wide:align-middle sm:wide:pl-6"
      >
        <RowCheckbox row={row} />
      </td>
      {children}
      {slots ? (
        <td {...TABLE_ROLES.cell} className="list-cell wide:text-right">
          <slots.RowButtons row={row} />
        </td>
      ) : null}
      <td
        {...TABLE_ROLES.cell}
        className="col-start-3 row-start-1 -my-1.5 wide:table-cell wide:border-b wide:border-line wide:pr-4 wide:text-right wide:align-middle"
      >
        <RowMenu row={row} onPeek={peek} />
      </td>
    </tr>
  );
}

/** Labels a value in a card, unless the value explains itself. */
function CardLabel({ column }: { column: ConnectionColumn }) {
  if (column === "status" || column === "account") return null;
  return <span className="list-label">{COLUMN_META[column].title}</span>;
}

function Heading({ sort: offered, children }: { sort: ConnectionSort | undefined; children: ReactNode }) {
  const { search } = useListNavigation();
  const sort = SORTS[search.list].find((one) => one === offered);
  const isSorted = sort !== undefined && sort === search.sort;
  const shape = "border-b border-line px-2 py-0 text-xs font-medium text-ink-faint";
  if (!sort) {
    return (
      <th {...TABLE_ROLES.heading} scope="col" className={clsx(shape, "h-9")}>
        {children}
      </th>
    );
  }
  const Arrow = isSorted ? (search.order === "asc" ? ArrowUp : ArrowDown) : ChevronsUpDown;
  return (
    <th
      {...TABLE_ROLES.heading}
      scope="col"
      aria-sort={isSorted ? (search.order === "asc" ? "ascending" : "descending") : undefined}
      className={shape}
    >
      <ListLink
        to={sortedBy(search, sort)}
        className={clsx(
          "flex h-9 items-center gap-1 -outline-offset-2 whitespace-nowrap hover:text-ink",
          isSorted && "text-ink",
        )}
      >
        {children}
        <Arrow aria-hidden className={clsx("size-3.5 shrink-0", isSorted ? "text-accent" : "opacity-60")} />
      </ListLink>
    </th>
  );
}

/** Sorts by a new column in its natural direction, and by the same column in the opposite one. */
function sortedBy(search: ConnectionSearch, sort: ConnectionSort): ConnectionSearch {
  const turned = search.order === "asc" ? "desc" : "asc";
  return changeSearch(search, { sort, order: sort === search.sort ? turned : naturalDirection(sort) });
}

function isControl(target: EventTarget): boolean {
  return !(target instanceof Element) || target.closest("a, button, input, label, [role=dialog], [role=menu]") !== null;
}

/** Safe: the table's columns are built from these names alone. */
function columnOf(id: string): ConnectionColumn {
  return id as ConnectionColumn;
}
