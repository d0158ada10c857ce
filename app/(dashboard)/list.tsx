import { cookies } from "next/headers";
import { outreachFacts } from "@/app/(dashboard)/outreach-facts";
import { addView, removeView, renameView, updateView } from "@/app/(dashboard)/view-actions";
import { clock } from "@/clock";
import { DISPLAY_COOKIE } from "@/components/lists/display-cookie";
import { toConnectionRow } from "@/components/lists/rows/connection-row";
import { mayDo } from "@/domain/access/rights";
import { isFiltered, withMe } from "@/domain/lists/connection-search";
import { connectionSearchProblems, parseConnectionSearch } from "@/domain/lists/connection-search-url";
import { type ListName, withLook } from "@/domain/lists/list-look";
import { withoutTracking } from "@/domain/values/query/query-problems";
import { enter } from "@/server/access/enter";
import { listedCases } from "@/server/outreach/listed-cases";
import { ConnectionPanel } from "./connections/connection-panel";

const VIEW_ACTIONS = { add: addView, update: updateView, rename: renameView, remove: removeView };

/** Loads what a list shows, from its address: the same for all connections and for the queue. */
export async function readList(list: ListName, params: Record<string, string | string[] | undefined>) {
  const { store, person, role, isMasked } = await enter("read");
  const look = (await cookies()).get(DISPLAY_COOKIE)?.value ?? "";
  const search = parseConnectionSearch({ ...withLook(params, look), list });
  const problems = connectionSearchProblems({ ...withoutTracking(params), list });
  const revision = store.changes.revision();
  const now = clock.now();
  const page = await store.connections.search(withMe(search, person.id), now);
  const cases = await listedCases(
    store,
    page.rows.map(({ id }) => id),
    now,
  );
  const { offset, total, previous, next, facets } = page;
  return {
    store,
    /** True if there is nothing at all, as opposed to nothing that matches. */
    isEmpty: total.value === 0 && !isFiltered(search) && problems.length === 0,
    props: {
      search,
      problems,
      rows: page.rows.map((one) => toConnectionRow(one, cases.get(one.id) ?? null)),
      page: { offset, rows: page.rows.length, total, previous, next },
      facets,
      now,
      revision,
      views: await store.views.list(),
      viewActions: mayDo(role, "keep_views") ? VIEW_ACTIONS : null,
      outreach: mayDo(role, "work_on_cases") ? await outreachFacts(store, person.id) : null,
      mayExport: mayDo(role, "export"),
      isMasked,
      panel: search.open ? <ConnectionPanel key={search.open} id={search.open} now={now} /> : null,
    },
  };
}
