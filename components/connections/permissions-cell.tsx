"use client";

import { useLazyComponent } from "@/components/ui/lazy/use-lazy-component";
import { namedBy } from "@/components/ui/personal/personal";
import { PERMISSIONS_TRIGGER, PermissionsSummary } from "./permissions-summary";

type PermissionsCellProps = {
  readonly titleId: string;
  readonly permissions: readonly string[] | null;
  readonly lost: readonly string[];
};

const importPopover = async () => (await import("./permissions-popover")).PermissionsPopover;

/** Shows the number of permissions and those that the last change removed; a click lists them all. */
export function PermissionsCell({ titleId, permissions, lost }: PermissionsCellProps) {
  const { Component: PermissionsPopover, load } = useLazyComponent(importPopover);
  if (permissions === null) return <span className="text-ink-faint">Not told yet</span>;
  const ownId = `permissions-${titleId}`;
  const name = namedBy("Permissions of", ownId, titleId);
  // Followed by the number, as the button shows it.
  const label = { ...name, "aria-labelledby": `${name["aria-labelledby"]} ${ownId}-summary` };
  // Fifty unopened popovers would cost the page more than its rows do.
  if (PermissionsPopover) {
    return <PermissionsPopover label={label} permissions={permissions} lost={lost} />;
  }
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      {...label}
      className={PERMISSIONS_TRIGGER}
      onPointerEnter={() => void importPopover().catch(() => {})}
      onClick={() => void load()}
    >
      <PermissionsSummary id={`${ownId}-summary`} count={permissions.length} lost={lost} />
    </button>
  );
}
