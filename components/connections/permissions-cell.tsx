"use client";

import { Popover } from "radix-ui";
import { PermissionChips } from "@/components/timeline/permission-chips";
import { sortPermissions } from "@/domain/permissions";

type PermissionsCellProps = {
  readonly title: string;
  readonly permissions: readonly string[] | null;
  readonly lost: readonly string[];
};

/** How many permissions there are and what the last change took away; all of them one click away. */
export function PermissionsCell({ title, permissions, lost }: PermissionsCellProps) {
  if (permissions === null) return <span className="text-ink-faint">Not told yet</span>;
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={`Permissions of ${title}: ${permissions.length} granted${lost.length > 0 ? `, ${lost.length} lost` : ""}`}
        className="-mx-1.5 flex max-w-full flex-col items-start gap-1 rounded-md px-1.5 py-0.5 text-left hover:bg-gone-soft"
      >
        <span className="whitespace-nowrap">{permissions.length === 0 ? "None" : `${permissions.length} granted`}</span>
        {lost.length > 0 ? <LostPermissions lost={lost} /> : null}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={12}
          aria-label={`Permissions of ${title}`}
          className="z-40 grid max-h-96 w-72 grid-cols-1 gap-3 overflow-auto rounded-lg border border-line bg-surface p-3 shadow-lg outline-none"
        >
          <p className="text-xs font-medium text-ink-faint">{permissions.length === 0 ? "None granted" : "Granted"}</p>
          <PermissionChips permissions={permissions} />
          {lost.length > 0 ? (
            <>
              <p className="text-xs font-medium text-ink-faint">Lost at the last change</p>
              <PermissionChips permissions={lost} change="lost" />
            </>
          ) : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function LostPermissions({ lost }: { lost: readonly string[] }) {
  const [first, ...rest] = sortPermissions(lost);
  return (
    <span className="flex max-w-full items-center gap-1 text-xs text-bad">
      <span className="truncate" title={`lost ${first}`}>
        lost {first}
      </span>
      {rest.length > 0 ? <span className="shrink-0">+{rest.length}</span> : null}
    </span>
  );
}
