import { z } from "zod";
import { clock } from "@/clock";
import { personIdOf } from "@/domain/access/audit";
import { auditedFilter } from "@/domain/access/audited-filter";
import { CONTENT_TYPES, EXPORT_FORMATS, exporterOf, FILE_ENDINGS } from "@/domain/lists/connection-export";
import { withMe } from "@/domain/lists/connection-search";
import { connectionSearchProblems, parseConnectionSearch } from "@/domain/lists/connection-search-url";
import { ALL_SELECTED, type Selection } from "@/domain/lists/selection";
import { formatCount } from "@/domain/values/count";
import { oneOf } from "@/domain/values/query/query-field";
import { problemsOfNoQuery } from "@/domain/values/query/query-problems";
import type { Entered } from "@/server/access/enter";
import { guarded } from "@/server/access/guarded";
import { answerError, answerProblems, methodNotAllowed } from "@/server/http/answer";
import { readBytes } from "@/server/http/read-bytes";
import { answerExport } from "@/server/lists/export-answer";
import { withCases } from "@/server/outreach/listed-cases";

export const dynamic = "force-dynamic";

/** Enough for ten thousand ids; more are selected as "all that match". */
const BODY_BYTES_MAX = 1024 * 1024;
const BODY_SECONDS_MAX = 60;

const FORMAT = { format: oneOf(EXPORT_FORMATS, "csv") };
const findProblems = (query: URLSearchParams) => connectionSearchProblems(query, FORMAT);

const requestSchema = z.object({
  query: z.string().max(20_000).default(""),
  format: z.enum(EXPORT_FORMATS),
  chosen: z.enum(["all", "some"]).default("all"),
  ids: z.array(z.string().max(300)).max(10_000),
});

/** Returns a whole list, by the query parameters of its page and `format`. */
export const GET = guarded("export", findProblems, async (request, entered) => {
  const { searchParams, search } = new URL(request.url);
  return exportRows(entered, { query: search, format: searchParams.get("format"), ids: [] });
});

/**
 * Returns the selected rows of a list. The form's `query` is the list's query string, `chosen` is "all" or "some", and
 * each `id` is a selected row, or with "all" an excluded one. It changes nothing, yet answers only our own pages.
 */
export const POST = guarded("export", problemsOfNoQuery, async (request, entered) => {
  const read = await readBytes(request, { bytesMax: BODY_BYTES_MAX, secondsMax: BODY_SECONDS_MAX });
  if (!read.ok) {
    // Whatever kept it from being read, a smaller form avoids.
    const message = "Too many rows are named one by one: select all that match instead.";
    return answerError(413, { error: "too_large", message });
  }
  const form = new URLSearchParams(new TextDecoder().decode(read.body));
  return exportRows(entered, {
    query: form.get("query") ?? undefined,
    format: form.get("format"),
    chosen: form.get("chosen") ?? undefined,
    ids: form.getAll("id"),
  });
});

const wrongMethod = methodNotAllowed("GET");
// Next would run GET for it, and neither read the stream nor end it.
export const HEAD = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;

async function exportRows(entered: Entered, input: unknown): Promise<Response> {
  const parsed = requestSchema.safeParse(input);
  if (!parsed.success) {
    const message = `Say which rows and in which format: one of ${EXPORT_FORMATS.join(", ")}.`;
    return answerError(400, { error: "bad_request", message });
  }
  const refused = answerProblems(findProblems(new URLSearchParams(parsed.data.query)));
  if (refused) return refused;
  return answerExport(entered.author, () => prepareRows(entered, parsed.data));
}

async function prepareRows(
  { store, author, by }: Entered,
  { query, format, chosen, ids }: z.output<typeof requestSchema>,
) {
  const search = withMe(parseConnectionSearch(new URLSearchParams(query)), personIdOf(author));
  const at = clock.now();
  const { total, slices } = await store.connections.readAll(search, selectionOf(chosen, ids), at);
  const filter = auditedFilter(search);
  const rows = total.precision === "exact" ? total.value : formatCount(total);
  await store.audit.write({ deed: "connections_exported", details: { format, filter, rows, chosen } }, by());
  return {
    name: "connections",
    ending: FILE_ENDINGS[format],
    contentType: CONTENT_TYPES[format],
    headers: total.precision === "exact" ? { "x-relink-total": String(total.value) } : {},
    at,
    exporter: exporterOf(format, search.columns),
    slices: withCases(store, slices, at),
  };
}

function selectionOf(chosen: "all" | "some", ids: readonly string[]): Selection {
  if (chosen === "some") return { kind: "some", ids };
  return ids.length > 0 ? { kind: "all", except: ids } : ALL_SELECTED;
}
