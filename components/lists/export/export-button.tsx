"use client";

import { Download } from "lucide-react";
import { type FormEvent, useRef } from "react";
import { closeOnEscape, closeWhenLeft } from "@/components/lists/filters/filter-menu";
import { Card } from "@/components/ui/card";
import { lazyComponent } from "@/components/ui/lazy/lazy-component";
import type { ConnectionSearch } from "@/domain/lists/connection-search";
import { formatConnectionSearch } from "@/domain/lists/connection-search-url";
import type { Selection } from "@/domain/lists/selection";
import { type Count, formatCount } from "@/domain/values/count";
import { CONNECTIONS_EXPORT_PATH } from "@/domain/values/query/paths";
import { useExport } from "./use-export";

const ExportProgress = lazyComponent(async () => (await import("./export-progress")).ExportProgress);

type ExportButtonProps = { readonly search: ConnectionSearch; readonly selection: Selection; readonly total: Count };

const FILES = [
  ["csv", "CSV", "for spreadsheets"],
  ["jsonl", "JSON Lines", "for programs, exact"],
] as const;

/** Exports rows in the list's order and columns. Without JavaScript it is a form that downloads. */
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
        <Card
          as="form"
          method="post"
          action={CONNECTIONS_EXPORT_PATH}
          onSubmit={start}
          className="absolute right-0 z-30 my-1.5 grid w-60 gap-1 p-2 shadow-xl in-[.bottom-0]:bottom-full"
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
        </Card>
      </details>
      {state.kind === "idle" ? null : <ExportProgress state={state} onCancel={cancel} onRetry={run} />}
    </>
  );
}
