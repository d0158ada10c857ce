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

/**
 * What is still chosen when something was done about some rows, or about all that were chosen. Of all that match, one that was
 * done by itself stays as it was: it is among them or not, and seen to be.
 */
export function letGo(selection: Selection, done: readonly string[] | "all"): Selection {
  if (done === "all") return NOTHING_CHOSEN;
  return selection.kind === "all" ? selection : choose(selection, done, false);
}

/** How many rows are chosen, of so many that match. */
export function countChosen(selection: Selection, total: number): number {
  return selection.kind === "all" ? Math.max(0, total - selection.except.length) : selection.ids.length;
}
