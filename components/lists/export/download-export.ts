import type { ExportFormat } from "@/domain/lists/connection-export";
import type { ConnectionSearch } from "@/domain/lists/connection-search";
import type { Selection } from "@/domain/lists/selection";
import type { Count } from "@/domain/values/count";
import { requestSelected } from "./read-selected";

type Wanted = {
  readonly search: ConnectionSearch;
  readonly selection: Selection;
  /** The page's count of the rows; the server's may be more exact. */
  readonly total: Count;
  readonly format: ExportFormat;
};

const QUOTE = '"'.charCodeAt(0);
const NEWLINE = "\n".charCodeAt(0);
const SHOWN_EVERY_MS = 100;

/** Downloads an export as a file, and returns its number of rows. `onProgress` gets the count so far. */
export async function downloadExport(
  { search, selection, total, format }: Wanted,
  signal: AbortSignal,
  onProgress: (rows: number, total: Count) => void,
): Promise<number> {
  const response = await requestSelected(search, selection, format, signal);
  const told = response.headers.get("x-relink-total");
  const counted: Count = told === null ? total : { value: Number(told), precision: "exact" };
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const rows = await countRows(response, format === "csv", parts, (count) => onProgress(count, counted));
  save(new Blob(parts, { type: response.headers.get("content-type") ?? "" }), fileNameOf(response));
  return rows;
}

/** Collects the parts of a stream and counts its rows. Line breaks inside quotes and the header of a CSV don't count. */
async function countRows(
  response: Response,
  isCsv: boolean,
  parts: Uint8Array<ArrayBuffer>[],
  onProgress: (rows: number) => void,
): Promise<number> {
  const reader = response.body?.getReader();
  if (!reader) throw new Error("The answer has no body");
  let rows = isCsv ? -1 : 0;
  let isQuoted = false;
  let shownAt = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Math.max(0, rows);
    parts.push(value);
    for (const byte of value) {
      if (isCsv && byte === QUOTE) isQuoted = !isQuoted;
      else if (byte === NEWLINE && !isQuoted) rows += 1;
    }
    if (performance.now() - shownAt < SHOWN_EVERY_MS) continue;
    shownAt = performance.now();
    onProgress(Math.max(0, rows));
  }
}

function fileNameOf(response: Response): string {
  return /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "relink-connections";
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
