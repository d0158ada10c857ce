"use client";

import { useFetched } from "@/components/ui/fetched";
import { sortPermissions } from "@/domain/permissions";

type PermissionsCellProps = {
  readonly title: string;
  readonly permissions: readonly string[] | null;
  readonly lost: readonly string[];
};

export const PERMISSIONS_TRIGGER =
  "-mx-1.5 flex max-w-full flex-col items-start gap-1 rounded-md px-1.5 py-0.5 text-left hover:bg-gone-soft";

const importPopover = async () => (await import("./permissions-popover")).PermissionsPopover;

/** How many permissions there are and what the last change took away; all of them one click away. */
export function PermissionsCell({ title, permissions, lost }: PermissionsCellProps) {
  const { Component: PermissionsPopover, load } = useFetched(importPopover);
  if (permissions === null) return <span className="text-ink-faint">Not told yet</span>;
  const label = `Permissions of ${title}: ${permissions.length} granted${lost.length > 0 ? `, ${lost.length} lost` : ""}`;
  // Fifty popovers that nobody opens would cost the page more than its rows do.
  if (PermissionsPopover) {
    return <PermissionsPopover title={title} label={label} permissions={permissions} lost={lost} />;
  }
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-label={label}
      className={PERMISSIONS_TRIGGER}
      onPointerEnter={() => void importPopover().catch(() => {})}
      onClick={() => void load()}
    >
      <PermissionsSummary count={permissions.length} lost={lost} />
    </button>
  );
}

export function PermissionsSummary({ count, lost }: { count: number; lost: readonly string[] }) {
  const [first, ...rest] = sortPermissions(lost);
  return (
    <>
      <span className="whitespace-nowrap">{count === 0 ? "None" : `${count} granted`}</span>
      {first === undefined ? null : (
        <span className="flex max-w-full items-center gap-1 text-xs text-bad">
          <span className="truncate">{`lost ${first}`}</span>
          {rest.length > 0 ? <span className="shrink-0">+{rest.length}</span> : null}
        </span>
      )}
    </>
  );
}
