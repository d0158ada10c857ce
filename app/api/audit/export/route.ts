import { auditSearchProblems, parseAuditSearch } from "@/domain/access/audit-search";
import { auditedAuditFilter } from "@/domain/access/audited-filter";
import { AUDIT_CSV } from "@/domain/operations/audit-export";
import { guarded } from "@/server/access/guarded";
import { methodNotAllowed } from "@/server/http/answer";
import { answerExport } from "@/server/lists/export-answer";

export const dynamic = "force-dynamic";

/** Returns all matching entries as CSV, by the query parameters of the audit log's page. */
export const GET = guarded("read_audit_log", auditSearchProblems, (request, { store, author, by }) =>
  answerExport(author, async () => {
    const search = { ...parseAuditSearch(new URL(request.url).searchParams), after: "", before: "" };
    const now = by();
    await store.audit.write({ deed: "audit_exported", details: { filter: auditedAuditFilter(search) } }, now);
    return { name: "audit", at: now.at, exporter: AUDIT_CSV, slices: store.audit.readAll(search, now.at) };
  }),
);

const wrongMethod = methodNotAllowed("GET");
// Next would run GET for it, and neither read the stream nor end it.
export const HEAD = wrongMethod;
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
