"use client";

import clsx from "clsx";
import { HiddenSearch, ListLink, useListNavigation } from "@/components/lists/list-navigation";
import { Icon, type IconName } from "@/components/ui/icon";
import { type ConnectionFilter, changeSearch, toggled } from "@/domain/lists/connection-search";
import type { Facets } from "@/domain/lists/facets";
import type { FilterOf, FilterParam } from "@/domain/lists/filters";
import { formatBriefly } from "@/domain/values/count";
import { ApplyButton, FilterMenu } from "./filter-menu";
import { TypedValue } from "./typed-value";

type FilterOption = {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: IconName;
};

type ValueFilterProps = {
  readonly name: string;
  /** The parameter of the wanted values. */
  readonly field: Exclude<FilterOf<"values">, "has" | "lacks">;
  /** The parameter of the values that are left out, if they can be. */
  readonly leftOutField?: Extract<FilterParam, `not${string}`>;
  readonly options: readonly FilterOption[];
  readonly facets: Facets;
  /** How many further values there are, which are reached by typing them. */
  readonly unlisted?: number;
};

/** Any of some values, or all but some. */
export function ValueFilter(props: ValueFilterProps) {
  const { name, options, field, unlisted = 0 } = props;
  const { search, wanted, unwanted, change } = useValues(props);
  const labels = new Map(options.map(({ value, label }) => [value, label]));
  const words = [
    ...wanted.map((value) => labels.get(value) ?? value),
    ...unwanted.map((value) => `not ${labels.get(value) ?? value}`),
  ].join(", ");
  return (
    <FilterMenu name={name} words={words} cleared={change([], [])}>
      <form action={`/${search.list}`}>
        <HiddenSearch search={search} without={change([], unwanted)} />
        <ul className="grid grid-cols-1">
          {options.map((option) => (
            <Option key={option.value} option={option} filter={props} />
          ))}
        </ul>
        <TypedValue unlisted={unlisted} kind={name.toLowerCase()} fields={[[field, `Another ${name.toLowerCase()}`]]} />
        <ApplyButton />
      </form>
    </FilterMenu>
  );
}

/** The values that a filter asks for and leaves out, and the change that asks for others. */
function useValues({ field, leftOutField }: ValueFilterProps) {
  const { search, navigate } = useListNavigation();
  const wanted: readonly string[] = search[field];
  const unwanted: readonly string[] = leftOutField === undefined ? [] : search[leftOutField];
  const change = (values: readonly string[], leftOut: readonly string[]): Partial<ConnectionFilter> => ({
    [field]: values,
    ...(leftOutField !== undefined && { [leftOutField]: leftOut }),
  });
  return { search, navigate, wanted, unwanted, change };
}

function Option({ option, filter }: { option: FilterOption; filter: ValueFilterProps }) {
  const { field, facets, leftOutField } = filter;
  const { value, label, hint = label, icon } = option;
  const { search, navigate, wanted, unwanted, change } = useValues(filter);
  const count = facets[field].find((one) => one.value === value)?.count ?? 0;
  const isUnwanted = unwanted.includes(value);
  const others = unwanted.filter((one) => one !== value);
  const isOnly = wanted.length === 1 && wanted[0] === value;
  return (
    <li className="group/option flex min-h-8 items-center gap-1 rounded-md pr-1 focus-within:bg-hover hover:bg-hover">
      <label className="flex min-w-0 flex-1 items-center gap-2 self-stretch pl-2">
        <input
          type="checkbox"
          name={field}
          value={value}
          checked={wanted.includes(value)}
          onChange={() => navigate(changeSearch(search, change(toggled(wanted, value), others)))}
          className="size-4 shrink-0 accent-(--accent)"
        />
        {icon ? <Icon name={icon} className="size-3.5 text-ink-faint" /> : null}
        <span className={clsx("truncate", isUnwanted && "text-ink-faint line-through")} title={hint}>
          {label}
        </span>
        <span className="ml-auto pl-1 whitespace-nowrap text-xs text-ink-faint tabular-nums">
          {isUnwanted ? "left out" : formatBriefly({ value: count, precision: facets.precision })}
        </span>
      </label>
      {isOnly ? null : (
        <SmallLink to={change([value], [])} label={`Only ${label}`}>
          only
        </SmallLink>
      )}
      {leftOutField !== undefined ? (
        <SmallLink
          to={change(
            wanted.filter((one) => one !== value),
            isUnwanted ? others : [...others, value],
          )}
          label={isUnwanted ? `No longer leave out ${label}` : `All but ${label}`}
        >
          {isUnwanted ? "undo" : "not"}
        </SmallLink>
      ) : null}
    </li>
  );
}

function SmallLink({ to, label, children }: { to: Partial<ConnectionFilter>; label: string; children: string }) {
  const { search } = useListNavigation();
  return (
    <ListLink
      to={changeSearch(search, to)}
      aria-label={label}
      title={label}
      className="min-h-6 shrink-0 rounded px-1.5 text-xs leading-6 text-accent opacity-0 group-focus-within/option:opacity-100 group-hover/option:opacity-100 hover:bg-accent-soft focus-visible:opacity-100 pointer-coarse:opacity-100"
    >
      {children}
    </ListLink>
  );
}
