/** The selected rows of a list: some by their ids, or all matching ones except a few. */
export type Selection =
  | { readonly kind: "some"; readonly ids: readonly string[] }
  | { readonly kind: "all"; readonly except: readonly string[] };

export const NOTHING_SELECTED: Selection = { kind: "some", ids: [] };
export const ALL_SELECTED: Selection = { kind: "all", except: [] };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === "all" ? !selection.except.includes(id) : selection.ids.includes(id);
}

/** Selects or deselects these rows. */
export function select(selection: Selection, ids: readonly string[], isWanted: boolean): Selection {
  const others = (before: readonly string[]) => before.filter((id) => !ids.includes(id));
  if (selection.kind === "all") {
    return { kind: "all", except: isWanted ? others(selection.except) : [...others(selection.except), ...ids] };
  }
  return { kind: "some", ids: isWanted ? [...others(selection.ids), ...ids] : others(selection.ids) };
}

/**
 * Returns what is still selected after an act on some rows, or on the whole selection. If all matching rows are selected, an act
 * on a single row leaves the selection as it is: the list shows whether that row still matches.
 */
export function deselect(selection: Selection, done: readonly string[] | "all"): Selection {
  if (done === "all") return NOTHING_SELECTED;
  return selection.kind === "all" ? selection : select(selection, done, false);
}

/** Counts the selected rows, given the number of matching ones. */
export function countSelected(selection: Selection, total: number): number {
  return selection.kind === "all" ? Math.max(0, total - selection.except.length) : selection.ids.length;
}
