"use client";

import { createContext, type ReactNode, useContext, useRef, useState } from "react";
import { type ConnectionSearch, changeSearch, WHOLE_LISTS } from "@/domain/lists/connection-search";
import { formatConnectionSearch } from "@/domain/lists/connection-search-url";
import { ALL_SELECTED, deselect, isSelected, NOTHING_SELECTED, type Selection, select } from "@/domain/lists/selection";

type SelectionState = {
  readonly selection: Selection;
  readonly isSelected: (id: string) => boolean;
  /** Selects or deselects a row; with `isRange`, all rows between it and the one that was toggled last. */
  readonly toggle: (id: string, isRange: boolean) => void;
  readonly selectRows: (ids: readonly string[], isWanted: boolean) => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
  /** Deselects rows that were acted on, or all of them: the next act is not about them. */
  readonly deselect: (ids: readonly string[] | "all") => void;
};

const Context = createContext<SelectionState>({
  selection: NOTHING_SELECTED,
  isSelected: () => false,
  toggle: () => {},
  selectRows: () => {},
  selectAll: () => {},
  clear: () => {},
  deselect: () => {},
});

type SelectionProviderProps = {
  readonly search: ConnectionSearch;
  /** The rows of this page, in their order. */
  readonly ids: readonly string[];
  readonly children: ReactNode;
};

/** Holds which rows are selected, across pages and orders. Another filter clears the selection, since it lists other rows. */
export function SelectionProvider({ search, ids, children }: SelectionProviderProps) {
  const filter = filterKey(search);
  const [state, setState] = useState({ filter, selection: NOTHING_SELECTED });
  const anchor = useRef<string | null>(null);
  // Dropped, not kept for later: someone who returns to a filter would act on rows that they selected for something else.
  if (state.filter !== filter) setState({ filter, selection: NOTHING_SELECTED });
  const selection = state.filter === filter ? state.selection : NOTHING_SELECTED;
  const change = (next: (before: Selection) => Selection) =>
    setState((before) => ({ ...before, selection: next(before.selection) }));

  function toggle(id: string, isRange: boolean): void {
    const isWanted = !isSelected(selection, id);
    const from = isRange && anchor.current !== null ? ids.indexOf(anchor.current) : -1;
    const to = ids.indexOf(id);
    const range = from < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1);
    anchor.current = id;
    change((before) => select(before, range, isWanted));
  }

  return (
    <Context
      value={{
        selection,
        isSelected: (id) => isSelected(selection, id),
        toggle,
        selectRows: (rows, isWanted) => change((before) => select(before, rows, isWanted)),
        selectAll: () => change(() => ALL_SELECTED),
        clear: () => change(() => NOTHING_SELECTED),
        deselect: (rows) => change((before) => deselect(before, rows)),
      }}
    >
      {children}
    </Context>
  );
}

export function useSelection(): SelectionState {
  return useContext(Context);
}

/** Identifies which rows match, whatever their order and display. */
function filterKey(search: ConnectionSearch): string {
  const { sort, order, size, columns, density, view } = WHOLE_LISTS[search.list];
  return formatConnectionSearch(changeSearch(search, { sort, order, size, columns, density, view }));
}
