"use client";

import { useFetched } from "@/components/ui/fetched";
import { PERMISSIONS_TRIGGER, PermissionsSummary } from "./permissions-summary";

type PermissionsCellProps = {
  readonly title: string;
  readonly permissions: readonly string[] | null;
  readonly lost: readonly string[];
};

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
