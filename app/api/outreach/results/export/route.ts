import { auditedResultsFilter } from "@/domain/access/audited-filter";
import { RESULTS_CSV } from "@/domain/lists/results-export";
import { parseResultsSearch, resultsSearchProblems } from "@/domain/outreach/results-search";
import { guarded } from "@/server/access/guarded";
import { methodNotAllowed } from "@/server/http/answer";
import { answerExport } from "@/server/lists/export-answer";
import { readCounted } from "@/server/outreach/read-results";

export const dynamic = "force-dynamic";

/** Returns all cases behind a figure as CSV, by the query parameters of the results page. Without a figure, all that opened. */
export const GET = guarded("export", resultsSearchProblems, (request, { store, author, by }) =>
  answerExport(author, async () => {
    const asked = parseResultsSearch(new URL(request.url).searchParams);
    const search = { ...asked, show: asked.show || ("opened" as const) };
    const now = by();
    await store.audit.write({ deed: "results_exported", details: { filter: auditedResultsFilter(search) } }, now);
    return { name: "cases", at: now.at, exporter: RESULTS_CSV, slices: readCounted(store, search, now.at) };
  }),
);

const wrongMethod = methodNotAllowed("GET");
// Next would run GET for it, and neither read the stream nor end it.
export const HEAD = wrongMethod;
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
