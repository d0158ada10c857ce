"use client";

import { SearchX } from "lucide-react";
import { type ConnectionSearch, changeSearch, formatConnectionSearch } from "@/domain/connection-search";
import { ListLink } from "./list-navigation";
import { statusLook } from "./status-look";

const WAY_OUT =
  "inline-flex min-h-8 items-center rounded-md border border-line-strong/50 px-3 font-medium text-ink hover:bg-hover";

/** Nothing matches: says what was looked for, and offers the ways to look for less. */
export function NoMatch({ search, isFiltered }: { search: ConnectionSearch; isFiltered: boolean }) {
  const q = search.q.trim();
  const statuses = search.status.map((status) => statusLook(status).word).join(" or ");
  return (
    <section className="mx-auto flex max-w-lg flex-col items-center gap-3 px-6 py-16 text-center text-ink-soft">
      <span className="grid size-12 place-items-center rounded-full bg-gone-soft text-gone">
        <SearchX aria-hidden className="size-6" />
      </span>
      <h2 className="text-lg font-semibold text-ink">{isFiltered ? "No connection matches" : "This page is empty"}</h2>
      {q ? (
        <p className="text-pretty">
          Nothing has <q className="font-medium break-all text-ink">{q}</q> in its name, username, user or id
          {statuses ? `, with status ${statuses}` : ""}.
        </p>
      ) : (
        <p>
          {statuses ? `No connection has the status ${statuses}.` : "The rows have moved since this link was made."}
        </p>
      )}
      <p className="flex flex-wrap justify-center gap-2">
        {q && statuses ? (
          <ListLink href={hrefOf(search, { status: [] })} className={WAY_OUT}>
            Search in every status
          </ListLink>
        ) : null}
        <ListLink href={hrefOf(search, { q: "", status: [] })} className={WAY_OUT}>
          {isFiltered ? "Clear search and filters" : "Back to the first page"}
        </ListLink>
      </p>
    </section>
  );
}

function hrefOf(search: ConnectionSearch, change: Partial<ConnectionSearch>): string {
  return `/connections${formatConnectionSearch(changeSearch(search, change))}`;
}
