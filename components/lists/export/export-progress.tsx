"use client";

import { Check, Download, TriangleAlert, X } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Button } from "@/components/ui/form/button";
import type { ExportFormat } from "@/domain/lists/connection-export";
import { formatCount } from "@/domain/values/count";
import type { ExportState } from "./use-export";

type ProgressProps = {
  readonly state: Exclude<ExportState, { kind: "idle" }>;
  readonly onCancel: () => void;
  readonly onRetry: (format: ExportFormat) => void;
};

/** Shows the progress of an export, out of the way of other work. */
export function ExportProgress({ state, onCancel, onRetry }: ProgressProps) {
  return (
    <Card
      as="section"
      aria-label="Export"
      className="fixed right-4 bottom-16 z-50 grid w-[min(20rem,calc(100vw-2rem))] gap-2 p-4 shadow-2xl"
    >
      <div className="flex items-start gap-2">
        <StateIcon kind={state.kind} />
        <p role="status" className="flex-1 font-medium tabular-nums">
          {progressWords(state)}
        </p>
        {state.kind === "running" ? null : (
          <button
            type="button"
            aria-label="Dismiss"
            onClick={onCancel}
            className="-m-1 grid size-7 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-4" />
          </button>
        )}
      </div>
      {state.kind === "running" ? (
        <>
          <progress
            aria-label="Rows exported"
            max={Math.max(1, state.total.value)}
            value={Math.min(state.rows, state.total.value)}
            className="h-1.5 w-full accent-(--accent)"
          />
          <Button onClick={onCancel}>Cancel</Button>
        </>
      ) : null}
      {state.kind === "failed" ? <Button onClick={() => onRetry(state.format)}>Try again</Button> : null}
    </Card>
  );
}

function StateIcon({ kind }: { kind: ExportState["kind"] }) {
  if (kind === "done") return <Check aria-hidden className="mt-0.5 size-4 text-ok" />;
  if (kind === "failed") return <TriangleAlert aria-hidden className="mt-0.5 size-4 text-bad" />;
  return <Download aria-hidden className="mt-0.5 size-4 text-ink-faint" />;
}

function progressWords(state: ProgressProps["state"]): string {
  if (state.kind === "done") return `Exported ${state.rows.toLocaleString("en")} rows.`;
  if (state.kind === "failed") return `The ${state.format.toUpperCase()} export was interrupted; nothing was saved.`;
  return `${state.rows.toLocaleString("en")} of ${formatCount(state.total)} rows`;
}
