"use client";

import { useListNavigation } from "@/components/lists/list-navigation";
import { type ConnectionRow, rowTitle } from "@/components/lists/rows/connection-row";
import { useSelection } from "@/components/lists/selection";
import { formatConnectionSearch } from "@/domain/lists/connection-search-url";
import { countSelected, type Selection } from "@/domain/lists/selection";
import type { Count } from "@/domain/values/count";
import { type Target, targetOf } from "./outreach-context";

/** Returns a function that finds what an act is about: the selected rows if there are any, otherwise the given one. */
export function useTarget(rows: readonly ConnectionRow[], total: Count): (id: string | null) => Target | null {
  const { search } = useListNavigation();
  const { selection } = useSelection();
  const selected = selectedTarget(selection, formatConnectionSearch(search), total.value, rows);
  return (id) => {
    if (selected) return selected;
    const row = rows.find((one) => one.id === id);
    return row ? targetOf(row.id, rowTitle(row)) : null;
  };
}

function selectedTarget(
  selection: Selection,
  query: string,
  total: number,
  rows: readonly ConnectionRow[],
): Target | null {
  const cards = countSelected(selection, total);
  if (selection.kind === "all") return { ids: selection.except, isAll: true, query, cards, title: null };
  const [first] = selection.ids;
  if (first === undefined) return null;
  const only = selection.ids.length === 1 ? rows.find((row) => row.id === first) : undefined;
  return { ids: selection.ids, isAll: false, query: "", cards, title: only ? rowTitle(only) : null };
}
