"use client";

import { useRef, useState } from "react";
import type { ExportFormat } from "@/domain/connection-export";
import type { ConnectionSearch } from "@/domain/connection-search";
import type { Count } from "@/domain/page";
import type { Selection } from "@/domain/selection";
import { requestChosen } from "./read-chosen";

export type ExportState =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly rows: number; readonly total: Count }
  | { readonly kind: "done"; readonly rows: number }
  | { readonly kind: "failed"; readonly format: ExportFormat };

type Exported = { readonly search: ConnectionSearch; readonly selection: Selection; readonly total: Count };

const QUOTE = '"'.charCodeAt(0);
const NEWLINE = "\n".charCodeAt(0);
const SHOWN_EVERY_MS = 100;

/** Fetches an export with its progress, and saves it as a file. */
export function useExport({ search, selection, total }: Exported) {
  const [state, setState] = useState<ExportState>({ kind: "idle" });
  const running = useRef<AbortController>(null);

  async function run(format: ExportFormat): Promise<void> {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ kind: "running", rows: 0, total });
    try {
      const response = await requestChosen(search, selection, format, controller.signal);
      const told = response.headers.get("x-relink-total");
      const counted: Count = told === null ? total : { value: Number(told), precision: "exact" };
      const isCsv = format === "csv";
      const parts: Uint8Array<ArrayBuffer>[] = [];
      const rows = await countRows(response, isCsv, parts, (count) =>
        setState({ kind: "running", rows: count, total: counted }),
      );
      save(new Blob(parts, { type: response.headers.get("content-type") ?? "" }), fileNameOf(response));
      setState({ kind: "done", rows });
    } catch {
      if (running.current === controller) {
        setState(controller.signal.aborted ? { kind: "idle" } : { kind: "failed", format });
      }
    }
  }

  function cancel(): void {
    running.current?.abort();
    setState({ kind: "idle" });
  }

  return { state, run: (format: ExportFormat) => void run(format), cancel };
}

/** Takes a stream part by part, and counts its lines; a line break inside quotes ends none. The header of a CSV is no row. */
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
