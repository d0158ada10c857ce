"use client";

import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import type { ReactNode } from "react";
import { ENVIRONMENT_WORDS } from "@/components/lists/filters/filter-words";
import { type CaseCellProps, useListSlots } from "@/components/lists/list-slots";
import type { ConnectionRow } from "@/components/lists/rows/connection-row";
import { titleIdOf } from "@/components/lists/rows/connection-row";
import { StatusBadge } from "@/components/lists/rows/status-badge";
import { OutreachCell } from "@/components/outreach/queue/outreach-cell";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { useNow } from "@/components/ui/live/use-now";
import type { ConnectionColumn, ConnectionSort, ListName } from "@/domain/lists/list-look";
import { formatDuration, formatOrdinal } from "@/domain/values/duration";
import { AccountCell, ConnectionIdCell, UserCell } from "./cells";
import { PermissionsCell } from "./permissions-cell";

/** We or the server sort, filter, page and select, so the table needs no features of its own. */
export const features = tableFeatures({});

const helper = createColumnHelper<typeof features, ConnectionRow>();

type ColumnMeta = {
  readonly title: string;
  /** The order that a click on the heading requests. */
  readonly sort?: ConnectionSort;
  /** In rem. With `grow` it is the minimum, and the column also takes a share of the space that is left. */
  readonly width: number;
  readonly grow?: boolean;
};

export const COLUMN_META: Record<ConnectionColumn, ColumnMeta> = {
  status: { title: "Status", sort: "status_since", width: 8.5 },
  account: { title: "Account", sort: "name", width: 10, grow: true },
  user: { title: "User", sort: "user", width: 8, grow: true },
  permissions: { title: "Permissions", width: 8 },
  last_event: { title: "Last event", sort: "last_event", width: 6 },
  outreach: { title: "Outreach", sort: "rank", width: 9.5 },
  why: { title: "Why first", width: 12, grow: true },
  contact: { title: "Last contact", width: 9, grow: true },
  connection: { title: "Connection", width: 8, grow: true },
  expiries: { title: "Expired", sort: "expiries", width: 5.5 },
  created: { title: "First event", sort: "created", width: 6 },
  environment: { title: "Environment", width: 6.5 },
};

/** The width of each row's checkbox, buttons and menu, in rem. */
const ROW_CONTROLS_WIDTH: Record<ListName, number> = { connections: 5.5, outreach: 15.5 };
/** As in `globals.css`. */
const FITS = [46, 54, 62, 72, 84] as const;

/** Returns the width of the list, in rem, from which these columns fit next to each other. */
export function fitOf(list: ListName, columns: readonly ConnectionColumn[]): number {
  const wanted = columns.reduce((sum, column) => sum + COLUMN_META[column].width, ROW_CONTROLS_WIDTH[list]);
  return FITS.find((fit) => fit >= wanted) ?? FITS[FITS.length - 1] ?? 0;
}

/** Builds the columns in order. `now` is a parameter, so that server and browser render the same. */
export function columnsAt(columns: readonly ConnectionColumn[], now: number) {
  return helper.columns(
    columns.map((column) =>
      helper.display({
        id: column,
        header: COLUMN_META[column].title,
        cell: ({ row }) => CELLS[column](row.original, now),
      }),
    ),
  );
}

const CELLS: Record<ConnectionColumn, (row: ConnectionRow, now: number) => ReactNode> = {
  status: (row, now) => <StatusCell row={row} now={now} />,
  account: (row) => <AccountCell row={row} />,
  user: (row) => <UserCell user={row.user} />,
  permissions: (row) => (
    <PermissionsCell titleId={titleIdOf(row)} permissions={row.permissions} lost={row.lostPermissions} />
  ),
  last_event: (row, now) => <RelativeTime at={row.lastEventAt} now={now} className="text-ink-soft" />,
  outreach: (row, now) => <OutreachCell row={row} now={now} />,
  why: (row, now) => <SlotCell slot="WhyCell" row={row} now={now} />,
  contact: (row, now) => <SlotCell slot="ContactCell" row={row} now={now} />,
  connection: (row) => <ConnectionIdCell id={row.id} />,
  expiries: (row) => (
    <span className="text-ink-soft tabular-nums">
      {row.expiries === 0 ? "Never" : `${row.expiries.toLocaleString("en")} ×`}
    </span>
  ),
  created: (row, now) => <RelativeTime at={row.firstEventAt} now={now} className="text-ink-soft" />,
  environment: (row) => <span className="text-ink-soft">{ENVIRONMENT_WORDS[row.environment]}</span>,
};

function StatusCell({ row, now }: { row: ConnectionRow; now: number }) {
  const present = useNow(now);
  const again = row.expiry > 1 ? `, ${formatOrdinal(row.expiry)} time` : "";
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
      <StatusBadge status={row.status} />
      <span className="text-xs text-ink-faint">
        {formatDuration(present - row.statusSince, 1)}
        {again}
      </span>
    </span>
  );
}

/** A cell that the queue fills. */
function SlotCell({ slot, row, now }: CaseCellProps & { slot: "WhyCell" | "ContactCell" }) {
  const Cell = useListSlots()?.[slot];
  return Cell ? <Cell row={row} now={now} /> : null;
}
