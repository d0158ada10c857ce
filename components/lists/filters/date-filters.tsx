"use client";

import clsx from "clsx";
import { useSyncExternalStore } from "react";
import { HiddenSearch, ListLink, searchOfForm, useListNavigation } from "@/components/lists/list-navigation";
import { changeSearch } from "@/domain/lists/connection-search";
import type { FilterOf } from "@/domain/lists/filters";
import { DATE_PRESETS, parseDays } from "@/domain/values/query/date-filter";
import { FilterMenu } from "./filter-menu";
import { DATE_FILTERS, dateWords, PRESET_WORDS } from "./filter-words";

type DateField = FilterOf<"dates">;

/** Safe: the keys of a record of filters are their names. */
const FIELDS = Object.keys(DATE_FILTERS) as readonly DateField[];
/** Sets none of them. */
const ANY_TIME: Readonly<Record<string, string>> = Object.fromEntries(FIELDS.map((field) => [field, ""]));

/** When it expired, when it was last heard of, when it came: relative to now, or whole days. */
export function DateFilters() {
  const { search } = useListNavigation();
  const set = FIELDS.filter((field) => search[field] !== "");
  const words = set.map(
    (field) => `${DATE_FILTERS[field].name.toLowerCase()} ${dateWords(search[field]).toLowerCase()}`,
  );
  return (
    <FilterMenu name="Dates" words={words.join(", ")} cleared={ANY_TIME}>
      {FIELDS.map((field) => {
        const { title } = DATE_FILTERS[field];
        return (
          <fieldset key={field} className="grid gap-1.5 border-b border-line p-2 pt-1 last-of-type:border-b-0">
            <legend className="float-left mb-1.5 w-full text-xs font-medium text-ink-faint">{title}</legend>
            <Presets field={field} title={title} />
            <Days field={field} title={title} />
          </fieldset>
        );
      })}
    </FilterMenu>
  );
}

function Presets({ field, title }: { field: DateField; title: string }) {
  const { search } = useListNavigation();
  return (
    <p className="flex flex-wrap gap-1">
      {["", ...DATE_PRESETS].map((preset) => {
        const isCurrent = search[field] === preset;
        const words = dateWords(preset) || "Any time";
        return (
          <ListLink
            key={preset}
            to={changeSearch(search, { [field]: preset })}
            aria-current={isCurrent ? "true" : undefined}
            aria-label={`${title}: ${words}`}
            className={clsx(
              "min-h-7 rounded-full border px-2 text-xs leading-6.5",
              isCurrent ? "border-accent/40 bg-accent-soft font-medium text-accent" : "border-line hover:bg-hover",
            )}
          >
            {SHORT_WORDS[preset] ?? words}
          </ListLink>
        );
      })}
    </p>
  );
}

const SHORT_WORDS: Readonly<Record<string, string>> = {
  "": "Any time",
  "24h": "24 h",
  "7d": "7 days",
  "30d": "30 days",
  "over-30d": PRESET_WORDS["over-30d"],
};

/** Two days, both included. The URL carries them with the time zone in which they begin and end. */
function Days({ field, title }: { field: DateField; title: string }) {
  const { search, navigate } = useListNavigation();
  const browserZone = useBrowserZone();
  const days = parseDays(search[field]);
  const zone = days ? search.zone : browserZone;

  function apply(form: HTMLFormElement): void {
    const data = new FormData(form);
    const range = `${data.get("first") ?? ""}..${data.get("last") ?? ""}`;
    navigate(changeSearch(searchOfForm(form), { [field]: range === ".." ? "" : range, zone }));
  }

  return (
    <form
      key={search[field]}
      action={`/${search.list}`}
      onSubmit={(event) => {
        event.preventDefault();
        apply(event.currentTarget);
      }}
      className="grid grid-cols-[1fr_auto_1fr_auto] items-center gap-1 text-xs text-ink-faint noscript:hidden"
    >
      <HiddenSearch search={search} without={{ [field]: "" }} />
      <Day name="first" label={`${title}: from`} value={days?.first ?? ""} />
      to
      <Day name="last" label={`${title}: until`} value={days?.last ?? ""} />
      <button type="submit" className="min-h-7 rounded-md border border-line px-2 text-ink hover:bg-hover">
        Set
      </button>
      <input type="hidden" name="zone" value={zone} />
      <span className="col-span-4">Days as in {zone.replaceAll("_", " ")}</span>
    </form>
  );
}

function Day({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <input
      type="date"
      name={name}
      aria-label={label}
      defaultValue={value}
      min="1970-01-02"
      max="2199-12-31"
      className="min-h-7 w-full min-w-0 rounded-md border border-line bg-surface px-1.5 text-ink"
    />
  );
}

/** The reader's time zone; the server, which can't know it, says UTC. */
function useBrowserZone(): string {
  return useSyncExternalStore(
    () => () => {},
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
}
