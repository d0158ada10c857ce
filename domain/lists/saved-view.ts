import { type ConnectionSearch, isPersonal, WHOLE_LISTS } from "./connection-search";
import { formatConnectionSearch, parseConnectionSearch } from "./connection-search-url";
import { normaliseText } from "./search-text";

/** A named list: filter, order and look, shared with the team. */
export type SavedView = {
  readonly id: number;
  readonly name: string;
  /** The list's query string from `viewQueryOf`; relative dates stay relative. */
  readonly query: string;
};

/** Why saving a view was refused. */
export type ViewRefusal = "name_empty" | "name_too_long" | "name_taken" | "too_many" | "unknown_view";

export const VIEW_NAME_LENGTH_MAX = 60;
export const VIEWS_MAX = 100;

/** Returns the part of a list that a view keeps: not the page, not what is open, and not the view it came from. */
export function viewQueryOf(search: ConnectionSearch): string {
  return formatConnectionSearch({ ...search, after: "", before: "", open: "", view: "" });
}

/** Returns the list that a view shows. */
export function searchOfView(view: SavedView): ConnectionSearch {
  return { ...parseConnectionSearch(new URLSearchParams(view.query)), view: String(view.id) };
}

/** Checks whether its name may be somebody's: it looks for words, or is about users. */
export function isPersonalView(view: SavedView): boolean {
  return isPersonal(searchOfView(view));
}

/** Returns true if a list, on any page, is what the view shows. */
export function isUnchanged(search: ConnectionSearch, view: SavedView): boolean {
  return viewQueryOf(search) === view.query;
}

/** Returns true if a list differs from the plain one in anything that a view would keep. */
export function isWorthSaving(search: ConnectionSearch): boolean {
  return viewQueryOf(search) !== viewQueryOf(WHOLE_LISTS[search.list]);
}

/** Normalizes a view's name, or refuses it. */
export function parseViewName(text: string): { readonly name: string } | { readonly refusal: ViewRefusal } {
  const name = text.toWellFormed().replace(/\s+/gu, " ").trim();
  if (name === "") return { refusal: "name_empty" };
  return name.length > VIEW_NAME_LENGTH_MAX ? { refusal: "name_too_long" } : { name };
}

/** Returns a key that is equal for names that look the same to a reader. */
export function viewNameKey(name: string): string {
  return normaliseText(name);
}
