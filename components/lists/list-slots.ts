"use client";

import { type ComponentType, createContext, useContext } from "react";
import type { ConnectionRow } from "@/components/lists/rows/connection-row";
import type { Facets } from "@/domain/lists/facets";
import type { Count } from "@/domain/values/count";

export type CaseCellProps = { readonly row: ConnectionRow; readonly now: number };

/** The parts of a list that only the queue has. The queue fills them, so the plain list does not load the queue's scripts. */
export type ListSlots = {
  readonly Tabs: ComponentType<{ facets: Facets }>;
  readonly Tools: ComponentType<{ rows: readonly ConnectionRow[] }>;
  readonly Shortcuts: ComponentType<{ rows: readonly ConnectionRow[]; total: Count }>;
  readonly WhyCell: ComponentType<CaseCellProps>;
  readonly ContactCell: ComponentType<CaseCellProps>;
  /** At the end of each row. */
  readonly RowButtons: ComponentType<{ row: ConnectionRow }>;
  readonly SelectionButtons: ComponentType<{ rows: readonly ConnectionRow[]; total: Count }>;
};

const Context = createContext<ListSlots | null>(null);

export const ListSlotsProvider = Context.Provider;

/** Null in the plain list. */
export function useListSlots(): ListSlots | null {
  return useContext(Context);
}
