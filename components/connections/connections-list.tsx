"use client";

import clsx from "clsx";
import { LiveUpdates } from "@/components/ui/live-updates";
import { type ConnectionSearch, isFiltered } from "@/domain/connection-search";
import type { Facets } from "@/domain/facets";
import type { Revision } from "@/domain/revision";
import type { ConnectionRow } from "./connection-row";
import { ConnectionsTable } from "./connections-table";
import { ListNavigationProvider, useListNavigation } from "./list-navigation";
import { LoadingRows } from "./loading-rows";
import { NoMatch } from "./no-match";
import { type PageFacts, Pager } from "./pager";
import { SearchBox } from "./search-box";
import { StatusTabs } from "./status-tabs";

export type ConnectionsListProps = {
  readonly search: ConnectionSearch;
  readonly rows: readonly ConnectionRow[];
  readonly page: PageFacts;
  readonly facets: Facets;
  readonly now: number;
  readonly revision: Revision;
};

/** The connections screen below its title: search, tabs, table and pages, all of it in the URL. */
export function ConnectionsList(props: ConnectionsListProps) {
  return (
    <ListNavigationProvider>
      <div className="flex flex-wrap items-center gap-3 px-4 pb-3 sm:px-6">
        <SearchBox search={props.search} />
        <LiveUpdates revision={props.revision} />
      </div>
      <div className="border-b border-line px-1.5 sm:px-3.5">
        <StatusTabs search={props.search} facets={props.facets} />
      </div>
      <ListBody {...props} />
    </ListNavigationProvider>
  );
}

/** Rows, or the reason why there are none; while the next ones are under way, a moment later, their outline. */
function ListBody({ search, rows, page, now }: ConnectionsListProps) {
  const { isPending } = useListNavigation();
  return (
    <div aria-busy={isPending} className="relative min-h-64 bg-surface">
      <p role="status" className="sr-only">
        {isPending ? "Loading connections" : ""}
      </p>
      {isPending ? <LoadingRows /> : null}
      <div className={clsx("transition-opacity", isPending && "opacity-60 delay-100")}>
        {rows.length > 0 ? (
          <>
            <ConnectionsTable rows={rows} search={search} now={now} />
            <Pager search={search} page={page} />
          </>
        ) : (
          <NoMatch search={search} isFiltered={isFiltered(search)} />
        )}
      </div>
    </div>
  );
}
