"use client";

import clsx from "clsx";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { type ConnectionSearch, changeSearch } from "@/domain/lists/connection-search";
import { PAGE_SIZES } from "@/domain/lists/list-look";
import { type Count, formatCount } from "@/domain/values/count";
import { ListLink } from "./list-navigation";

export type PageFacts = {
  readonly offset: number;
  readonly rows: number;
  readonly total: Count;
  readonly previous: string | null;
  readonly next: string | null;
};

/** Shows the range of these rows and their total, with links to the other pages. */
export function Pager({ search, page }: { search: ConnectionSearch; page: PageFacts }) {
  const total = formatCount(page.total);
  const first = (page.offset + 1).toLocaleString("en");
  const last = (page.offset + page.rows).toLocaleString("en");
  return (
    <nav
      aria-label="Pages"
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line px-4 py-2 text-ink-soft sm:px-6"
    >
      <p className="tabular-nums">
        <span className="font-medium text-ink">{page.rows === 0 ? "0" : `${first}–${last}`}</span> of {total}
      </p>
      <p className="hidden items-center gap-1 text-xs sm:flex">
        Rows
        {[...PAGE_SIZES]
          .sort((a, b) => Number(a) - Number(b))
          .map((size) => (
            <ListLink
              key={size}
              to={changeSearch(search, { size })}
              aria-label={`${size} rows a page`}
              aria-current={size === search.size ? "true" : undefined}
              className={clsx(
                "grid min-h-7 min-w-7 place-items-center rounded px-1 tabular-nums",
                size === search.size ? "bg-accent-soft font-medium text-accent" : "hover:bg-hover hover:text-ink",
              )}
            >
              {size}
            </ListLink>
          ))}
      </p>
      <p className="flex gap-1">
        <Turn to={page.previous && changeSearch(search, wayBack(page, search))} rel="prev">
          <ChevronLeft aria-hidden className="size-4" /> Previous
        </Turn>
        <Turn to={page.next && changeSearch(search, { after: page.next })} rel="next">
          Next <ChevronRight aria-hidden className="size-4" />
        </Turn>
      </p>
    </nav>
  );
}

function Turn({ to, rel, children }: { to: ConnectionSearch | "" | null; rel: "prev" | "next"; children: ReactNode }) {
  const shape = "flex min-h-8 items-center gap-1 rounded-md px-2";
  if (!to) return <span className={clsx(shape, "text-ink-faint")}>{children}</span>;
  return (
    <ListLink to={to} rel={rel} onFollow={goToTop} className={clsx(shape, "font-medium text-ink hover:bg-hover")}>
      {children}
    </ListLink>
  );
}

/** The first page is the start of the list as it is now, not the rows that once preceded the second page. */
function wayBack(page: PageFacts, search: ConnectionSearch): Partial<ConnectionSearch> {
  return page.offset <= Number(search.size) ? {} : { before: page.previous ?? "" };
}

/** Scrolls to the top: another page is read from its start. */
function goToTop(): void {
  window.scrollTo({ top: 0 });
}
