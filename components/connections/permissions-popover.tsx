"use client";

import clsx from "clsx";
import { Popover } from "radix-ui";
import { ListLink, useListNavigation } from "@/components/lists/list-navigation";
import { CARD } from "@/components/ui/card";
import type { namedBy } from "@/components/ui/personal/personal";
import { sortPermissions } from "@/domain/connection/permissions";
import { changeSearch } from "@/domain/lists/connection-search";
import { PERMISSIONS_TRIGGER, PermissionsSummary } from "./permissions-summary";

type PermissionsPopoverProps = {
  readonly label: ReturnType<typeof namedBy>;
  readonly permissions: readonly string[];
  readonly lost: readonly string[];
};

/** Lists all permissions of a row. */
export function PermissionsPopover({ label, permissions, lost }: PermissionsPopoverProps) {
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger {...label} className={PERMISSIONS_TRIGGER}>
        <PermissionsSummary id={`${label.id}-summary`} count={permissions.length} lost={lost} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={12}
          aria-labelledby={label["aria-labelledby"]}
          className={clsx(CARD, "z-40 grid max-h-96 w-80 grid-cols-1 gap-1 overflow-auto p-2 shadow-xl outline-none")}
        >
          <Names title={permissions.length === 0 ? "None granted" : "Granted"} names={permissions} />
          {lost.length > 0 ? <Names title="Lost at the last change" names={lost} isLost /> : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Lists each permission, with links to the connections that have it or lack it. */
function Names({ title, names, isLost = false }: { title: string; names: readonly string[]; isLost?: boolean }) {
  const { search } = useListNavigation();
  return (
    <section aria-label={title}>
      <p className="px-2 py-1 text-xs font-medium text-ink-faint">{title}</p>
      <ul>
        {sortPermissions(names).map((name) => (
          <li key={name} className="flex min-h-7 items-center gap-1 rounded-md px-2 hover:bg-hover">
            <span
              className={isLost ? "flex-1 font-mono text-xs break-all text-bad" : "flex-1 font-mono text-xs break-all"}
            >
              {isLost ? <span className="sr-only">lost </span> : null}
              {name}
            </span>
            <Filter to={{ has: [name], lacks: [] }} label={`Filter by ${name}`} words="has" search={search} />
            <Filter to={{ lacks: [name], has: [] }} label={`Exclude ${name}`} words="lacks" search={search} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type FilterProps = {
  readonly to: Parameters<typeof changeSearch>[1];
  readonly label: string;
  readonly words: string;
  readonly search: Parameters<typeof changeSearch>[0];
};

function Filter({ to, label, words, search }: FilterProps) {
  return (
    <ListLink
      to={changeSearch(search, to)}
      aria-label={label}
      title={label}
      className="rounded px-1.5 text-xs leading-6 text-accent hover:bg-accent-soft"
    >
      {words}
    </ListLink>
  );
}
