"use client";

import clsx from "clsx";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { ENVIRONMENT_WORDS } from "@/components/lists/filters/filter-words";
import { useListNavigation } from "@/components/lists/list-navigation";
import type { ConnectionRow } from "@/components/lists/rows/connection-row";
import { statusStyle } from "@/components/lists/rows/status-style";
import { CaseMenuItems } from "@/components/outreach/queue/case-menu-items";
import { CARD } from "@/components/ui/card";
import { Toast, useToast } from "@/components/ui/feedback/toast";
import { writeClipboard } from "@/components/ui/form/copy-button";
import { Icon } from "@/components/ui/icon";
import { type namedBy, Personal } from "@/components/ui/personal/personal";
import { usePersonalTooltip } from "@/components/ui/personal/personal-tooltip";
import { type ConnectionFilter, changeSearch } from "@/domain/lists/connection-search";
import { connectionPath, userPath } from "@/domain/values/query/paths";
import { ROW_MENU_TRIGGER } from "./row-menu-trigger";

const ITEM =
  "flex min-h-8 cursor-default items-center justify-between gap-6 rounded-md px-2 outline-none select-none data-highlighted:bg-hover data-highlighted:text-ink";

/** A row's menu, opened. */
export function RowMenuContent({
  row,
  name,
  onPeek,
}: {
  row: ConnectionRow;
  onPeek: () => void;
  name: ReturnType<typeof namedBy>;
}) {
  const toast = useToast();
  const copy = (text: string) => {
    writeClipboard(text).catch(() => toast.showError("The browser blocked copying"));
  };
  return (
    <>
      <DropdownMenu.Root modal={false} defaultOpen>
        <DropdownMenu.Trigger {...name} className={ROW_MENU_TRIGGER}>
          <Icon name="more" className="size-4" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            aria-labelledby={name["aria-labelledby"]}
            align="end"
            sideOffset={4}
            collisionPadding={8}
            className={clsx(
              CARD,
              "z-50 max-h-(--radix-dropdown-menu-content-available-height) w-72 overflow-y-auto p-1.5 text-ink-soft shadow-xl",
            )}
          >
            <Item onSelect={onPeek}>Open beside the list</Item>
            <LinkItem href={connectionPath(row.id)}>Open connection in a new tab</LinkItem>
            {row.user === null ? null : <LinkItem href={userPath(row.user)}>Open user in a new tab</LinkItem>}
            <Divider />
            {row.user === null ? null : (
              <CopyItem text={row.user} onCopy={copy}>
                Copy user
              </CopyItem>
            )}
            {row.username === null ? null : (
              <CopyItem text={row.username} onCopy={copy}>
                Copy username
              </CopyItem>
            )}
            <CopyItem text={row.id} onCopy={copy}>
              Copy connection id
            </CopyItem>
            <Divider />
            <FilterItems row={row} />
            <CaseMenuItems row={row} className={ITEM} />
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <Toast toast={toast} />
    </>
  );
}

function FilterItems({ row }: { row: ConnectionRow }) {
  const status = statusStyle(row.status).word;
  return (
    <>
      <Value name={status} only={{ status: [row.status], notStatus: [] }}>
        {(search) => ({ notStatus: [...search.notStatus, row.status], status: without(search.status, row.status) })}
      </Value>
      {row.user === null ? (
        <Value name="No user" only={{ noUser: "only", user: [] }}>
          {() => ({ noUser: "exclude" })}
        </Value>
      ) : (
        <UserValue user={row.user} />
      )}
      <Value
        name={`Environment ${ENVIRONMENT_WORDS[row.environment].toLowerCase()}`}
        only={{ environment: [row.environment], notEnvironment: [] }}
      >
        {(search) => ({
          notEnvironment: [...search.notEnvironment, row.environment],
          environment: without(search.environment, row.environment),
        })}
      </Value>
      {row.lostPermissions.map((name) => (
        <Value key={name} name={`Lacks ${name}`} only={{ lacks: [name] }}>
          {(search) => ({ has: [...search.has, name], lacks: without(search.lacks, name) })}
        </Value>
      ))}
    </>
  );
}

function UserValue({ user }: { user: string }) {
  return (
    <Value
      name={
        <>
          User <Personal>{user}</Personal>
        </>
      }
      tooltip={usePersonalTooltip(`User ${user}`)}
      only={{ user: [user], notUser: [] }}
    >
      {(search) => ({ notUser: [...search.notUser, user], user: without(search.user, user) })}
    </Value>
  );
}

type ValueProps = {
  readonly name: ReactNode;
  /** Shown in full on hover, since the name may be cut off. */
  readonly tooltip?: string | undefined;
  readonly only: Partial<ConnectionFilter>;
  /** The search change that excludes the value. */
  readonly children: (search: ConnectionFilter) => Partial<ConnectionFilter>;
};

function Value({ name, tooltip = typeof name === "string" ? name : undefined, only, children: excluding }: ValueProps) {
  const { search, navigate } = useListNavigation();
  return (
    <>
      <Item onSelect={() => navigate(changeSearch(search, only))}>
        <span className="truncate" title={tooltip}>
          {name}
        </span>
        <span className="shrink-0 text-xs text-accent">filter by this</span>
      </Item>
      <Item onSelect={() => navigate(changeSearch(search, excluding(search)))}>
        <span className="truncate" title={tooltip}>
          {name}
        </span>
        <span className="shrink-0 text-xs text-bad">exclude this</span>
      </Item>
    </>
  );
}

function Item({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <DropdownMenu.Item className={ITEM} onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  );
}

function LinkItem({ href, children }: { href: string; children: ReactNode }) {
  return (
    <DropdownMenu.Item className={ITEM} asChild>
      <a href={href} target="_blank" rel="noreferrer">
        {children}
      </a>
    </DropdownMenu.Item>
  );
}

type CopyItemProps = { readonly text: string; readonly onCopy: (text: string) => void; readonly children: ReactNode };

function CopyItem({ text, onCopy, children }: CopyItemProps) {
  return <Item onSelect={() => onCopy(text)}>{children}</Item>;
}

function Divider() {
  return <DropdownMenu.Separator className="mx-1 my-1.5 h-px bg-line" />;
}

function without<T>(values: readonly T[], value: T): T[] {
  return values.filter((one) => one !== value);
}
