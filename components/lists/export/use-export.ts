"use client";

import { useRef, useState } from "react";
import type { ExportFormat } from "@/domain/lists/connection-export";
import type { ConnectionSearch } from "@/domain/lists/connection-search";
import type { Selection } from "@/domain/lists/selection";
import type { Count } from "@/domain/values/count";

export type ExportState =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly rows: number; readonly total: Count }
  | { readonly kind: "done"; readonly rows: number }
  | { readonly kind: "failed"; readonly format: ExportFormat };

type Exported = { readonly search: ConnectionSearch; readonly selection: Selection; readonly total: Count };

/** Downloads an export as a file, and reports its progress. */
export function useExport({ search, selection, total }: Exported) {
  const [state, setState] = useState<ExportState>({ kind: "idle" });
  const running = useRef<AbortController>(null);

  async function run(format: ExportFormat): Promise<void> {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ kind: "running", rows: 0, total });
    try {
      const { downloadExport } = await import("./download-export");
      const rows = await downloadExport({ search, selection, total, format }, controller.signal, (count, counted) =>
        setState({ kind: "running", rows: count, total: counted }),
      );
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
