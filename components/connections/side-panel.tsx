"use client";

import { ChevronDown, ChevronUp, Maximize2, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useListNavigation } from "@/components/lists/list-navigation";
import { Link } from "@/components/ui/link";
import { connectionPath } from "@/domain/values/query/paths";

type SidePanelProps = {
  /** The id of the connection that it shows. */
  readonly id: string;
  /** The ids of the list's rows, in order. */
  readonly ids: readonly string[];
  readonly children: ReactNode;
};

const BUTTON =
  "grid size-8 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink disabled:opacity-40 disabled:hover:bg-transparent";

/** Shows one connection next to the list, which stays usable: arrows move between rows, Escape returns to the row. */
export function SidePanel({ id, ids, children }: SidePanelProps) {
  const { search, navigate } = useListNavigation();
  const panel = useRef<HTMLElement>(null);
  const place = ids.indexOf(id);

  useEffect(() => panel.current?.focus({ preventScroll: true }), []);

  // However it is closed, the focus returns to the row.
  const latest = useRef(id);
  useEffect(() => {
    latest.current = id;
    panel.current?.scrollTo({ top: 0 });
    rowOf(id)?.scrollIntoView({ block: "nearest" });
  }, [id]);
  useEffect(() => () => rowOf(latest.current)?.focus(), []);

  function show(next: string | undefined): void {
    if (next !== undefined) navigate({ ...search, open: next }, { replace: true });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") show("");
    else if (step && event.target === panel.current) show(ids[place + step]);
    else return;
    event.preventDefault();
  }

  return (
    <aside
      ref={panel}
      role="dialog"
      aria-label="Connection beside the list"
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="fixed inset-y-0 right-0 z-40 w-full overflow-y-auto overscroll-contain border-l border-line bg-canvas shadow-2xl outline-none sm:w-[min(38rem,92vw)]"
    >
      <div className="sticky top-0 z-10 flex items-center gap-1 border-b border-line bg-canvas px-3 py-1.5">
        <button type="button" className={BUTTON} aria-label="Close" title="Close (Esc)" onClick={() => show("")}>
          <X aria-hidden className="size-4" />
        </button>
        <button
          type="button"
          className={BUTTON}
          aria-label="Row above"
          title="Row above (↑)"
          disabled={place <= 0}
          onClick={() => show(ids[place - 1])}
        >
          <ChevronUp aria-hidden className="size-4" />
        </button>
        <button
          type="button"
          className={BUTTON}
          aria-label="Row below"
          title="Row below (↓)"
          disabled={place < 0 || place === ids.length - 1}
          onClick={() => show(ids[place + 1])}
        >
          <ChevronDown aria-hidden className="size-4" />
        </button>
        <p className="px-1 text-xs text-ink-faint">
          {place < 0 ? "Not on this page" : `${place + 1} of ${ids.length} on this page`}
        </p>
        <Link
          href={connectionPath(id)}
          className="ml-auto flex min-h-8 items-center gap-1.5 rounded-md px-2 text-ink-soft hover:bg-hover hover:text-ink"
        >
          <Maximize2 aria-hidden className="size-3.5" /> Open page
        </Link>
      </div>
      <div className="@container grid grid-cols-1 gap-6 px-4 py-5">{children}</div>
    </aside>
  );
}

/** Finds the row of a connection, if it is on this page. */
function rowOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(id)}"]`);
}
