"use client";

import { Copy, X } from "lucide-react";
import { useState } from "react";
import { ExportButton } from "@/components/lists/export/export-button";
import { readSelected } from "@/components/lists/export/read-selected";
import { useListNavigation } from "@/components/lists/list-navigation";
import { useListSlots } from "@/components/lists/list-slots";
import type { ConnectionRow } from "@/components/lists/rows/connection-row";
import { useSelection } from "@/components/lists/selection";
import { Button } from "@/components/ui/form/button";
import { writeClipboard } from "@/components/ui/form/copy-button";
import { countSelected } from "@/domain/lists/selection";
import { type Count, formatCount } from "@/domain/values/count";

type SelectionBarProps = {
  /** The rows of this page. */
  readonly rows: readonly ConnectionRow[];
  readonly total: Count;
};

type Copying = { readonly state: CopyState; readonly run: () => void };
type CopyState = "idle" | "busy" | "failed" | { readonly copied: number };

/** Offers what can be done with the selected rows, while there are some. */
export function SelectionBar({ rows, total }: SelectionBarProps) {
  const ids = rows.map((row) => row.id);
  const slots = useListSlots();
  const { selection, isSelected, selectAll, clear } = useSelection();
  const selected: Count = {
    value: countSelected(selection, total.value),
    precision: selection.kind === "all" ? total.precision : "exact",
  };
  if (selected.value === 0 && selected.precision === "exact") return null;
  const isPageSelected = ids.length > 0 && ids.every(isSelected);
  const hasMore = total.value > ids.length || total.precision !== "exact";
  return (
    <section
      aria-label="Selected rows"
      className="sticky bottom-0 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-accent/30 bg-surface px-4 py-2 shadow-[0_-4px_16px_rgb(0_0_0/0.08)] sm:px-6"
    >
      <p role="status" className="font-medium tabular-nums">
        {formatCount(selected)} selected
      </p>
      {selection.kind === "some" && isPageSelected && hasMore ? (
        <Button variant="quiet" className="text-accent" onClick={selectAll}>
          Select all {formatCount(total)} that match
        </Button>
      ) : null}
      <div className="ml-auto flex flex-wrap items-center gap-2">
        {slots ? <slots.SelectionButtons rows={rows} total={total} /> : null}
        <span className="text-xs text-ink-faint max-md:hidden">Copied, without users who must not be contacted:</span>
        <CopySelected what="users">Copy users</CopySelected>
        {slots ? null : <CopySelected what="usernames">Copy usernames</CopySelected>}
        <ExportSelected total={selected} />
        <Button variant="quiet" onClick={clear}>
          <X aria-hidden className="size-4" /> Clear
        </Button>
      </div>
    </section>
  );
}

function ExportSelected({ total }: { total: Count }) {
  const { search } = useListNavigation();
  const { selection } = useSelection();
  return <ExportButton search={search} selection={selection} total={total} />;
}

function CopySelected({ what, children }: { what: "users" | "usernames"; children: string }) {
  const copy = useCopySelected(what);
  return (
    <>
      <span role="status" className="text-ink-soft empty:hidden">
        {copyWords(copy.state)}
      </span>
      <Button
        onClick={copy.run}
        disabled={copy.state === "busy"}
        data-copies={what}
        title="Each once, without users who must not be contacted"
      >
        <Copy aria-hidden className="size-3.5" /> {children}
      </Button>
    </>
  );
}

const SHOWN_MS = 2_500;

/** Copies the users or usernames of the selected rows, one per line, however many there are. */
function useCopySelected(what: "users" | "usernames"): Copying {
  const { search } = useListNavigation();
  const { selection } = useSelection();
  const [state, setState] = useState<CopyState>("idle");

  async function run(): Promise<void> {
    setState("busy");
    try {
      const text = await readSelected(search, selection, what);
      await writeClipboard(text);
      setState({ copied: text === "" ? 0 : text.trimEnd().split("\n").length });
    } catch {
      return setState("failed");
    }
    setTimeout(() => setState("idle"), SHOWN_MS);
  }

  return { state, run: () => void run() };
}

function copyWords(state: CopyState): string | null {
  if (state === "idle") return null;
  if (state === "busy") return "Copying …";
  return state === "failed" ? "Could not be copied" : `Copied ${state.copied.toLocaleString("en")}`;
}
