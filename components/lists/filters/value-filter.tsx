"use client";

import clsx from "clsx";
import { HiddenSearch, ListLink, useListNavigation } from "@/components/lists/list-navigation";
import { Icon, type IconName } from "@/components/ui/icon";
import { type ConnectionFilter, changeSearch, toggled } from "@/domain/lists/connection-search";
import { formatBriefly, type Precision } from "@/domain/values/count";
import { ApplyButton, FilterMenu } from "./filter-menu";
import { TypedValue } from "./typed-value";

export type FilterOption<T extends string> = {
  readonly value: T;
  readonly label: string;
  readonly count: number;
  readonly hint?: string;
  readonly icon?: IconName;
};

type ValueFilterProps<T extends string> = {
  readonly name: string;
  readonly options: readonly FilterOption<T>[];
  readonly precision: Precision;
  readonly wanted: readonly T[];
  readonly unwanted: readonly T[];
  /** The change that asks for these values and leaves out those. */
  readonly change: (wanted: readonly T[], unwanted: readonly T[]) => Partial<ConnectionFilter>;
  /** The name under which the URL carries wanted values. */
  readonly field: string;
  /** How many further values there are, which are reached by typing them. */
  readonly unlisted?: number;
  /** Whether values can be left out, too. */
  readonly mayLeaveOut?: boolean;
};

/** Any of some values, or all but some. */
export function ValueFilter<T extends string>(props: ValueFilterProps<T>) {
  const { name, options, wanted, unwanted, change, field, unlisted = 0 } = props;
  const { search } = useListNavigation();
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
            <Option key={option.value} option={option} {...props} />
          ))}
        </ul>
        <TypedValue unlisted={unlisted} kind={name.toLowerCase()} fields={[[field, `Another ${name.toLowerCase()}`]]} />
        <ApplyButton />
      </form>
    </FilterMenu>
  );
}

function Option<T extends string>({
  option,
  precision,
  wanted,
  unwanted,
  change,
  field,
  mayLeaveOut = true,
}: ValueFilterProps<T> & { option: FilterOption<T> }) {
  const { value, label, count, hint = label, icon } = option;
  const { search, navigate } = useListNavigation();
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
          {isUnwanted ? "left out" : formatBriefly({ value: count, precision })}
        </span>
      </label>
      {isOnly ? null : (
        <SmallLink to={change([value], [])} label={`Only ${label}`}>
          only
        </SmallLink>
      )}
      {mayLeaveOut ? (
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
