"use client";

import clsx from "clsx";
import { X } from "lucide-react";
import { ListLink, useListNavigation } from "@/components/lists/list-navigation";
import { Personal } from "@/components/ui/personal/personal";
import { changeSearch, toggled } from "@/domain/lists/connection-search";
import type { Facets } from "@/domain/lists/facets";
import { formatBriefly } from "@/domain/values/count";
import { FilterMenu } from "./filter-menu";

const NO_USER_FILTER = { noUser: "", user: [], notUser: [] } as const;

/** With or without a user, and the users that were picked or left out in the rows. */
export function UserFilter({ facets }: { facets: Facets }) {
  const { search } = useListNavigation();
  const { user, notUser, noUser } = search;
  const without = { "": [], only: ["none"], exclude: ["with one"] }[noUser];
  const users = [...user, ...notUser.map((one) => `not ${one}`)].join(", ");
  const words =
    users === "" ? (
      without.join()
    ) : (
      <>
        {without.map((one) => `${one}, `)}
        <Personal>{users}</Personal>
      </>
    );
  return (
    <FilterMenu name="User" words={words} cleared={NO_USER_FILTER}>
      <ul className="grid grid-cols-1">
        <Choice noUser="" label="With and without" count={facets.withUser + facets.withoutUser} facets={facets} />
        <Choice noUser="only" label="Without a user" count={facets.withoutUser} facets={facets} />
        <Choice noUser="exclude" label="With a user" count={facets.withUser} facets={facets} />
      </ul>
      {user.length + notUser.length > 0 ? (
        <ul className="flex flex-wrap gap-1 border-t border-line p-2">
          {user.map((one) => (
            <Picked key={one} label={one} change={{ user: toggled(user, one) }} />
          ))}
          {notUser.map((one) => (
            <Picked key={one} label={`not ${one}`} change={{ notUser: toggled(notUser, one) }} />
          ))}
        </ul>
      ) : (
        <p className="px-2 pb-1 text-xs text-ink-faint">The menu of a row picks its user, or leaves it out.</p>
      )}
    </FilterMenu>
  );
}

type ChoiceProps = { noUser: "" | "only" | "exclude"; label: string; count: number; facets: Facets };

function Choice({ noUser, label, count, facets }: ChoiceProps) {
  const { search } = useListNavigation();
  const isCurrent = search.noUser === noUser;
  return (
    <li>
      <ListLink
        to={changeSearch(search, { noUser })}
        aria-current={isCurrent ? "true" : undefined}
        className={clsx(
          "flex min-h-8 items-center justify-between gap-2 rounded-md px-2 hover:bg-hover",
          isCurrent && "font-medium text-accent",
        )}
      >
        {label}
        <span className="text-xs text-ink-faint tabular-nums">
          {formatBriefly({ value: count, precision: facets.precision })}
        </span>
      </ListLink>
    </li>
  );
}

function Picked({ label, change }: { label: string; change: { user: string[] } | { notUser: string[] } }) {
  const { search } = useListNavigation();
  return (
    <li className="flex max-w-full items-center gap-1 rounded-full bg-accent-soft py-0.5 pr-1 pl-2.5 text-xs text-accent">
      <Personal className="truncate font-mono">{label}</Personal>
      <ListLink
        to={changeSearch(search, change)}
        className="grid size-6 shrink-0 place-items-center rounded-full hover:bg-surface"
      >
        <X aria-hidden className="size-3" />
        <span className="sr-only">
          Remove <Personal>{label}</Personal>
        </span>
      </ListLink>
    </li>
  );
}
