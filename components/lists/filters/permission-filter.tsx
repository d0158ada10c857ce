"use client";

import clsx from "clsx";
import { HiddenSearch, ListLink, useListNavigation } from "@/components/lists/list-navigation";
import { sortPermissions } from "@/domain/connection/permissions";
import { changeSearch, toggled } from "@/domain/lists/connection-search";
import type { Facets } from "@/domain/lists/facets";
import { formatBriefly, type Precision } from "@/domain/values/count";
import { ApplyButton, FilterMenu } from "./filter-menu";
import { TypedValue } from "./typed-value";

/** Which permissions a connection has, and which it lacks. */
export function PermissionFilter({ facets }: { facets: Facets }) {
  const { search } = useListNavigation();
  const { has, lacks, hasMode } = search;
  const hasCounts = new Map(facets.has.map(({ value, count }) => [value, count]));
  const lacksCounts = new Map(facets.lacks.map(({ value, count }) => [value, count]));
  const names = sortPermissions([...new Set([...hasCounts.keys(), ...has, ...lacks])]);
  const words = [
    ...(has.length > 0 ? [`has ${has.join(hasMode === "any" ? " or " : " and ")}`] : []),
    ...(lacks.length > 0 ? [`lacks ${lacks.join(" or ")}`] : []),
  ].join(", ");
  return (
    <FilterMenu name="Permissions" words={words} cleared={{ has: [], lacks: [], hasMode: "any" }} isWide>
      <form action={`/${search.list}`}>
        <HiddenSearch search={search} without={{ has: [], lacks: [] }} />
        {names.length === 0 ? (
          <p className="p-2 text-ink-faint">No event has reported permissions yet.</p>
        ) : (
          <>
            <div className="sticky -top-2 z-10 grid grid-cols-[minmax(0,1fr)_5.5rem_5.5rem] items-center gap-1 bg-surface px-2 py-1.5 text-xs text-ink-faint">
              <span>Permission</span>
              <span className="flex gap-0.5">
                <Mode mode="any" />
                <Mode mode="all" />
              </span>
              <span className="pl-1">lacks any</span>
            </div>
            <ul className="grid grid-cols-1">
              {names.map((name) => (
                <li
                  key={name}
                  className="grid min-h-8 grid-cols-[minmax(0,1fr)_5.5rem_5.5rem] items-center gap-1 rounded-md px-2 hover:bg-hover"
                >
                  <span className="truncate font-mono text-xs" title={name}>
                    {name}
                  </span>
                  <Box side="has" name={name} count={hasCounts.get(name) ?? 0} precision={facets.precision} />
                  <Box side="lacks" name={name} count={lacksCounts.get(name) ?? 0} precision={facets.precision} />
                </li>
              ))}
            </ul>
          </>
        )}
        <TypedValue
          unlisted={facets.unlisted.permission}
          kind="permission"
          fields={[
            ["has", "Has the permission"],
            ["lacks", "Lacks the permission"],
          ]}
        />
        <ApplyButton />
      </form>
    </FilterMenu>
  );
}

function Mode({ mode }: { mode: "any" | "all" }) {
  const { search } = useListNavigation();
  const isCurrent = search.hasMode === mode;
  return (
    <ListLink
      to={changeSearch(search, { hasMode: mode })}
      aria-current={isCurrent ? "true" : undefined}
      aria-label={mode === "any" ? "Has any of the selected permissions" : "Has all of the selected permissions"}
      className={clsx(
        "rounded px-1 leading-6 whitespace-nowrap",
        isCurrent ? "bg-accent-soft font-medium text-accent" : "hover:bg-hover hover:text-ink",
      )}
    >
      {mode === "any" ? "has any" : "all"}
    </ListLink>
  );
}

function Box(props: { side: "has" | "lacks"; name: string; count: number; precision: Precision }) {
  const { side, name, count, precision } = props;
  const { search, navigate } = useListNavigation();
  return (
    <label className="flex min-h-8 items-center gap-1.5 text-xs text-ink-faint tabular-nums">
      <input
        type="checkbox"
        name={side}
        value={name}
        aria-label={`${side} ${name}`}
        checked={search[side].includes(name)}
        onChange={() => navigate(changeSearch(search, { [side]: toggled(search[side], name) }))}
        className="size-4 shrink-0 accent-(--accent)"
      />
      {formatBriefly({ value: count, precision })}
    </label>
  );
}
