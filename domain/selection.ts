/** Which rows of a list are chosen: some by their ids, or all that match but for a few. */
export type Selection =
  | { readonly kind: "some"; readonly ids: readonly string[] }
  | { readonly kind: "all"; readonly except: readonly string[] };

export const NOTHING_CHOSEN: Selection = { kind: "some", ids: [] };
export const ALL_CHOSEN: Selection = { kind: "all", except: [] };

export function isChosen(selection: Selection, id: string): boolean {
  return selection.kind === "all" ? !selection.except.includes(id) : selection.ids.includes(id);
}

/** The same selection with these rows chosen or not. */
export function choose(selection: Selection, ids: readonly string[], isWanted: boolean): Selection {
  const others = (before: readonly string[]) => before.filter((id) => !ids.includes(id));
  if (selection.kind === "all") {
    return { kind: "all", except: isWanted ? others(selection.except) : [...others(selection.except), ...ids] };
  }
  return { kind: "some", ids: isWanted ? [...others(selection.ids), ...ids] : others(selection.ids) };
}

/** How many rows are chosen, of so many that match. */
export function countChosen(selection: Selection, total: number): number {
  return selection.kind === "all" ? Math.max(0, total - selection.except.length) : selection.ids.length;
}
