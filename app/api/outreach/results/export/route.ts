import { guarded } from "@/app/access/guarded";
import { answerBusy, methodNotAllowed } from "@/app/api/answer";
import { areExportsFull, streamOf } from "@/app/api/export-stream";
import { readCounted } from "@/app/outreach/read-results";
import { auditedResultsFilter } from "@/domain/audited-filter";
import { RESULTS_CSV } from "@/domain/results-export";
import { parseResultsSearch, resultsSearchProblems } from "@/domain/results-search";

export const dynamic = "force-dynamic";

/** All cases behind a figure, as CSV; the parameters are those of the results page. Without a figure, all that opened. */
export const GET = guarded("operator", resultsSearchProblems, async (request, { store, by }) => {
  if (areExportsFull()) return answerBusy();
  const asked = parseResultsSearch(new URL(request.url).searchParams);
  const search = { ...asked, show: asked.show || ("opened" as const) };
  const now = by();
  await store.audit.write({ deed: "results_exported", details: { filter: auditedResultsFilter(search) } }, now);
  const file = `relink-cases-${new Date(now.at).toISOString().slice(0, 10)}.csv`;
  return new Response(streamOf(RESULTS_CSV, readCounted(store, search, now.at)), {
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
