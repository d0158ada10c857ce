"use client";

import { createContext, type ReactNode, useContext, useRef, useState } from "react";
import { type ConnectionSearch, changeSearch, WHOLE_LISTS } from "@/domain/lists/connection-search";
import { formatConnectionSearch } from "@/domain/lists/connection-search-url";
import { ALL_CHOSEN, choose, isChosen, letGo, NOTHING_CHOSEN, type Selection } from "@/domain/lists/selection";

type SelectionState = {
  readonly selection: Selection;
  readonly isChosen: (id: string) => boolean;
  /** Chooses a row or lets go of it; with `isRange` all rows between it and the one that was last touched. */
  readonly toggle: (id: string, isRange: boolean) => void;
  readonly chooseRows: (ids: readonly string[], isWanted: boolean) => void;
  readonly chooseAll: () => void;
  readonly clear: () => void;
  /** Something was done about some rows, or about all that were chosen: the next act is not about them. */
  readonly letGo: (ids: readonly string[] | "all") => void;
};

const Context = createContext<SelectionState>({
  selection: NOTHING_CHOSEN,
  isChosen: () => false,
  toggle: () => {},
  chooseRows: () => {},
  chooseAll: () => {},
  clear: () => {},
  letGo: () => {},
});

type SelectionProviderProps = {
  readonly search: ConnectionSearch;
  /** The rows of this page, in their order. */
  readonly ids: readonly string[];
  readonly children: ReactNode;
};

/** Which rows are chosen. Lasts over pages and orders; another filter starts anew, since it speaks of other rows. */
export function SelectionProvider({ search, ids, children }: SelectionProviderProps) {
  const filter = filterKey(search);
  const [state, setState] = useState({ filter, selection: NOTHING_CHOSEN });
  const anchor = useRef<string | null>(null);
  // Forgotten, not set aside: someone who comes back to a filter would act on rows that they chose before doing something else.
  if (state.filter !== filter) setState({ filter, selection: NOTHING_CHOSEN });
  const selection = state.filter === filter ? state.selection : NOTHING_CHOSEN;
  const change = (next: (before: Selection) => Selection) =>
    setState((before) => ({ ...before, selection: next(before.selection) }));

  function toggle(id: string, isRange: boolean): void {
    const isWanted = !isChosen(selection, id);
    const from = isRange && anchor.current !== null ? ids.indexOf(anchor.current) : -1;
    const to = ids.indexOf(id);
    const range = from < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1);
    anchor.current = id;
    change((before) => choose(before, range, isWanted));
  }

  return (
    <Context
      value={{
        selection,
        isChosen: (id) => isChosen(selection, id),
        toggle,
        chooseRows: (rows, isWanted) => change((before) => choose(before, rows, isWanted)),
        chooseAll: () => change(() => ALL_CHOSEN),
        clear: () => change(() => NOTHING_CHOSEN),
        letGo: (rows) => change((before) => letGo(before, rows)),
      }}
    >
      {children}
    </Context>
  );
}

export function useSelection(): SelectionState {
  return useContext(Context);
}

/** What decides which rows match, whatever their order and look. */
function filterKey(search: ConnectionSearch): string {
  const { sort, order, size, columns, density, view } = WHOLE_LISTS[search.list];
  return formatConnectionSearch(changeSearch(search, { sort, order, size, columns, density, view }));
}
