import type { Metadata } from "next";
import { clock } from "@/clock";
import { AuditFilters } from "@/components/audit/audit-filters";
import { AuditLine } from "@/components/audit/audit-line";
import { LogPager } from "@/components/lists/log-pager";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { QueryProblems } from "@/components/ui/feedback/query-problems";
import { Link } from "@/components/ui/link";
import { auditSearchProblems, formatAuditSearch, parseAuditSearch } from "@/domain/access/audit-search";
import { auditPath } from "@/domain/values/query/paths";
import { withoutTracking } from "@/domain/values/query/query-problems";
import { enter } from "@/server/access/enter";
import { readDays } from "@/server/lists/log-params";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: PageProps<"/audit">) {
  const { store } = await enter("read_audit_log");
  const params = readDays(await searchParams, "when");
  const search = parseAuditSearch(params);
  const now = clock.now();
  const page = await store.audit.search(search, now);
  const address = (place: { after: string } | { before: string }) =>
    auditPath(formatAuditSearch({ ...search, after: "", before: "", ...place }));
  return (
    <>
      <div className="grid gap-0.5 px-4 pt-5 sm:px-6">
        <h1 className="text-xl font-semibold tracking-tight">Audit log</h1>
        <p className="text-ink-soft">
          Who did what, when and from where. Entries are added, and never changed; an erasure alone takes ids out.
        </p>
      </div>
      <AuditFilters search={search} />
      <QueryProblems problems={auditSearchProblems(withoutTracking(params))} className="mx-4 mb-3 sm:mx-6" />
      {page.rows.length > 0 ? (
        <section aria-label="Entries, newest first" className="border-t border-line bg-surface">
          <ol>
            {page.rows.map((entry) => (
              <AuditLine key={entry.id} entry={entry} now={now} />
            ))}
          </ol>
          <LogPager
            words="Newest first."
            newer={page.previous && address({ before: page.previous })}
            older={page.next && address({ after: page.next })}
          />
        </section>
      ) : (
        <EmptyState title="No entry matches" icon="search" level={2}>
          <Link href={auditPath()} className="font-medium underline">
            Show the whole log
          </Link>
        </EmptyState>
      )}
    </>
  );
}
