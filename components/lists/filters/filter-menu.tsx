"use client";

import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import type { FocusEvent, KeyboardEvent, ReactNode } from "react";
import { ListLink, useListNavigation } from "@/components/lists/list-navigation";
import { type ConnectionFilter, changeSearch } from "@/domain/lists/connection-search";

type FilterMenuProps = {
  readonly name: string;
  /** What is filtered by, in a few words; empty for nothing. */
  readonly words: ReactNode;
  /** The change that takes this filter off. */
  readonly cleared: Partial<ConnectionFilter>;
  readonly isWide?: boolean;
  readonly children: ReactNode;
};

/** A pill that opens what can be chosen of one filter. Works before any script does. */
export function FilterMenu({ name, words, cleared, isWide = false, children }: FilterMenuProps) {
  const { search } = useListNavigation();
  return (
    <details name="filters" className="group/menu relative shrink-0" onKeyDown={closeOnEscape} onBlur={closeWhenLeft}>
      <summary
        className={clsx(
          "flex min-h-8 max-w-64 items-center gap-1.5 rounded-full border px-3 whitespace-nowrap",
          words
            ? "border-accent/40 bg-accent-soft font-medium text-accent"
            : "border-line-strong/40 bg-surface text-ink-soft hover:text-ink",
        )}
      >
        <span className="truncate">
          {words ? (
            <>
              {name}: {words}
            </>
          ) : (
            name
          )}
        </span>
        <ChevronDown aria-hidden className="size-3.5 shrink-0 transition-transform group-open/menu:rotate-180" />
      </summary>
      <div
        className={clsx(
          "absolute left-0 z-30 mt-1.5 grid max-h-[min(32rem,70dvh)] grid-cols-1 gap-1 overflow-y-auto rounded-xl border border-line bg-surface p-2 shadow-xl max-sm:fixed max-sm:inset-x-2 max-sm:top-auto max-sm:bottom-2 max-sm:w-auto",
          isWide ? "w-[26rem]" : "w-80",
        )}
      >
        {children}
        {words ? (
          <ListLink
            to={changeSearch(search, cleared)}
            className="rounded-md px-2 py-1.5 text-center text-ink-soft hover:bg-hover hover:text-ink"
          >
            Clear this filter
          </ListLink>
        ) : null}
      </div>
    </details>
  );
}

/** For browsers without scripts, where choosing a box does nothing by itself. */
export function ApplyButton() {
  return (
    <button
      type="submit"
      className="mt-1 hidden min-h-8 w-full rounded-md bg-accent font-medium text-on-accent noscript:block"
    >
      Apply
    </button>
  );
}

export function closeOnEscape(event: KeyboardEvent<HTMLDetailsElement>): void {
  if (event.key !== "Escape" || !event.currentTarget.open) return;
  event.preventDefault();
  event.stopPropagation();
  event.currentTarget.open = false;
  event.currentTarget.querySelector("summary")?.focus();
}

/** The focus that goes nowhere, as when a link in the menu vanishes, leaves it open. */
export function closeWhenLeft(event: FocusEvent<HTMLDetailsElement>): void {
  if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
}
