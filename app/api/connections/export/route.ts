import { z } from "zod";
import { answerError, methodNotAllowed } from "@/app/api/answer";
import { readBytes } from "@/app/api/read-bytes";
import { getStore } from "@/db";
import { CONTENT_TYPES, EXPORT_FORMATS, exporterOf, FILE_ENDINGS } from "@/domain/connection-export";
import { parseConnectionSearch } from "@/domain/connection-search";
import { ALL_CHOSEN, type Selection } from "@/domain/selection";
import { streamOf } from "./stream";

export const dynamic = "force-dynamic";

/** Enough for ten thousand ids; more than that is chosen as "all that match". */
const BODY_BYTES_MAX = 1024 * 1024;

const requestSchema = z.object({
  query: z.string().max(20_000).default(""),
  format: z.enum(EXPORT_FORMATS),
  chosen: z.enum(["all", "some"]).default("all"),
  ids: z.array(z.string().max(300)).max(10_000),
});

/** All that a list's address asks for: the list's own parameters and `format`. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams, search } = new URL(request.url);
  return exportRows({ query: search, format: searchParams.get("format"), ids: [] });
}

/**
 * The chosen rows of a list, as a form sends them: `query` is the list's query string, `chosen` is "all" or "some", and
 * `id`, repeated, names those that are chosen, or of "all" those that are not. Reads and changes nothing, but only for our own pages.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isOurs(request)) {
    return answerError(403, { error: "foreign_origin", message: "Exports are started from Relink's own pages only." });
  }
  const read = await readBytes(request, BODY_BYTES_MAX);
  if (!read.ok) {
    const message = "Too many rows are named one by one: choose all that match instead.";
    return answerError(413, { error: "too_large", message });
  }
  const form = new URLSearchParams(new TextDecoder().decode(read.body));
  return exportRows({
    query: form.get("query") ?? undefined,
    format: form.get("format"),
    chosen: form.get("chosen") ?? undefined,
    ids: form.getAll("id"),
  });
}

const wrongMethod = methodNotAllowed("GET");
// Next would run GET for it, and never read the stream nor end it.
export const HEAD = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;

async function exportRows(input: unknown): Promise<Response> {
  const parsed = requestSchema.safeParse(input);
  if (!parsed.success) {
    const message = `Say which rows and in which format: one of ${EXPORT_FORMATS.join(", ")}.`;
    return answerError(400, { error: "bad_request", message });
  }
  const { query, format, chosen, ids } = parsed.data;
  const search = parseConnectionSearch(new URLSearchParams(query));
  const now = Date.now();
  const { total, slices } = await getStore().connections.readAll(search, selectionOf(chosen, ids), now);
  const file = `relink-connections-${new Date(now).toISOString().slice(0, 10)}.${FILE_ENDINGS[format]}`;
  return new Response(streamOf(exporterOf(format, search.columns), slices), {
    headers: {
      "content-type": CONTENT_TYPES[format],
      "content-disposition": `attachment; filename="${file}"`,
      // "no-transform" keeps Next from compressing, and so from holding back, the stream.
      "cache-control": "no-store, no-transform",
      ...(total.precision === "exact" ? { "x-relink-total": String(total.value) } : {}),
    },
  });
}

function selectionOf(chosen: "all" | "some", ids: readonly string[]): Selection {
  if (chosen === "some") return { kind: "some", ids };
  return ids.length > 0 ? { kind: "all", except: ids } : ALL_CHOSEN;
}

/** Whether a page of this deployment asks; programs that are no browser say nothing of it. */
function isOurs(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = request.headers.get("origin");
  return origin === null || (URL.canParse(origin) && new URL(origin).host === request.headers.get("host"));
}
