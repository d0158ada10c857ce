"use client";

import { Check, Download, TriangleAlert, X } from "lucide-react";
import { type FormEvent, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { ExportFormat } from "@/domain/connection-export";
import { type ConnectionSearch, formatConnectionSearch } from "@/domain/connection-search";
import { type Count, formatCount } from "@/domain/count";
import type { Selection } from "@/domain/selection";
import { closeOnEscape, closeWhenLeft } from "./filters/filter-menu";
import { type ExportState, useExport } from "./use-export";

type ExportButtonProps = { readonly search: ConnectionSearch; readonly selection: Selection; readonly total: Count };

const FILES = [
  ["csv", "CSV", "for spreadsheets"],
  ["jsonl", "JSON Lines", "for programs, exact"],
] as const;

/** Saves rows as a file, in the list's order and columns. A form that downloads by itself before any script does. */
export function ExportButton(props: ExportButtonProps) {
  const { search, selection, total } = props;
  const { state, run, cancel } = useExport(props);
  const details = useRef<HTMLDetailsElement>(null);

  function start(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const button = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null;
    const [format] = FILES.find(([one]) => one === button?.getAttribute("value")) ?? FILES[0];
    if (details.current) details.current.open = false;
    details.current?.querySelector("summary")?.focus();
    run(format);
  }

  return (
    <>
      <details
        ref={details}
        name="filters"
        className="relative shrink-0"
        onKeyDown={closeOnEscape}
        onBlur={closeWhenLeft}
      >
        <summary className="flex min-h-9 items-center gap-1.5 rounded-md border border-line-strong/50 bg-surface px-3 font-medium hover:bg-hover">
          <Download aria-hidden className="size-4" />
          <span className="max-sm:sr-only">Export</span>
        </summary>
        <form
          method="post"
          action="/api/connections/export"
          onSubmit={start}
          className="absolute right-0 z-30 my-1.5 grid w-60 gap-1 rounded-xl border border-line bg-surface p-2 shadow-xl in-[.bottom-0]:bottom-full"
        >
          <input type="hidden" name="query" value={formatConnectionSearch(search)} />
          <input type="hidden" name="chosen" value={selection.kind} />
          {FILES.map(([format, name, use]) => (
            <button
              key={format}
              type="submit"
              name="format"
              value={format}
              className="flex min-h-9 items-baseline justify-between gap-3 rounded-md px-2 leading-9 hover:bg-hover"
            >
              {name} <span className="text-xs text-ink-faint">{use}</span>
            </button>
          ))}
          <p className="px-2 pb-1 text-xs text-ink-faint">
            {formatCount(total)} rows, in this order and these columns.
          </p>
        </form>
      </details>
      {state.kind === "idle" ? null : <Progress state={state} onCancel={cancel} onRetry={run} />}
    </>
  );
}

type ProgressProps = {
  readonly state: Exclude<ExportState, { kind: "idle" }>;
  readonly onCancel: () => void;
  readonly onRetry: (format: ExportFormat) => void;
};

/** How far an export is, out of the way of the work that goes on beside it. */
function Progress({ state, onCancel, onRetry }: ProgressProps) {
  return (
    <section
      aria-label="Export"
      className="fixed right-4 bottom-16 z-50 grid w-[min(20rem,calc(100vw-2rem))] gap-2 rounded-xl border border-line bg-surface p-4 shadow-2xl"
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
    </section>
  );
}

function StateIcon({ kind }: { kind: ExportState["kind"] }) {
  if (kind === "done") return <Check aria-hidden className="mt-0.5 size-4 text-ok" />;
  if (kind === "failed") return <TriangleAlert aria-hidden className="mt-0.5 size-4 text-bad" />;
  return <Download aria-hidden className="mt-0.5 size-4 text-ink-faint" />;
}

function progressWords(state: ProgressProps["state"]): string {
  if (state.kind === "done") return `Exported ${state.rows.toLocaleString("en")} rows.`;
  if (state.kind === "failed") return `The ${state.format.toUpperCase()} export broke off; nothing was saved.`;
  return `${state.rows.toLocaleString("en")} of ${formatCount(state.total)} rows`;
}
