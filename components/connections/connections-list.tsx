"use client";

import clsx from "clsx";
import type { ReactNode } from "react";
import { ExportButton } from "@/components/lists/export/export-button";
import { FilterBar } from "@/components/lists/filters/filter-bar";
import { SaveView, type ViewActions } from "@/components/lists/filters/save-view";
import { ListNavigationProvider, useListNavigation } from "@/components/lists/list-navigation";
import { useListSlots } from "@/components/lists/list-slots";
import { LoadingRows } from "@/components/lists/loading-rows";
import { type PageFacts, Pager } from "@/components/lists/pager";
import { RowShortcuts } from "@/components/lists/row-shortcuts";
import type { ConnectionRow } from "@/components/lists/rows/connection-row";
import { HighlightProvider } from "@/components/lists/rows/highlight";
import { SearchBox } from "@/components/lists/search-box";
import { SelectionProvider, useSelection } from "@/components/lists/selection";
import { StatusTabs } from "@/components/lists/status-tabs";
import type { OutreachFacts } from "@/components/outreach/acts/outreach-context";
import { OutreachScope } from "@/components/outreach/acts/outreach-provider";
import { QueryProblems } from "@/components/ui/feedback/query-problems";
import { lazyComponent } from "@/components/ui/lazy/lazy-component";
import { LiveUpdates } from "@/components/ui/live/live-updates";
import type { ConnectionSearch } from "@/domain/lists/connection-search";
import type { Facets } from "@/domain/lists/facets";
import type { SavedView } from "@/domain/lists/saved-view";
import { ALL_SELECTED } from "@/domain/lists/selection";
import type { Count } from "@/domain/values/count";
import type { QueryProblem } from "@/domain/values/query/query-problems";
import type { Revision } from "@/domain/values/revision";
import { fitOf } from "./columns";
import { ConnectionsTable } from "./connections-table";
import { DisplayMenu } from "./display-menu";

const SelectionBar = lazyComponent(async () => (await import("./selection-bar")).SelectionBar);
const SidePanel = lazyComponent(async () => (await import("./side-panel")).SidePanel);

export type ConnectionsListProps = {
  readonly search: ConnectionSearch;
  /** Problems of the page's query string. */
  readonly problems: readonly QueryProblem[];
  readonly rows: readonly ConnectionRow[];
  readonly page: PageFacts;
  readonly facets: Facets;
  readonly now: number;
  readonly revision: Revision;
  /** Shown instead of the table when it has no rows. */
  readonly noMatch: ReactNode;
  /** The side panel's content; null while no connection is open. */
  readonly panel: ReactNode;
  /** Null for people who may not work on cases. */
  readonly outreach: OutreachFacts | null;
  readonly views: readonly SavedView[];
  /** Null for people who may not save views. */
  readonly viewActions: ViewActions | null;
  readonly mayExport: boolean;
  /** True if names are hidden and therefore can't be searched. */
  readonly isMasked: boolean;
};

/** The connections screen below its title: search, tabs, filters, table and pages. Its state is the URL. */
export function ConnectionsList(props: ConnectionsListProps) {
  const { search, facets, page, rows, panel } = props;
  const slots = useListSlots();
  const ids = rows.map((row) => row.id);
  return (
    <ListNavigationProvider search={search} isAddressKept={props.problems.length > 0}>
      <SelectionProvider search={search} ids={ids}>
        <OutreachScope facts={props.outreach}>
          <div className="flex flex-wrap items-center gap-2 px-4 pb-3 sm:px-6">
            <SearchBox />
            {props.viewActions ? <SaveView views={props.views} actions={props.viewActions} /> : null}
            <DisplayMenu />
            {props.mayExport ? <ExportButton search={search} selection={ALL_SELECTED} total={page.total} /> : null}
            {slots ? <slots.Tools rows={rows} /> : null}
            <LiveUpdates revision={props.revision} withOutreach={search.list === "outreach"} />
          </div>
          {props.isMasked ? (
            <p className="px-4 pb-3 text-xs text-ink-soft sm:px-6">
              Names are hidden from viewers here. A search finds the connections of a user by their whole reference.
            </p>
          ) : null}
          <div className="border-b border-line px-1.5 sm:px-3.5">
            {slots ? <slots.Tabs facets={facets} /> : <StatusTabs facets={facets} />}
          </div>
          <FilterBar facets={facets} />
          <QueryProblems problems={props.problems} className="mx-4 mb-3 sm:mx-6" />
          <HighlightProvider query={search.q}>
            <ListBody {...props} />
          </HighlightProvider>
          {props.mayExport ? <SelectedRows rows={rows} total={page.total} /> : null}
          <RowShortcuts ids={ids} />
          {slots && props.outreach ? <slots.Shortcuts rows={rows} total={page.total} /> : null}
          {panel ? (
            <SidePanel id={search.open} ids={ids}>
              {panel}
            </SidePanel>
          ) : null}
        </OutreachScope>
      </SelectionProvider>
    </ListNavigationProvider>
  );
}

function SelectedRows({ rows, total }: { rows: readonly ConnectionRow[]; total: Count }) {
  const { selection } = useSelection();
  if (selection.kind === "some" && selection.ids.length === 0) return null;
  return <SelectionBar rows={rows} total={total} />;
}

/** Shows the rows, or why there are none. While the next rows load, their outline appears after a moment. */
function ListBody({ search, rows, page, now, noMatch, mayExport }: ConnectionsListProps) {
  const { isPending } = useListNavigation();
  return (
    <div
      aria-busy={isPending}
      data-fit={fitOf(search.list, search.columns)}
      data-density={search.density}
      data-choosing={mayExport ? "on" : "off"}
      className="group/list @container/list relative min-h-64 border-t border-line bg-surface"
    >
      <p role="status" className="sr-only">
        {isPending ? "Loading connections" : ""}
      </p>
      {isPending ? <LoadingRows /> : null}
      <div className={clsx("transition-opacity", isPending && "opacity-60 delay-100")}>
        {rows.length > 0 ? (
          <>
            <ConnectionsTable rows={rows} columns={search.columns} now={now} />
            <Pager search={search} page={page} />
          </>
        ) : (
          noMatch
        )}
      </div>
    </div>
  );
}
