import type { Author } from "@/domain/access/audit";
import type { Exporter } from "@/domain/values/exporter";
import { answerBusy } from "@/server/http/answer";
import { streamOf, takeExportPlace } from "./export-stream";

type Download<Row> = {
  /** The file's name without its date: "audit" becomes relink-audit-2026-02-01.csv. */
  readonly name: string;
  readonly ending?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly at: number;
  readonly exporter: Exporter<Row>;
  readonly slices: AsyncIterable<readonly Row[]>;
};

/** Responds with the file that `prepare` describes, CSV by default, or with 429 while too many exports are running. */
export async function answerExport<Row>(author: Author, prepare: () => Promise<Download<Row>>): Promise<Response> {
  const place = takeExportPlace(author);
  if (!place) return answerBusy();
  try {
    const { name, at, exporter, slices, headers, ...kind } = await prepare();
    const { ending = "csv", contentType = "text/csv; charset=utf-8" } = kind;
    const file = `relink-${name}-${new Date(at).toISOString().slice(0, 10)}.${ending}`;
    return new Response(streamOf(exporter, slices, place), {
      headers: {
        "content-type": contentType,
        "content-disposition": `attachment; filename="${file}"`,
        // "no-transform" keeps Next from compressing, and so from holding back, the stream.
        "cache-control": "no-store, no-transform",
        ...headers,
      },
    });
  } catch (fault) {
    place.leave();
    throw fault;
  }
}
