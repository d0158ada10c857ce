"use client";

import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import Link from "next/link";
import { CopyButton } from "@/components/ui/copy-button";
import { Moment } from "@/components/ui/moment";
import type { ConnectionSort } from "@/domain/connection-search";
import { formatDuration, formatOrdinal } from "@/domain/duration";
import { type ConnectionRow, connectionPath, userPath } from "./connection-row";
import { Initials } from "./initials";
import { PermissionsCell } from "./permissions-cell";
import { StatusBadge } from "./status-badge";

/** Sorting, filtering and paging are the server's, so the table needs no feature of its own. */
export const features = tableFeatures({});

const helper = createColumnHelper<typeof features, ConnectionRow>();

/** Which order a column's heading asks for, and from which width on it is shown. */
export const COLUMN_SORTS: Readonly<Record<string, ConnectionSort>> = {
  status: "status_since",
  account: "name",
  user: "user",
  lastEvent: "last_event",
};

export const COLUMN_WIDTHS: Readonly<Record<string, string>> = {
  status: "w-[8.5rem] sm:w-48",
  account: "max-md:pr-4",
  user: "hidden md:table-cell md:w-[24%]",
  permissions: "hidden lg:table-cell lg:w-48",
  lastEvent: "hidden md:table-cell md:w-32",
};

/** The columns; the present instant is a parameter, so that server and browser draw the same. */
export function columnsAt(now: number) {
  return helper.columns([
    helper.display({
      id: "status",
      header: "Status",
      cell: ({ row }) => <StatusCell row={row.original} now={now} />,
    }),
    helper.display({
      id: "account",
      header: "Account",
      cell: ({ row }) => <AccountCell row={row.original} now={now} />,
    }),
    helper.display({ id: "user", header: "User", cell: ({ row }) => <UserCell user={row.original.user} /> }),
    helper.display({
      id: "permissions",
      header: "Permissions",
      cell: ({ row }) => (
        <PermissionsCell
          title={titleOf(row.original)}
          permissions={row.original.permissions}
          lost={row.original.lostPermissions}
        />
      ),
    }),
    helper.display({
      id: "lastEvent",
      header: "Last event",
      cell: ({ row }) => <Moment at={row.original.lastEventAt} now={now} className="text-ink-soft" />,
    }),
  ]);
}

function StatusCell({ row, now }: { row: ConnectionRow; now: number }) {
  const again = row.expiry > 1 ? `, ${formatOrdinal(row.expiry)} time` : "";
  return (
    <span className="flex min-w-0 flex-col items-start gap-1">
      <StatusBadge status={row.status} />
      <span className="pl-1 text-xs text-ink-faint">
        {formatDuration(now - row.statusSince, 1)}
        {again}
      </span>
    </span>
  );
}

function AccountCell({ row, now }: { row: ConnectionRow; now: number }) {
  const title = titleOf(row);
  const below = row.name && row.username ? `@${row.username}` : row.id;
  return (
    <span className="flex min-w-0 items-center gap-3">
      <Initials name={title} seed={row.id} />
      <span className="flex min-w-0 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={connectionPath(row.id)}
            prefetch={false}
            dir="auto"
            title={title}
            className="truncate font-medium hover:text-accent hover:underline"
          >
            {title}
          </Link>
          {row.isSandbox ? <Mark>Sandbox</Mark> : null}
          {row.anomalies > 0 ? <Mark>Anomaly</Mark> : null}
        </span>
        {below === title ? null : (
          <span dir="auto" className="truncate text-ink-faint">
            {below}
          </span>
        )}
        <span className="truncate text-xs text-ink-faint md:hidden">
          {row.user ?? "No user"} · <Moment at={row.lastEventAt} now={now} />
        </span>
      </span>
    </span>
  );
}

function titleOf(row: ConnectionRow): string {
  return row.name ?? (row.username ? `@${row.username}` : row.id);
}

function Mark({ children }: { children: string }) {
  return <span className="shrink-0 rounded border border-line px-1 text-[0.6875rem] text-ink-soft">{children}</span>;
}

function UserCell({ user }: { user: string | null }) {
  if (user === null) return <span className="text-ink-faint">No user</span>;
  return (
    <span className="group/user flex min-w-0 items-center gap-1">
      <Link
        href={userPath(user)}
        prefetch={false}
        dir="auto"
        title={user}
        className="truncate font-mono text-[0.8125rem] text-ink-soft hover:text-accent hover:underline"
      >
        {user}
      </Link>
      <CopyButton text={user} label={`Copy user ${user}`} />
    </span>
  );
}
