import type { Metadata } from "next";
import { cookies } from "next/headers";
import { addView, removeView, renameView, updateView } from "@/app/(dashboard)/view-actions";
import { enter } from "@/app/access/enter";
import { endpointFacts } from "@/app/endpoint-facts";
import { toConnectionRow } from "@/components/connections/connection-row";
import { ConnectionsList } from "@/components/connections/connections-list";
import { NoMatch } from "@/components/connections/no-match";
import { LOOK_COOKIE } from "@/components/connections/remembered-look";
import { NothingYet } from "@/components/intake/nothing-yet";
import { isFiltered, parseConnectionSearch, withLook } from "@/domain/connection-search";
import { mayAct } from "@/domain/role";
import { ConnectionPanel } from "./connection-panel";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage({ searchParams }: PageProps<"/connections">) {
  const { store, role, isMasked } = await enter("viewer");
  const look = (await cookies()).get(LOOK_COOKIE)?.value ?? "";
  const search = parseConnectionSearch(withLook(await searchParams, look));
  const revision = store.changes.revision();
  const now = Date.now();
  const page = await store.connections.search(search, now);
  if (page.total.value === 0 && !isFiltered(search)) {
    const summary = await store.intake.summary();
    return <NothingYet endpoint={await endpointFacts()} summary={summary} now={now} revision={revision} />;
  }
  const { offset, total, previous, next, facets } = page;
  return (
    <>
      <h1 className="px-4 pt-5 pb-3 text-xl font-semibold tracking-tight sm:px-6">Connections</h1>
      <ConnectionsList
        search={search}
        rows={page.rows.map(toConnectionRow)}
        page={{ offset, rows: page.rows.length, total, previous, next }}
        facets={facets}
        now={now}
        revision={revision}
        views={await store.views.list()}
        viewActions={
          mayAct(role, "operator") ? { add: addView, update: updateView, rename: renameView, remove: removeView } : null
        }
        mayExport={mayAct(role, "operator")}
        isMasked={isMasked}
        noMatch={page.rows.length === 0 ? <NoMatch search={search} /> : null}
        panel={search.open ? <ConnectionPanel key={search.open} id={search.open} now={now} /> : null}
      />
    </>
  );
}
