import { guarded } from "@/app/access/guarded";
import { answerBusy, methodNotAllowed } from "@/app/api/answer";
import { streamOf, takeExportPlace } from "@/app/api/export-stream";
import { AUDIT_CSV } from "@/domain/audit-export";
import { auditSearchProblems, parseAuditSearch } from "@/domain/audit-search";
import { auditedAuditFilter } from "@/domain/audited-filter";

export const dynamic = "force-dynamic";

/** All entries that match, as CSV; the parameters are those of the audit log's own address. */
export const GET = guarded("admin", auditSearchProblems, async (request, { store, author, by }) => {
  const place = takeExportPlace(author);
  if (!place) return answerBusy();
  const search = { ...parseAuditSearch(new URL(request.url).searchParams), after: "", before: "" };
  const now = by();
  try {
    await store.audit.write({ deed: "audit_exported", details: { filter: auditedAuditFilter(search) } }, now);
  } catch (fault) {
    place.leave();
    throw fault;
  }
  const file = `relink-audit-${new Date(now.at).toISOString().slice(0, 10)}.csv`;
  return new Response(streamOf(AUDIT_CSV, store.audit.readAll(search, now.at), place), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${file}"`,
      // "no-transform" keeps Next from compressing, and so from holding back, the stream.
      "cache-control": "no-store, no-transform",
    },
  });
});

const wrongMethod = methodNotAllowed("GET");
// Next would run GET for it, and never read the stream nor end it.
export const HEAD = wrongMethod;
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
